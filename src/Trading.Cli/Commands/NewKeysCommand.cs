using System.CommandLine;
using Trading.Cli.Files;
using Trading.Cli.Help;
using Trading.Cli.Server;
using Trading.Client;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Cli.Commands;

/// <summary>A pair as the law wants it: one key to sign, another to receive what is sealed (GM/T 0015).</summary>
internal sealed class NewKeysCommand : ToolCommand
{
    private readonly Option<string> _subject = Symbols.Required(
        "--subject", "名称", "the holder's name, at most 64 characters");

    private readonly Option<string> _code = Symbols.Required(
        "--code", "USCC", "the holder's 统一社会信用代码, 18 characters");

    private readonly Option<string> _out = Symbols.Required("--out", "DIR", "a directory for keys and certificates");
    private readonly Option<string?> _ca = Symbols.Text(
        "--ca", "DIR", "the test CA's directory; made where there is none (default: test-ca in the output directory)");

    private readonly Option<string?> _server = Symbols.Text(
        "--server", "URL", "let the test CA of a demonstration centre certify the keys, instead of --ca");

    private readonly Option<string[]> _passphrases = Symbols.Passphrases();

    public NewKeysCommand(ToolHost host)
        : base(
            host,
            "new",
            "Makes a signing and an encryption key with TEST ONLY certificates: for trials and demonstrations.",
            "trading keys new --subject 测试投标人一公司 --code 91440300708461136T --out bidder-1 --ca test-ca\n"
            + "# bidder-1/sign.key sign.crt encrypt.key encrypt.crt; real certificates come from a licensed CA") =>
        Takes(_subject, _code, _out, _ca, _server, _passphrases);

    protected override async Task RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var subject = arguments.GetRequiredValue(_subject);
        var code = CreditCode.Normalize(arguments.GetRequiredValue(_code));
        if (subject.Length is 0 or > 64)
        {
            throw Usage("A subject has 1 to 64 characters; give the holder's name.");
        }

        if (!CreditCode.IsValid(code))
        {
            throw Usage($"{code} is not a 统一社会信用代码: it has 18 characters, and the last one checks the others.");
        }

        var folder = arguments.GetRequiredValue(_out);
        var phrases = await Passphrases.ReadAsync(Host, arguments.GetValue(_passphrases)!, cancellation);
        string[] names = ["sign.key", "sign.crt", "encrypt.key", "encrypt.crt"];
        foreach (var name in names)
        {
            NewFile.CheckPlace(Path.Combine(folder, name), replaces: false);
        }

        var server = arguments.GetValue(_server);
        if (server is not null && arguments.GetValue(_ca) is not null)
        {
            throw Usage("Give either --ca or --server; see: trading keys new --help");
        }

        var (signing, encryption) = (Sm2PrivateKey.Generate(Host.Entropy), Sm2PrivateKey.Generate(Host.Entropy));
        var (signCertificate, encryptCertificate) = server is null
            ? await CertifyAsync(arguments.GetValue(_ca) ?? Path.Combine(folder, "test-ca"))
            : await CertifyByCentreAsync(server);
        TestCaFolder.Make(folder);
        await WriteAsync("sign", signing, signCertificate);
        await WriteAsync("encrypt", encryption, encryptCertificate);
        Host.Out.WriteLine($"made for {subject} ({code}), TEST ONLY 仅供测试, in {folder}: {string.Join(", ", names)}");
        if (phrases.First is null)
        {
            Host.Warn("the keys are not encrypted (mode 0600 only); give --passphrase-file to encrypt them.");
        }

        async Task<(Certificate, Certificate)> CertifyAsync(string caFolder)
        {
            var ca = await TestCaFolder.OpenOrMakeAsync(Host, caFolder, cancellation);
            var now = Host.Time.GetUtcNow();
            return (
                ca.Issue(subject, code, signing.PublicKey, CertificateUsage.Sign, now),
                ca.Issue(subject, code, encryption.PublicKey, CertificateUsage.Encrypt, now));
        }

        async Task<(Certificate, Certificate)> CertifyByCentreAsync(string address)
        {
            using var client = new CentreClient(ServerAddress.Of(address), Host.Entropy, Host.Time, Host.Network);
            return await ServerAddress.TryAsync(
                address, () => client.Certify(subject, code, signing, encryption.PublicKey, cancellation));
        }

        async Task WriteAsync(string name, Sm2PrivateKey key, Certificate certificate)
        {
            var pem = phrases.First is { } phrase ? KeyFile.Write(key, phrase, Host.Entropy) : KeyFile.Write(key);
            await TestCaFolder.WriteAsync(Host, Path.Combine(folder, $"{name}.key"), pem, isSecret: true, cancellation);
            await TestCaFolder.WriteAsync(
                Host, Path.Combine(folder, $"{name}.crt"), certificate.ToPem(), isSecret: false, cancellation);
        }
    }
}
