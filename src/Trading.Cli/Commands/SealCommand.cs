using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using Trading.Cli.Files;
using Trading.Cli.Help;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Sealing;

namespace Trading.Cli.Commands;

/// <summary>Seals a file on the bidder's own machine; with a seal record it gives the same bytes again.</summary>
internal sealed class SealCommand : ToolCommand
{
    private readonly Argument<string> _file = Symbols.File("FILE", "the file to seal");
    private readonly Option<string?> _tender = Symbols.Text("--tender", "T", "the tender's number");
    private readonly Option<string?> _lot = Symbols.Text("--lot", "L", "the lot's number");
    private readonly Option<string?> _part = Symbols.Text(
        "--part", "P", "all, summary, qualify, technical, price, names or reserve");

    private readonly Option<string?> _bidder = Symbols.Text("--bidder", "CODE", "the bidder's 统一社会信用代码");
    private readonly Option<long?> _version = Symbols.Number(
        "--version", "the bid's version, higher with each replacement", 1, SealLimits.Version);

    private readonly Option<Digest?> _opening = Symbols.Base64("--opening", "SM3 of the opening policy, base64");
    private readonly Option<string?> _release = Symbols.Text(
        "--release", "bidder|escrow", "whether the custodians may open it without the bidder (default: bidder)");

    private readonly Option<string[]> _bidderCerts = Symbols.Many(
        "--bidder-cert", "C.crt", "the bidder's encryption certificates: main lock, sub lock, recovery key");

    private readonly Option<string[]> _custodianCerts = Symbols.Many(
        "--custodian-cert", "C1.crt", "the custodians' encryption certificates, in the policy's order");

    private readonly Option<long?> _threshold = Symbols.Number(
        "--threshold", "how many custodians must take part", SealLimits.FewestCustodians, SealLimits.Custodians);

    private readonly Option<string?> _policy = Symbols.Text(
        "--policy", "FILE", "the tender's policy/1, instead of --opening, --release, --custodian-cert and --threshold");

    private readonly Option<string> _output = Symbols.Required("--output", "OUT.bidseal", "the sealed file", "-o");
    private readonly Option<string?> _record = Symbols.Text(
        "--record", "OUT.seal.json", "the seal record: keep it, never upload it (default: beside the output)");

    private readonly Option<string?> _fromRecord = Symbols.Text(
        "--from-record", "R.seal.json", "seal again to the same bytes; nothing else is needed then");

    private readonly Option<string[]> _passphrases = Symbols.Passphrases();
    private readonly Option<bool> _force = Symbols.Force();

    public SealCommand(ToolHost host)
        : base(
            host,
            "seal",
            "Seals a file so that only its bidder and enough custodians together can open it.",
            "trading seal bid.zip --tender E4403000001000123 --lot 1 --part all --bidder 91440300708461136T \\\n"
            + "  --version 1 --policy policy.txt --bidder-cert encrypt.crt --bidder-cert spare.crt \\\n"
            + "  --passphrase-file phrase.txt -o bid.bidseal --record bid.seal.json\n"
            + "trading seal bid.zip --from-record bid.seal.json --passphrase-file phrase.txt -o again.bidseal") =>
        Takes(
            _file, _tender, _lot, _part, _bidder, _version, _opening, _release, _bidderCerts, _custodianCerts,
            _threshold, _policy, _output, _record, _fromRecord, _passphrases, _force);

    protected override async Task RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var path = arguments.GetRequiredValue(_file);
        var output = arguments.GetRequiredValue(_output);
        var force = arguments.GetValue(_force);
        var phrases = await Passphrases.ReadAsync(Host, arguments.GetValue(_passphrases)!, cancellation);
        NewFile.CheckPlace(output, force);
        await using var file = Inputs.Open(path);
        if (arguments.GetValue(_fromRecord) is { } fromRecord)
        {
            CheckOnlyFromRecord(arguments);
            NewFile.CheckApart(output, path, fromRecord);
            var known = await Keys.ReadSealRecordAsync(fromRecord, phrases, cancellation);
            await SealAgainAsync(file, path, known, output, force, cancellation);
            return;
        }

