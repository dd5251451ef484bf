using System.CommandLine;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Trading.Cli.Files;
using Trading.Cli.Help;
using Trading.Client;
using Trading.Client.Messages;
using Trading.Grains.Shell;

namespace Trading.Cli.Server;

/// <summary>The options by which every command reaches a centre, and the login behind them.</summary>
internal sealed class Connection(ToolHost host)
{
    private readonly Option<string> _server = Symbols.Required(
        "--server", "URL", "the centre, such as https://bid.example.gov.cn");
    private readonly Option<string> _key = Symbols.Required(
        "--key", "sign.key", "your private signing key (PEM); it never leaves this machine");
    private readonly Option<string> _cert = Symbols.Required("--cert", "sign.crt", "its certificate");
    private readonly Option<string?> _party = Symbols.Text(
        "--party", "NUMBER", "the number the centre gave you, where your certificate carries no 统一社会信用代码");

    private readonly Option<string?> _ca = Symbols.Text(
        "--ca", "FILE", "PEM of the CA that issued the server's https certificate, where the system does not know it");

    private readonly Option<string[]> _passphrases = Symbols.Passphrases();

    public IEnumerable<Symbol> All => [_server, _key, _cert, _party, _ca, _passphrases];

    public string Server(ParseResult arguments) => arguments.GetRequiredValue(_server);

    public Task<Passphrases> PassphrasesAsync(ParseResult arguments, CancellationToken cancellation) =>
        Passphrases.ReadAsync(host, arguments.GetValue(_passphrases)!, cancellation);

    /// <summary>Who acts: read before anything is sent.</summary>
    public async Task<ClientIdentity> IdentityAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var phrases = await PassphrasesAsync(arguments, cancellation);
        var keyPath = arguments.GetRequiredValue(_key);
        var certificatePath = arguments.GetRequiredValue(_cert);
        var certificate = await Keys.ReadCertificateAsync(certificatePath, cancellation);
        var key = await Keys.ReadKeyAsync(host, keyPath, phrases, cancellation);
        if (key.PublicKey.Id != certificate.Id)
        {
            throw new ToolException(
                $"{keyPath} is not the key of {certificatePath}; name the pair that belongs together.");
        }

        return certificate.CreditCode is null && arguments.GetValue(_party) is null
            ? throw new ToolException(
                $"{certificatePath} carries no 统一社会信用代码; give your number by --party.", ExitCodes.Usage)
            : new ClientIdentity(
                key, certificate, PartyId.Create(certificate.CreditCode ?? arguments.GetValue(_party)!));
    }

    /// <summary>A client that is logged in, by the kept token or anew.</summary>
    public async Task<CentreClient> OpenAsync(
        ParseResult arguments, ClientIdentity identity, Role role, CancellationToken cancellation)
    {
        var (client, address) = await MakeAsync(arguments, cancellation);
        try
        {
            var tokens = new TokenStore(host);
            if (await tokens.FindAsync(address, identity, cancellation) is { } token)
            {
                client.Resume(identity, token);
            }
            else
            {
                await LoginAsync(client, address, identity, cancellation);
            }

            client.Role = role;
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Logs in anew and keeps the token.</summary>
    public async Task<LoginAnswer> LoginAsync(ParseResult arguments, ClientIdentity identity,
        CancellationToken cancellation)
    {
        var (client, address) = await MakeAsync(arguments, cancellation);
        using (client)
        {
            return await LoginAsync(client, address, identity, cancellation);
        }
    }

    /// <summary>A client that is nobody yet: for a registration.</summary>
    public async Task<CentreClient> OpenAsync(ParseResult arguments, CancellationToken cancellation) =>
        (await MakeAsync(arguments, cancellation)).Client;

    private async Task<LoginAnswer> LoginAsync(
        CentreClient client, Uri address, ClientIdentity identity, CancellationToken cancellation)
    {
        var answer = await client.Login(identity, cancellation);
        await new TokenStore(host).KeepAsync(address, answer, cancellation);
        return answer;
    }

    private async Task<(CentreClient Client, Uri Address)> MakeAsync(ParseResult arguments,
        CancellationToken cancellation)
    {
        var address = ServerAddress.Of(Server(arguments));
        if (ServerAddress.IsReadableOnTheWay(address))
        {
            host.Warn("http can be read and changed on the way; use https.");
        }

        var handler = host.Network
            ?? (arguments.GetValue(_ca) is { } ca ? await TrustingAsync(ca, cancellation) : null);
        return (new CentreClient(address, host.Entropy, host.Time, handler), address);
    }

    /// <summary>Https that believes this CA and no other.</summary>
    private static async Task<HttpMessageHandler> TrustingAsync(string path, CancellationToken cancellation)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(await Inputs.ReadTextAsync(path, cancellation));
        }
        catch (CryptographicException)
        {
        }

        if (roots.Count == 0)
        {
            throw new ToolException(
                $"{path} holds no certificate in PEM; name the CA of the server's https certificate.");
        }

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(roots);
        return new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
        };
    }
}
