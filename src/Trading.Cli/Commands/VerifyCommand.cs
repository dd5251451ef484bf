using System.CommandLine;
using System.Globalization;
using Trading.Cli.Files;
using Trading.Cli.Help;
using Trading.Grains.Records;
using Trading.Proofs.Certificates;
using Trading.Proofs.Log;

namespace Trading.Cli.Commands;

/// <summary>Checks a published record with nothing but the record, in numbered checks.</summary>
internal sealed class VerifyCommand : ToolCommand
{
    private readonly Argument<string> _record = Symbols.File("RECORD.zip", "the published record of a closed tender");
    private readonly Option<string[]> _receipts = Symbols.Many(
        "--receipt", "FILE", "a receipt that must agree with the record");

    private readonly Option<string?> _logKey = Symbols.Text(
        "--log-key", "FILE", "the log's key from elsewhere: the record's must be the same");

    private readonly Option<string[]> _roots = Symbols.Many(
        "--ca", "CA.crt", "the root certificate of a CA you trust: only what leads to it counts");

    public VerifyCommand(ToolHost host)
        : base(
            host,
            "verify",
            "Checks a published record offline, check by check, and ends with 0 only if all of them hold.",
            "trading verify E4403000001000123.zip --receipt bid.receipt --log-key log.vkey --ca root.crt") =>
        Takes(_record, _receipts, _logKey, _roots);

    protected override async Task RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var path = arguments.GetRequiredValue(_record);
        var receiptPaths = arguments.GetValue(_receipts)!;
        var receipts = new List<(string Path, Proofs.Records.Receipt Receipt)>();
        foreach (var receiptPath in receiptPaths)
        {
            receipts.Add((receiptPath, await Keys.ReadReceiptAsync(receiptPath, cancellation)));
        }

        var roots = arguments.GetValue(_roots) is { Length: > 0 } given
            ? await Keys.ReadCertificatesAsync(given, cancellation)
            : (IReadOnlyCollection<Certificate>?)null;
        using var record = Open(path, roots);
        var counts = new Dictionary<CheckOutcome, int>();
        CheckResult? first = null;
        await foreach (var result in RecordVerifier.VerifyAsync(record).WithCancellation(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            counts[result.Outcome] = counts.GetValueOrDefault(result.Outcome) + 1;
            first ??= result.IsFailed ? result : null;
            Host.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Number,3}  {Word(result.Outcome)}  {result.Chinese} {result.English}: {result.Detail}"));
        }

        Host.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Values.Sum()} checks: {Count(CheckOutcome.Held)} hold, {Count(CheckOutcome.Failed)} failed, "
            + $"{Count(CheckOutcome.NotApplicable)} not applicable to this record"));
        var strange = await CompareAsync(record, arguments, cancellation);
        var faults = receipts.Select(r => (r.Path, Fault: ReceiptInRecord.Fault(record, r.Receipt))).ToList();
        foreach (var (receiptPath, fault) in faults)
        {
            Host.Out.WriteLine($"{(fault is null ? "holds" : "FAILED")}  {receiptPath}: "
                + (fault ?? "signed by this record's centre, for a submission and an event that stand in it"));
        }

        if (first is not null)
        {
            throw new ToolException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path} does not hold: check {first.Number} ({first.Id}) failed; ask the centre and the supervisor "
                + $"why."));
        }

        if (strange is not null)
        {
            throw new ToolException($"{path} is complete in itself, but {strange}; ask who made it.");
        }

        if (faults.FirstOrDefault(f => f.Fault is not null) is { Fault: { } receiptFault } failed)
        {
            throw new ToolException($"{failed.Path} does not agree with the record: {receiptFault}.");
        }

        int Count(CheckOutcome outcome) => counts.GetValueOrDefault(outcome);
    }

    /// <summary>
    /// A record brings its own log key: only a copy from elsewhere shows that it is the log's. CAs brought by the reader count in
    /// the checks themselves.
    /// </summary>
    private async Task<string?> CompareAsync(OpenedRecord record, ParseResult arguments, CancellationToken cancellation)
    {
        var logKey = arguments.GetValue(_logKey) is { } path
            ? await Inputs.ReadAsync(path, "a log's key", NoteKey.Parse, cancellation)
            : null;
        if (logKey is null || record.Pinned is null)
        {
            Host.Out.WriteLine(
                "not compared with a copy from elsewhere: "
                + string.Join(" and ", (string[])[
                    .. logKey is null ? ["the log's key (--log-key)"] : Array.Empty<string>(),
                    .. record.Pinned is null ? ["the CA (--ca)"] : Array.Empty<string>(),
                ]));
        }

        try
        {
            return logKey is not null && logKey.ToString() != record.LogKey.ToString() ? "its log key is another" : null;
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            return $"its keys cannot be read ({e.Message})";
        }
    }

    private static OpenedRecord Open(string path, IReadOnlyCollection<Certificate>? roots)
    {
        try
        {
            return OpenedRecord.Open(Inputs.Open(path), Spool, roots);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new ToolException($"{path} is not a record that can be read: {e.Message}");
        }
    }

    /// <summary>A place for a sealed file too large for memory; it is gone when it is closed.</summary>
    private static FileStream Spool() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });

    private static string Word(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Held => "holds         ",
        CheckOutcome.Failed => "FAILED        ",
        CheckOutcome.NotApplicable => "not applicable",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