        var recordPath = arguments.GetValue(_record) ?? RecordBeside(output);
        NewFile.CheckPlace(recordPath, force);
        NewFile.CheckApart(output, path, recordPath);
        NewFile.CheckApart(recordPath, path);
        var request = await RequestAsync(arguments, cancellation);

        await using var sealedFile = NewFile.Create(Host, output, force);
        var record = await SealAsync(request, SealSecrets.Draw(Host.Entropy), file, sealedFile, cancellation);
        await using var recordFile = NewFile.Create(Host, recordPath, force, isSecret: true);
        var text = phrases.First is { } phrase
            ? SealRecordFile.Write(record, phrase, Host.Entropy)
            : SealRecordFile.Write(record);
        await recordFile.Stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);

        // The record first: a sealed file whose secrets are nowhere would be the worse half.
        await recordFile.CommitAsync(cancellation);
        await sealedFile.CommitAsync(CancellationToken.None);
        Tell(record, path, output);
        Host.Out.WriteLine($"seal record: {recordPath} (keep it, and never upload it)");
        if (phrases.First is null)
        {
            Host.Warn($"{recordPath} is not encrypted (mode 0600 only); give --passphrase-file to encrypt it.");
        }
    }

    private async Task<SealRequest> RequestAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var bidderPaths = arguments.GetValue(_bidderCerts)!;
        var request = new SealRequest
        {
            Tender = Need(arguments, _tender),
            Lot = Need(arguments, _lot),
            Part = SealWords.ParsePart(Need(arguments, _part))
                ?? throw Usage("--part is all, summary, qualify, technical, price, names or reserve."),
            Bidder = Need(arguments, _bidder),
            Version = Need(arguments, _version),
            Opening = default,
            Threshold = 0,
            BidderCertificates = bidderPaths.Length > 0
                ? await ReadRecipientsAsync(bidderPaths, cancellation)
                : throw Missing("--bidder-cert"),
            CustodianCertificates = [],
        };
        request = arguments.GetValue(_policy) is { } policy
            ? await ByPolicyAsync(request, policy, arguments, cancellation)
            : request with
            {
                Opening = Need(arguments, _opening),
                Threshold = (int)Need(arguments, _threshold),
                Release = arguments.GetValue(_release) is { } word
                    ? SealWords.ParseRelease(word) ?? throw Usage("--release is bidder or escrow.")
                    : SealRelease.Bidder,
                CustodianCertificates = arguments.GetValue(_custodianCerts) is { Length: > 0 } paths
                    ? await ReadRecipientsAsync(paths, cancellation)
                    : throw Missing("--custodian-cert"),
            };
        foreach (var (certificate, path) in request.BidderCertificates.Zip(bidderPaths))
        {
            if (certificate.CreditCode is { } code && code != request.Bidder)
            {
                throw Usage(
                    $"{path} is a certificate of {code}, not of the bidder {request.Bidder}; name the right one.");
            }
        }

        return request.Fault() is { } fault ? throw Usage(fault) : request;
    }

    /// <summary>Opening, threshold, release mode and custodians as the tender published them.</summary>
    private async Task<SealRequest> ByPolicyAsync(
        SealRequest request, string path, ParseResult arguments, CancellationToken cancellation)
    {
        Option[] replaced = [_opening, _release, _custodianCerts, _threshold];
        if (replaced.FirstOrDefault(option => IsGiven(arguments, option)) is { } other)
        {
            throw Usage($"{other.Name} stands in the policy already; leave it out.");
        }

        var (policy, digest) = await Keys.ReadPolicyAsync(path, cancellation);
        if (policy.Tender != request.Tender)
        {
            throw Usage(
                $"{path} is the policy of tender {policy.Tender}, not of {request.Tender}; name the right one.");
        }

        if (!policy.Lots.Contains(request.Lot) || !policy.Parts.Contains(SealWords.Of(request.Part)))
        {
            throw Usage(
                $"{path} is for the lots {string.Join(", ", policy.Lots)} and the parts "
                + $"{string.Join(", ", policy.Parts)}; seal for one of them.");
        }

        return request with
        {
            Opening = digest,
            Threshold = policy.Threshold.Needed,
            Release = policy.Escrow ? SealRelease.Escrow : SealRelease.Bidder,
            CustodianCertificates = [.. policy.Custodians.Select(c => c.ReadEncryptCertificate())],
        };
    }

    private async Task SealAgainAsync(
        FileStream file, string path, SealRecord known, string output, bool force, CancellationToken cancellation)
    {
        await using var sealedFile = NewFile.Create(Host, output, force);
        var record = await SealAsync(known.Request, known.Secrets, file, sealedFile, cancellation);
        if (record.PlaintextDigest != known.PlaintextDigest)
        {
            throw new ToolException($"{path} is not the file that was sealed; give the same file, unchanged.");
        }

        if (record.FileDigest != known.FileDigest)
        {
            throw new ToolException(
                $"Sealing again gives SM3 {record.FileDigest} where the record says {known.FileDigest}: "
                + "the first file was not made as the format says.");
        }

        await sealedFile.CommitAsync(cancellation);
        Tell(record, path, output);
        Host.Out.WriteLine("the same bytes as the seal record says");
    }

    private Task<SealRecord> SealAsync(
        SealRequest request, SealSecrets secrets, FileStream file, NewFile output, CancellationToken cancellation) =>
        LongWork.RunAsync(
            Host,
            "sealing",
            2 * PaddedPlaintext.LengthFor(file.Length),
            progress => Sealer.SealAsync(request, secrets, file, output.Stream, progress, cancellation: cancellation));

    private void Tell(SealRecord record, string path, string output)
    {
        var test = record.Request.BidderCertificates.Concat(record.Request.CustodianCertificates).Any(
            c => c.IsTestOnly);
        Host.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
                $"sealed {path} ({record.Length} bytes) to {output} ({record.FileLength} bytes)"));
        Host.Out.WriteLine($"SM3 {record.FileDigest}");
        if (test)
        {
            Host.Warn("sealed to TEST ONLY certificates (仅供测试).");
        }
    }

    private void CheckOnlyFromRecord(ParseResult arguments)
    {
        Option[] others =
        [
            _tender, _lot, _part, _bidder, _version, _opening, _release, _bidderCerts, _custodianCerts, _threshold,
            _policy, _record,
        ];
        if (others.FirstOrDefault(option => IsGiven(arguments, option)) is { } other)
        {
            throw Usage($"{other.Name} stands in the seal record already; leave it out with --from-record.");
        }
    }

    private static async Task<ImmutableArray<Certificate>> ReadRecipientsAsync(
        string[] paths, CancellationToken cancellation)
    {
        var certificates = await Keys.ReadCertificatesAsync(paths, cancellation);
        foreach (var (certificate, path) in certificates.Zip(paths))
        {
            Keys.CheckIsForEncryption(certificate, path);
        }

        return certificates;
    }

    private static string RecordBeside(string output) =>
        (output.EndsWith(".bidseal", StringComparison.Ordinal) ? output[..^".bidseal".Length] : output) + ".seal.json";

    private static bool IsGiven(ParseResult arguments, Option option) =>
        arguments.GetResult(option) is { Implicit: false };

    private static string Need(ParseResult arguments, Option<string?> option) =>
        arguments.GetValue(option) ?? throw Missing(option.Name);

    private static T Need<T>(ParseResult arguments, Option<T?> option)
        where T : struct =>
        arguments.GetValue(option) ?? throw Missing(option.Name);

    private static ToolException Missing(string option) =>
        Usage($"{option} is missing; see: trading seal --help");
}
