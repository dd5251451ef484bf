using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trading.Grains.Journal;
using Trading.Grains.Log;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Records;
using Trading.Web.Identity;
using Trading.Web.Pages.Login;

namespace Trading.Web.Pages.Bidder;

/// <summary>
/// Every receipt of the own party, issued again from the journal: the same text and signature as at the first time, with the
/// log's proof where the leaf is published by now.
/// </summary>
internal sealed class ReceiptsModel(
    Visitors visitors, INotices notices, IGrainFactory grains, IJournal journal, IPublicLog log, ReceiptDesk desk,
    TimeProvider clock) : PageModel
{
    public ImmutableArray<OwnReceipt> Receipts { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var visitor = (await visitors.Find())!;
        var found = ImmutableArray.CreateBuilder<OwnReceipt>();
        var rows = await OwnTenders.Find(notices, grains, visitor, clock.GetUtcNow());
        foreach (var tender in rows.Where(row => row.Own is not null).Select(row => row.Notice).DistinctBy(row => row.Tender))
        {
            await Read(tender.Tender, tender.TenderName, visitor.Id, found, cancellation);
        }

        Receipts = [.. found.OrderByDescending(receipt => receipt.Record.Received)];
    }

    /// <summary>One receipt as a file.</summary>
    public async Task<IActionResult> OnGetFileAsync(string tender, string lot, long version, CancellationToken cancellation)
    {
        await OnGetAsync(cancellation);
        var receipt = Receipts.FirstOrDefault(
            one => one.Record.Tender == tender && one.Record.Lot == lot && one.Record.Version == version);
        return receipt is null
            ? NotFound()
            : File(System.Text.Encoding.UTF8.GetBytes(receipt.Receipt.ToText()), "text/plain; charset=utf-8", receipt.FileName);
    }

    private async Task Read(
        TenderId tender, string name, PartyId party, ImmutableArray<OwnReceipt>.Builder found, CancellationToken cancellation)
    {
        await foreach (var recorded in journal.Read(StreamId.Of("tender", tender.Value), cancellation: cancellation))
        {
            if (recorded.Type is not ("bid_submitted" or "bid_replaced"))
            {
                continue;
            }

            var (bidder, statement) = EventCodec<TenderEvent>.Instance.Decode(recorded) switch
            {
                BidSubmitted e => (e.Bidder, e.Statement),
                BidReplaced e => (e.Bidder, e.Statement),
                _ => default,
            };
            if (bidder != party)
            {
                continue;
            }

            var act = new RecordedAct(
                recorded.Type, EventChain.DigestOf(recorded), EventChain.LeafSalt(recorded.Salt), recorded.RecordedAt);
            var receipt = Receipt.Parse(desk.Issue(SubmitRecord.Parse(statement.Text), statement, act));
            var proof = await log.ProofOf(receipt.Record.LeafEntry, cancellation);
            found.Add(new OwnReceipt(name, receipt.Record, proof is null ? receipt : receipt.With(proof)));
        }
    }
}

/// <summary>A receipt with the name of its tender.</summary>
internal sealed record OwnReceipt(string TenderName, ReceiptRecord Record, Receipt Receipt)
{
    public string FileName => $"{Record.Tender}-{Record.Lot}-v{Record.Version}.receipt.txt";
}
