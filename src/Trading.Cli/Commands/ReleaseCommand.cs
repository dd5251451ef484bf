using System.CommandLine;
using System.Globalization;
using Trading.Cli.Files;
using Trading.Cli.Help;
using Trading.Client;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Cli.Commands;

/// <summary>
/// 投标人解密: hands B over, enveloped to the opening's session key, after checking the opening's time and the own files'
/// places in the live set the custodians signed.
/// </summary>
internal sealed class ReleaseCommand : ServerCommand
{
    private readonly Option<string?> _key = Symbols.Text(
        "--encrypt-key", "encrypt.key", "a private key the bid was sealed to; any of them");

    private readonly Option<string[]> _records = Symbols.Many(
        "--seal-record", "R.seal.json", "the parts' seal records, where the key is lost");

    private readonly Option<string?> _receipt = Symbols.Text(
        "--receipt", "FILE", "your receipt: the files in the live set must be the ones it names");

    private readonly Option<bool> _ignoreClock = new("--ignore-clock")
    {
        Description = "release though this machine's clock says that it is not time (a demonstration has its own "
            + "clock)",
    };

    public ReleaseCommand(ToolHost host)
        : base(
            host,
            "release",
            "Releases your part of the key at the opening, after checking that your own files are in the live set.",
            "trading release --server https://bid.example.gov.cn --tender E4403000001000123 --lot 1 \\\n"
            + "  --key sign.key --cert sign.crt --encrypt-key encrypt.key --receipt bid.receipt") =>
        TakesLot(_key, _records, _receipt, _ignoreClock);

    protected override async Task ActAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var (tender, lot) = (Tender(arguments), Lot(arguments));
        var identity = await Connection.IdentityAsync(arguments, cancellation);
        var phrases = await Connection.PassphrasesAsync(arguments, cancellation);
        var keyPath = arguments.GetValue(_key);
        var recordPaths = arguments.GetValue(_records)!;
        if (keyPath is null == (recordPaths.Length == 0))
        {
            throw Usage("Give either --encrypt-key or --seal-record; see: trading release --help");
        }

        var key = keyPath is null ? null : await Keys.ReadKeyAsync(Host, keyPath, phrases, cancellation);
        var records = new List<SealRecord>();
        foreach (var path in recordPaths)
        {
            records.Add(await Keys.ReadSealRecordAsync(path, phrases, cancellation));
        }

        var receipt = arguments.GetValue(_receipt) is { } receiptPath
            ? await Keys.ReadReceiptAsync(receiptPath, cancellation)
            : null;
        using var client = await Connection.OpenAsync(arguments, identity, Role.Bidder, cancellation);
        await CheckTimeAsync(client, tender, arguments.GetValue(_ignoreClock), cancellation);
        await CheckFilesAsync(client, tender, lot, receipt?.Record, records, cancellation);
        Tell(key is not null
            ? await client.Release(tender, lot, key, cancellation)
            : await client.Release(tender, lot, records, cancellation));
    }

    /// <summary>No centre gets B before the hour it published itself.</summary>
    private async Task CheckTimeAsync(
        CentreClient client, TenderId tender, bool ignoresClock, CancellationToken cancellation)
    {
        var schedule = (await client.Tender(tender, cancellation)).Schedule
            ?? throw new ToolException($"Tender {tender} has no published schedule; nothing was released.");
        if (!ignoresClock && Host.Time.GetUtcNow() < schedule.Opening)
        {
            throw new ToolException(string.Create(
                CultureInfo.InvariantCulture,
                $"The opening is at {schedule.Opening.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} and this machine's clock "
                + $"is before it; wait, or set the clock right."));
        }
    }

    /// <summary>
    /// The path shows that a file is in the live set; receipt and seal records show that it is the own one.
    /// </summary>
    private static async Task CheckFilesAsync(
        CentreClient client, TenderId tender, LotId lot, ReceiptRecord? receipt, List<SealRecord> records,
        CancellationToken cancellation)
    {
        var kit = await client.FetchForRelease(tender, lot, cancellation);
        foreach (var part in kit.Parts)
        {
            var isStrange = receipt is not null && receipt.Parts.All(
                p => p.Part != part.Part || p.FileSm3 != part.File);
            if (isStrange || (records.Count > 0 && records.All(r => r.FileDigest != part.File)))
            {
                throw new CentreNotTrustedException(
                    $"The live set holds for part {part.Part} a file that you did not submit; nothing was released.");
            }
        }
    }
}
