using System.CommandLine;
using System.Globalization;
using System.Text;
using Trading.Cli.Files;
using Trading.Cli.Help;
using Trading.Cli.Server;
using Trading.Client;
using Trading.Grains.Documents;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Cli.Commands;

/// <summary>
/// 递交: uploads sealed files, signs the statement, and keeps the receipt. Broken off anywhere and run again, it goes on:
/// the upload where it stopped, the same signed statement under the same command id, and so to the same receipt.
/// </summary>
internal sealed class SubmitCommand : ServerCommand
{
    private readonly Argument<string[]> _files = new("FILES.bidseal")
    {
        Description = "the sealed files, one for each part of the bid",
        HelpName = "FILES.bidseal",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<long?> _version = Symbols.Number(
        "--version", "the bid's version, as sealed", 1, SealLimits.Version);
    private readonly Option<string[]> _encryptCerts = Symbols.Many(
        "--encrypt-cert", "encrypt.crt", "your encryption certificates the files are sealed to");

    private readonly Option<string?> _receipt = Symbols.Text(
        "--receipt", "OUT.receipt", "where the receipt goes (default: TENDER-LOT-vVERSION.receipt here)");

    private readonly Option<bool> _force = Symbols.Force();

    public SubmitCommand(ToolHost host)
        : base(
            host,
            "submit",
            "Submits a sealed bid, or replaces it by a higher version, and keeps the centre's signed receipt.",
            "trading submit --server https://bid.example.gov.cn --tender E4403000001000123 --lot 1 --version 1 \\\n"
            + "  --key sign.key --cert sign.crt --encrypt-cert encrypt.crt summary.bidseal all.bidseal") =>
        TakesLot(_files, _version, _encryptCerts, _receipt, _force);

    protected override async Task ActAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var (tender, lot) = (Tender(arguments), Lot(arguments));
        var version = arguments.GetValue(_version) ?? throw Usage("--version is missing; see: trading submit --help");
        var receiptPath = arguments.GetValue(_receipt)
            ?? string.Create(CultureInfo.InvariantCulture, $"{tender}-{lot}-v{version}.receipt");
        var force = arguments.GetValue(_force);
        NewFile.CheckPlace(receiptPath, force);
        var identity = await Connection.IdentityAsync(arguments, cancellation);
        var certificates = arguments.GetValue(_encryptCerts) is { Length: > 0 } paths
            ? await Keys.ReadCertificatesAsync(paths, cancellation)
            : throw Usage("--encrypt-cert is missing; see: trading submit --help");
        var bid = new BidToSubmit(tender, lot, version, identity.Party);
        try
        {
            foreach (var path in arguments.GetRequiredValue(_files))
            {
                await bid.AddAsync(path, cancellation);
            }

            using var client = await Connection.OpenAsync(arguments, identity, Role.Bidder, cancellation);
            var view = await client.Tender(tender, cancellation);
            var ordered = bid.Check(view, certificates);
            var draft = new SubmissionDraft(Host, Connection.Server(arguments), bid);
            var receipt = await SubmitAsync(client, bid, view, ordered, draft, cancellation);
            await KeepAsync(receipt, receiptPath, force, cancellation);
            draft.Forget();
            Tell(receipt.Record, receiptPath);
        }
        finally
        {
            bid.Close();
        }
    }

    private async Task<Receipt> SubmitAsync(
        CentreClient client, BidToSubmit bid, TenderView view, IReadOnlyList<Certificate> certificates,
        SubmissionDraft draft, CancellationToken cancellation)
    {
        // A draft may have been answered already: then the files are taken, and only the receipt is missing.
        var begun = await draft.FindAsync(cancellation);
        if (begun is not null)
        {
            try
            {
                return await SendAsync(begun.Value);
            }
            catch (CentreRefusedException)
            {
                // It never arrived, or too early: its files are uploaded first.
            }
        }

        await UploadAsync(client, bid, cancellation);
        if (begun is null)
        {
            var own = await client.Mine(bid.Tender, cancellation);
            var replaces = own.OwnBids.Any(b => b.Lot == bid.Lot && !b.IsWithdrawn);
            var statement = client.Identity.Sign(bid.Statement(view, certificates, replaces, Host.Time.GetUtcNow()));
            begun = await draft.KeepAsync(client.NewCommandId(), statement, cancellation);
        }

        try
        {
            return await SendAsync(begun.Value);
        }
        catch (CentreRefusedException)
        {
            // A refusal is an answer: the next try is a new statement.
            draft.Forget();
            throw;
        }

        Task<Receipt> SendAsync((CommandId Id, SignedText Statement) sent) =>
            client.Submit(bid.Tender, bid.Lot, sent.Statement, certificates, sent.Id, cancellation);
    }

    private Task UploadAsync(CentreClient client, BidToSubmit bid, CancellationToken cancellation) =>
        LongWork.RunAsync(Host, "uploading", bid.Bytes, async progress =>
        {
            var before = 0L;
            foreach (var file in bid.Files)
            {
                var start = before;
                var report = progress is null ? null : new Shifted(progress, start);
                if (await client.Upload(file.Content, DocumentClass.Sealed, report, cancellation) != file.Digest)
                {
                    throw new ToolException(
                        $"The sealed file of part {file.Part} changed while it was read; submit again.");
                }

                before += file.Content.Length;
            }

            return before;
        });

    private async Task KeepAsync(Receipt receipt, string path, bool force, CancellationToken cancellation)
    {
        await using var file = NewFile.Create(Host, path, force);
        await file.Stream.WriteAsync(Encoding.UTF8.GetBytes(receipt.ToText()), cancellation);
        await file.CommitAsync(cancellation);
    }

    private void Tell(ReceiptRecord record, string path)
    {
        Host.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"received {record.Received.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}: tender {record.Tender}, lot "
            + $"{record.Lot}, version {record.Version}"));
        Host.Out.WriteLine($"receipt: {path} (signed by the centre; keep it)");
    }

    private sealed class Shifted(IProgress<long> progress, long before) : IProgress<long>
    {
        public void Report(long value) => progress.Report(before + value);
    }
}
