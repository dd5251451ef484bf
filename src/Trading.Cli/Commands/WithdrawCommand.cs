using System.CommandLine;
using Trading.Cli.Help;
using Trading.Grains.Shell;
using Trading.Proofs.Sealing;

namespace Trading.Cli.Commands;

/// <summary>Takes the own bid back; its file stays closed for ever, because B never left the bidder.</summary>
internal sealed class WithdrawCommand : ServerCommand
{
    private readonly Option<long?> _version = Symbols.Number(
        "--version", "the version to withdraw (default: the live one)", 1, SealLimits.Version);

    private readonly Option<string?> _reason = Symbols.Text("--reason", "TEXT", "why, in one line; optional");

    public WithdrawCommand(ToolHost host)
        : base(
            host,
            "withdraw",
            "Withdraws your bid before the deadline by a signed statement.",
            "trading withdraw --server https://bid.example.gov.cn --tender E4403000001000123 --lot 1 --key sign.key "
            + "--cert sign.crt") =>
        TakesLot(_version, _reason);

    protected override async Task ActAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var (tender, lot) = (Tender(arguments), Lot(arguments));
        var identity = await Connection.IdentityAsync(arguments, cancellation);
        using var client = await Connection.OpenAsync(arguments, identity, Role.Bidder, cancellation);
        var version = arguments.GetValue(_version)
            ?? (await client.Mine(tender,
                cancellation)).OwnBids.FirstOrDefault(b => b.Lot == lot && !b.IsWithdrawn)?.Version
            ?? throw new ToolException($"There is no live bid of yours in lot {lot}; nothing was withdrawn.");
        Tell(await client.Withdraw(tender, lot, version, arguments.GetValue(_reason), cancellation: cancellation));
    }
}
