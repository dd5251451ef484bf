using System.Text.Json;
using Trading.Cli.Files;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Cli.Server;

/// <summary>
/// The signed statement and its command id, kept from before it is sent until its receipt is kept: when the answer is
/// lost, the same act is sent again and gives the same receipt, instead of a second bid.
/// </summary>
internal sealed class SubmissionDraft(ToolHost host, string server, BidToSubmit bid)
{
    private string Path => System.IO.Path.Combine(Folder,
        $"{Digest.OfUtf8($"{ServerAddress.Of(server)}\n{bid.Name()}")}.json");

    private string Folder => System.IO.Path.Combine(host.SettingsFolder, "submissions");

    public async Task<(CommandId Id, SignedText Statement)?> FindAsync(CancellationToken cancellation)
    {
        if (!File.Exists(Path))
        {
            return null;
        }

        try
        {
            var kept = JsonSerializer.Deserialize<Draft>(await Inputs.ReadTextAsync(Path, cancellation))!;
            return (CommandId.Create(kept.Id), SignedText.ParseFile(kept.Statement));
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            // Half a draft cannot be (it is renamed into place); what somebody changed is no draft.
            return null;
        }
    }

    public async Task<(CommandId Id, SignedText Statement)> KeepAsync(
        CommandId id, SignedText statement, CancellationToken cancellation)
    {
        TestCaFolder.Make(Folder);
        await using var file = NewFile.Create(host, Path, replaces: true, isSecret: true);
        await file.Stream.WriteAsync(
            JsonSerializer.SerializeToUtf8Bytes(new Draft(id.Value, statement.ToFile())), cancellation);
        await file.CommitAsync(cancellation);
        return (id, statement);
    }

    public void Forget() => File.Delete(Path);

    private sealed record Draft(string Id, string Statement);
}
