using System.CommandLine;
using Trading.Cli.Files;
using Trading.Cli.Help;
using Trading.Client;
using Trading.Client.Messages;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;

namespace Trading.Cli.Commands;

/// <summary><c>trading custody …</c>: what a custodian (保管人) does at an opening.</summary>
internal sealed class CustodyCommand : Command
{
    public CustodyCommand(ToolHost host)
        : base("custody", "Does a custodian's acts at an opening: signs what was frozen, and releases shares.")
    {
        Add(new Signing(
            host, "sign-live-set", "Signs the list of live files, frozen at the deadline.",
            (client, tender, lot, cancellation) => client.SignLiveSet(tender, lot, cancellation)));
        Add(new Signing(
            host, "sign-window-shut", "Signs which bidders released; after that no bidder can.",
            (client, tender, lot, cancellation) => client.SignWindowShut(tender, lot, cancellation)));
        Add(new Releasing(host));
    }

    private static string ExampleOf(string name) =>
        $"trading custody {name} --server https://bid.example.gov.cn --tender E4403000001000123 --lot 1 "
        + "--key sign.key --cert sign.crt";

    private sealed class Signing : ServerCommand
    {
        private readonly Func<CentreClient, TenderId, LotId, CancellationToken, Task<ActAnswer>> _sign;

        public Signing(
            ToolHost host,
            string name,
            string sentence,
            Func<CentreClient, TenderId, LotId, CancellationToken, Task<ActAnswer>> sign)
            : base(host, name, sentence, ExampleOf(name))
        {
            _sign = sign;
            TakesLot();
        }

        protected override async Task ActAsync(ParseResult arguments, CancellationToken cancellation)
        {
            var (tender, lot) = (Tender(arguments), Lot(arguments));
            var identity = await Connection.IdentityAsync(arguments, cancellation);
            using var client = await Connection.OpenAsync(arguments, identity, Role.Custodian, cancellation);
            Tell(await _sign(client, tender, lot, cancellation));
        }
    }

    private sealed class Releasing : ServerCommand
    {
        private readonly Option<string> _key = Symbols.Required(
            "--encrypt-key", "encrypt.key", "the private key the bids' shares are sealed to");

        public Releasing(ToolHost host)
            : base(
                host,
                "release",
                "Releases your shares of exactly the bids whose bidders released, after the window was shut.",
                ExampleOf("release") + " --encrypt-key encrypt.key") =>
            TakesLot(_key);

        protected override async Task ActAsync(ParseResult arguments, CancellationToken cancellation)
        {
            var (tender, lot) = (Tender(arguments), Lot(arguments));
            var identity = await Connection.IdentityAsync(arguments, cancellation);
            var phrases = await Connection.PassphrasesAsync(arguments, cancellation);
            var key = await Keys.ReadKeyAsync(Host, arguments.GetRequiredValue(_key), phrases, cancellation);
            using var client = await Connection.OpenAsync(arguments, identity, Role.Custodian, cancellation);
            Tell(await client.ReleaseShares(tender, lot, key, cancellation));
        }
    }
}
