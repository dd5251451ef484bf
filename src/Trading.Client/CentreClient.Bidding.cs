using Trading.Client.Messages;
using Trading.Grains.Documents;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Log;
using Trading.Proofs.Records;

namespace Trading.Client;

public sealed partial class CentreClient
{
    /// <summary>Executes a command of a tender as it is.</summary>
    /// <exception cref="CentreRefusedException">The centre's refusal.</exception>
    public Task<ActAnswer> Execute(
        TenderId tender, TenderCommand command, CommandId? id = null, CancellationToken cancellation = default) =>
        Act($"api/tenders/{tender}/acts/{GrainJson.NameOf(command.GetType())}", command, id, cancellation);

    /// <summary>
    /// Hands in a bid, or replaces it with a higher version: uploads every sealed file, signs the statement, and checks the receipt
    /// before it returns it.
    /// </summary>
    /// <param name="tender">The tender.</param>
    /// <param name="lot">The lot.</param>
    /// <param name="files">All parts in the policy's order; they agree in version, opening and keys.</param>
    /// <param name="encryption">The own encryption certificates the files are sealed to, in the order of their stanzas.</param>
    /// <param name="replaces">True where an earlier version is there.</param>
    /// <param name="progress">Bytes of all files that are durable at the centre.</param>
    /// <param name="id">The command's id; null makes a new one.</param>
    /// <param name="cancellation">Ends the call; the uploads can be resumed.</param>
    /// <exception cref="CentreRefusedException">The centre's refusal.</exception>
    /// <exception cref="CentreNotTrustedException">The receipt does not hold, or is another's.</exception>
    public async Task<Receipt> Submit(
        TenderId tender, LotId lot, IReadOnlyList<SealedFile> files, IReadOnlyList<Certificate> encryption, bool replaces = false,
        IProgress<long>? progress = null, CommandId? id = null, CancellationToken cancellation = default)
    {
        var done = 0L;
        foreach (var file in files)
        {
            var before = done;
            var digest = await Upload(
                file.Content, DocumentClass.Sealed, progress is null ? null : new Sum(progress, before), cancellation);
            if (digest != file.Digest)
            {
                throw new IOException($"The sealed file of part {file.Part} changed since it was read.");
            }

            done += file.Content.Length;
        }

        var view = await Tender(tender, cancellation);
        var meta = files[0].Header.Meta;
        var statement = new SubmitRecord(
            replaces, tender.Value, lot.Value, Identity.Party.Value, meta.Version, meta.Opening,
            view.DocumentsSm3 ?? throw new CentreNotTrustedException("The tender has no published documents."),
            [.. files.Select(f => new SubmittedPart(f.Part, f.Digest, f.Content.Length, f.Header.HeaderDigest))],
            [.. encryption.Select(c => c.Id)], Now);
        return await Submit(tender, lot, Identity.Sign(statement), encryption, id, cancellation);
    }

    /// <summary>Sends a statement that was signed before; its files are uploaded already.</summary>
    public async Task<Receipt> Submit(
        TenderId tender, LotId lot, SignedText statement, IReadOnlyList<Certificate> encryption, CommandId? id = null,
        CancellationToken cancellation = default)
    {
        var request = new SubmitBidRequest(
            lot, statement, Identity.Certificate.ToPem(), [.. encryption.Select(c => c.ToPem())]);
        var answer = await Act($"api/tenders/{tender}/acts/submit_bid", request, id, cancellation);
        var receipt = answer.Receipts is [var text]
            ? Receipt.Parse(text)
            : throw new CentreNotTrustedException("The centre gave no receipt.");
        await Check(receipt, statement, cancellation);
        return receipt;
    }

    /// <summary>The receipt with the log's proof; null while its leaf is not published.</summary>
    /// <exception cref="CentreNotTrustedException">The proof does not hold.</exception>
    public async Task<Receipt?> Complete(Receipt receipt, CancellationToken cancellation = default)
    {
        if (await LogProof(receipt.Record.LeafEntry, cancellation) is not { } proof)
        {
            return null;
        }

        var complete = receipt.With(proof);
        var centre = await Centre(cancellation);
        return complete.Check(centre.PublicKey, await LogKey(cancellation)) is { } fault
            ? throw new CentreNotTrustedException($"The log's proof of the receipt does not hold: {fault}.")
            : complete;
    }

    /// <summary>Takes the own live bid back before the deadline.</summary>
    public Task<ActAnswer> Withdraw(
        TenderId tender, LotId lot, long version, string? reason = null, CommandId? id = null,
        CancellationToken cancellation = default)
    {
        var statement = new WithdrawRecord(tender.Value, lot.Value, Identity.Party.Value, version, reason, Now);
        var command = new WithdrawBid(lot, Identity.Sign(statement), Identity.Certificate.ToPem());
        return Execute(tender, command, id, cancellation);
    }

    /// <summary>A receipt counts only if the centre's key signed it and it names exactly what was handed in.</summary>
    private async Task Check(Receipt receipt, SignedText statement, CancellationToken cancellation)
    {
        var centre = await Centre(cancellation);
        if (receipt.Note.Check(new NoteKey(Receipt.KeyName, centre.PublicKey)) is { } fault)
        {
            throw new CentreNotTrustedException($"The receipt's signature does not hold: {fault}.");
        }

        var stated = SubmitRecord.Parse(statement.Text);
        var record = receipt.Record;
        var fits = record.Tender == stated.Tender && record.Lot == stated.Lot && record.Bidder == stated.Bidder
            && record.Version == stated.Version && record.SubmissionSm3 == statement.Sm3()
            && record.Parts.Select(p => (p.Part, p.FileSm3, p.FileSize))
                .SequenceEqual(stated.Parts.Select(p => (p.Part, p.FileSm3, p.FileSize)));
        if (!fits)
        {
            throw new CentreNotTrustedException("The receipt is of something else than was handed in.");
        }
    }

    private sealed class Sum(IProgress<long> progress, long before) : IProgress<long>
    {
        public void Report(long value) => progress.Report(before + value);
    }
}
