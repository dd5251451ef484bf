using System.CommandLine;
using Trading.Cli.Files;
using Trading.Cli.Help;
using Trading.Cli.Server;
using Trading.Grains.Parties;
using Trading.Proofs.Records;

namespace Trading.Cli.Commands;

/// <summary>主体登记: a company makes itself known by a signed statement, once, before its first login.</summary>
internal sealed class RegisterCommand : ToolCommand
{
    private static readonly string[] Kinds = [.. Enum.GetNames<PartyKind>().Select(name => name.ToLowerInvariant())];

    private readonly Option<string> _name = Symbols.Required("--name", "名称", "the party's name");
    private readonly Option<string?> _kind = Symbols.Text(
        "--kind", "KIND", $"{string.Join(", ", Kinds)} (default: bidder)");

    private readonly Option<string[]> _encryptCerts = Symbols.Many(
        "--encrypt-cert", "encrypt.crt", "the party's encryption certificates, main lock first");

    private readonly Option<string> _person = Symbols.Required(
        "--contact", "NAME", "whom to reach; kept apart, never published");
    private readonly Option<string> _phone = Symbols.Required("--phone", "NUMBER", "how; kept apart, never published");
    private readonly Connection _connection;

    public RegisterCommand(ToolHost host)
        : base(
            host,
            "register",
            "Registers a party at a centre with its certificates; needed once, before the first login.",
            "trading register --server https://bid.example.gov.cn --key sign.key --cert sign.crt --encrypt-cert "
            + "encrypt.crt \\\n"
            + "  --name 测试投标人一公司 --contact 联系人 --phone 000-00000000")
    {
        _connection = new Connection(host);
        Takes([_name, _kind, _encryptCerts, _person, _phone, .. _connection.All]);
    }

    protected override Task RunAsync(ParseResult arguments, CancellationToken cancellation) =>
        ServerAddress.TryAsync(_connection.Server(arguments), async () =>
        {
            var word = arguments.GetValue(_kind) ?? "bidder";
            if (!Kinds.Contains(word))
            {
                throw Usage($"--kind is one of {string.Join(", ", Kinds)}.");
            }

            var identity = await _connection.IdentityAsync(arguments, cancellation);
            var certificates = await Keys.ReadCertificatesAsync(arguments.GetValue(_encryptCerts)!, cancellation);
            var name = arguments.GetRequiredValue(_name);
            using var client = await _connection.OpenAsync(arguments, cancellation);
            await client.Register(
                identity, Enum.GetValues<PartyKind>()[Array.IndexOf(Kinds, word)], name, certificates,
                new PartyContact(arguments.GetRequiredValue(_person), arguments.GetRequiredValue(_phone)),
                cancellation: cancellation);
            Host.Out.WriteLine($"registered: {name} ({identity.Party}) as {word}");
            return identity;
        });
}
