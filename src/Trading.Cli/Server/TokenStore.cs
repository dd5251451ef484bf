using System.Text;
using System.Text.Json;
using Trading.Cli.Files;
using Trading.Client;
using Trading.Client.Messages;
using Trading.Proofs.Primitives;

namespace Trading.Cli.Server;

/// <summary>The tokens of logins, one file of mode 0600 for each server.</summary>
internal sealed class TokenStore(ToolHost host)
{
    private string Folder => Path.Combine(host.SettingsFolder, "tokens");

    /// <summary>A token that is still good for this person, or null.</summary>
    public async Task<string?> FindAsync(Uri server, ClientIdentity identity, CancellationToken cancellation)
    {
        var path = PathOf(server);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var kept = JsonSerializer.Deserialize<KeptToken>(await Inputs.ReadTextAsync(path, cancellation));
            return kept is not null && kept.Server == server.ToString() && kept.Certificate == identity.Certificate.Id
                && kept.ExpiresAt > host.Time.GetUtcNow()
                    ? kept.Token
                    : null;
        }
        catch (JsonException)
        {
            // What cannot be read is no login; the next one replaces it.
            return null;
        }
    }

    public async Task KeepAsync(Uri server, LoginAnswer answer, CancellationToken cancellation)
    {
        if (answer.Token is null)
        {
            return;
        }

        TestCaFolder.Make(Folder);
        var kept = new KeptToken(server.ToString(), answer.Certificate, answer.Token, answer.ExpiresAt);
        await using var file = NewFile.Create(host, PathOf(server), replaces: true, isSecret: true);
        await file.Stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(kept), cancellation);
        await file.CommitAsync(cancellation);
    }

    /// <summary>Readable where the address is plain, and never two servers in one file.</summary>
    private string PathOf(Uri server)
    {
        var digest = Digest.Of(Encoding.UTF8.GetBytes(server.ToString())).ToString();
        return Path.Combine(Folder, $"{server.IdnHost.Replace(':', '_')}-{digest[..16]}.json");
    }

    private sealed record KeptToken(string Server, Digest Certificate, string Token, DateTimeOffset ExpiresAt);
}
