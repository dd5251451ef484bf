using System.Collections.Immutable;
using Trading.Grains.Tenders;
using Trading.Proofs.Records;

namespace Trading.Web.Pages.Notices;

/// <summary>The rows of one tender, folded from its public events; immutable.</summary>
internal sealed record NoticeFold(TenderRegistered? Registration, ImmutableArray<NoticeRow> Rows)
{
    public static readonly NoticeFold None = new(null, []);

    public NoticeFold Apply(TenderEvent @event) => @event switch
    {
        TenderRegistered e => this with { Registration = e },
        TenderPublished e => Publish(e.Documents, e.Schedule, e.At),
        DocumentsAmended e => Publish(e.Documents, e.Schedule, Rows is [var first, ..] ? first.Published : e.At),
        OpeningBegan e => To(e.Lot, NoticeState.Opening),
        OpeningConfirmed { IsComplete: true } e => To(e.Lot, NoticeState.Evaluating),
        CandidatesPublished e => To(e.Lot, NoticeState.Candidates),
        LotAwarded e => Change(e.Lot, row => row with { State = NoticeState.Awarded, Winner = e.Winner, Price = e.Price }),
        RecordClosed e => To(e.Lot, NoticeState.Closed),
        LotFailed e => To(e.Lot, NoticeState.Failed),
        _ => this,
    };

    private NoticeFold Publish(TenderDocuments documents, SignedText schedule, DateTimeOffset published)
    {
        if (Registration is not { } registered)
        {
            return this;
        }

        var times = ScheduleRecord.Parse(schedule.Text);
        var rows = from lot in registered.Lots
                   join terms in documents.Lots on lot.Id equals terms.Lot
                   let before = Rows.FirstOrDefault(row => row.Lot == lot.Id)
                   select new NoticeRow(
                       registered.Tender, registered.Name, lot.Id, lot.Name, registered.Tenderee,
                       registered.RulePack.Split('/')[0], terms.Ceiling, published, times.Deadline,
                       before?.State ?? NoticeState.Bidding, before?.Winner, before?.Price);
        return this with { Rows = [.. rows] };
    }

    private NoticeFold To(LotId lot, NoticeState state) => Change(lot, row => row with { State = state });

    private NoticeFold Change(LotId lot, Func<NoticeRow, NoticeRow> change) =>
        this with { Rows = [.. Rows.Select(row => row.Lot == lot ? change(row) : row)] };
}
