using System.CommandLine;
using System.Globalization;
using Trading.Cli.Files;
using Trading.Cli.Help;
using Trading.Proofs.Sealing;

namespace Trading.Cli.Commands;

/// <summary>
/// Opens a sealed file with keys at hand, checks it as the centre does, and says what it could not check.
/// </summary>
internal sealed class OpenCommand : ToolCommand
{
    private readonly Argument<string> _file = Symbols.File("FILE.bidseal", "the sealed file");
    private readonly Option<string?> _bidderKey = Symbols.Text(
        "--bidder-key", "B.key", "the bidder's private key (PEM); any of those it was sealed to");

    private readonly Option<string[]> _custodianKeys = Symbols.Many(
        "--custodian-key", "1=C1.key", "a custodian's number and private key (PEM)");

    private readonly Option<string[]> _bidderCerts = Symbols.Many(
        "--bidder-cert", "B.crt", "the bidder's encryption certificates, to check every byte");

    private readonly Option<string[]> _custodianCerts = Symbols.Many(
        "--custodian-cert", "C1.crt", "the custodians' encryption certificates, to check every byte");

    private readonly Option<string?> _policy = Symbols.Text(
        "--policy", "FILE", "the tender's policy/1: the custodians' certificates, and what the header must say");

    private readonly Option<string?> _receipt = Symbols.Text(
        "--receipt", "FILE", "the centre's receipt, to compare the bytes with those that were submitted");

    private readonly Option<string?> _sealRecord = Symbols.Text(
        "--seal-record", "R.seal.json", "the bidder's seal record, for a lost key or missing custodians");

    private readonly Option<string> _output = Symbols.Required("--output", "OUT", "the file that was sealed", "-o");
    private readonly Option<string[]> _passphrases = Symbols.Passphrases();
    private readonly Option<bool> _force = Symbols.Force();

    public OpenCommand(ToolHost host)
        : base(
            host,
            "open",
            "Opens a sealed file with the keys of its bidder and of enough custodians; writes it only when all holds.",
            "trading open bid.bidseal --bidder-key B.key --custodian-key 1=C1.key --custodian-key 3=C3.key -o bid.zip\n"
            + "trading open bid.bidseal --seal-record bid.seal.json --passphrase-file phrase.txt -o bid.zip") =>
        Takes(
            _file, _bidderKey, _custodianKeys, _bidderCerts, _custodianCerts, _policy, _receipt, _sealRecord, _output,
            _passphrases, _force);

    protected override async Task RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var path = arguments.GetRequiredValue(_file);
        var output = arguments.GetRequiredValue(_output);
        var force = arguments.GetValue(_force);
        NewFile.CheckPlace(output, force);
        NewFile.CheckApart(output, path);
        var custodians = arguments.GetValue(_custodianKeys)!.Select(CustodianKey).ToList();
        if (custodians.GroupBy(c => c.Number).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw Usage($"Custodian {twice.Key} has two keys; give each custodian's number once.");
        }

        var phrases = await Passphrases.ReadAsync(Host, arguments.GetValue(_passphrases)!, cancellation);
        await using var file = Inputs.Open(path);
        var hand = new OpeningHand(await ReadHeaderAsync(file, path, cancellation), path);
        if (arguments.GetValue(_policy) is { } policy)
        {
            hand.TakePolicy(await Keys.ReadPolicyAsync(policy, cancellation));
        }

        foreach (var certificatePath in arguments.GetValue(_bidderCerts)!)
        {
            hand.TakeCertificate(
                StanzaRole.Bidder, await Keys.ReadCertificateAsync(certificatePath, cancellation), certificatePath);
        }

        foreach (var certificatePath in arguments.GetValue(_custodianCerts)!)
        {
            hand.TakeCertificate(
                StanzaRole.Custodian, await Keys.ReadCertificateAsync(certificatePath, cancellation), certificatePath);
        }

        if (arguments.GetValue(_bidderKey) is { } bidderKey)
        {
            hand.TakeBidderKey(await Keys.ReadKeyAsync(Host, bidderKey, phrases, cancellation), bidderKey);
        }

        foreach (var (number, keyPath) in custodians)
        {
            hand.TakeCustodianKey(number, await Keys.ReadKeyAsync(Host, keyPath, phrases, cancellation), keyPath);
        }

        if (arguments.GetValue(_sealRecord) is { } recordPath)
        {
            hand.TakeSealRecord(await Keys.ReadSealRecordAsync(recordPath, phrases, cancellation), recordPath);
        }

        if (arguments.GetValue(_receipt) is { } receiptPath)
        {
            hand.TakeReceipt(await Keys.ReadReceiptAsync(receiptPath, cancellation), receiptPath);
        }

        await using var opened = NewFile.Create(Host, output, force, isSecret: true);
        var verdict = await LongWork.RunAsync(
            Host,
            "opening",
            file.Length,
            progress => Opener.OpenAsync(
                hand.Request(), file, opened.Stream, progress, cancellation: cancellation));
        if (verdict.Cause is { } cause)
        {
            var reasons = string.Join("; ", [verdict.Evidence, .. hand.Remarks]);
            throw new ToolException(string.Create(
                CultureInfo.InvariantCulture, $"Not opened: {cause.Name()} at step {verdict.Step}: {reasons}."));
        }

        await opened.CommitAsync(cancellation);
        Tell(verdict, hand, output);
    }

    private void Tell(OpeningVerdict verdict, OpeningHand hand, string output)
    {
        var meta = verdict.Header!.Meta;
        Host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"opened to {output} ({verdict.Length} bytes)"));
        Host.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"tender {meta.Tender}, lot {meta.Lot}, part {SealWords.Of(meta.Part)}, bidder {meta.Bidder}, version "
            + $"{meta.Version}"));
        Host.Out.WriteLine(verdict.UsedCustodians.IsEmpty
            ? "custodians: none, T is the seal record's"
            : $"custodians: {string.Join(", ", verdict.UsedCustodians)}");
        foreach (var remark in hand.Remarks.Concat(verdict.BadCustodians.Select(i => string.Create(
            CultureInfo.InvariantCulture, $"custodian {i}: the release is not the one in its stanza"))))
        {
            Host.Warn($"{remark}.");
        }

        foreach (var line in hand.Missing(verdict))
        {
            Host.Out.WriteLine(line);
        }
    }

    private static async Task<SealedHeader> ReadHeaderAsync(
        FileStream file, string path, CancellationToken cancellation)
    {
        var (header, fault) = await SealedHeader.ReadAsync(file, cancellation);
        return header ?? throw new ToolException(
            $"{path} is not a sealed file that can be read: {fault}; check that it was copied whole.");
    }

    private static (int Number, string Path) CustodianKey(string text)
    {
        var parting = text.IndexOf('=', StringComparison.Ordinal);
        return parting > 0
            && int.TryParse(text.AsSpan(0, parting), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= SealLimits.Custodians
            && parting < text.Length - 1
                ? (number, text[(parting + 1)..])
                : throw Usage("--custodian-key is a custodian's number, = and a key file, such as 1=C1.key.");
    }
}
