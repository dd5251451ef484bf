using System.Collections.Immutable;
using Trading.Grains.Shell;

namespace Trading.Grains.Tenders;

/// <summary>
/// Makes the views of a tender. They are pure functions of the folded state, so that a live room folds the visible
/// events with
/// the same <see cref="Tender.Evolve"/> and shows the same: before the opening nothing about bids, whatever was folded.
/// </summary>
public static class TenderViews
{
    /// <summary>What anybody may see; null before the registration.</summary>
    public static TenderView? Of(Tender tender) => tender.Registration is not { } registration ? null : new(
        tender.Id,
        registration.Name,
        registration.Tenderee,
        registration.Agency,
        registration.RulePack,
        tender.Desk,
        tender.Notice?.Documents,
        tender.Notice?.DocumentsSm3,
        tender.Notice?.PolicyText.Text,
        tender.Notice?.PolicySm3,
        ScheduleOf(tender.Notice),
        tender.Notice?.Deadlines ?? [],
        [.. tender.LotsInOrder.Select(lot => Of(tender, lot))],
        tender.Changes);

    /// <summary>
    /// The stage as anybody sees it. That bidding was closed and by how many is masked until the opening, and that
    /// the evaluation
    /// is complete until the candidates are published; so the public sees the stage before.
    /// </summary>
    public static LotStage PublicStage(LotStage stage) => stage switch
    {
        LotStage.Closed => LotStage.Bidding,
        LotStage.Evaluated => LotStage.Evaluating,
        _ => stage,
    };

    /// <summary>What the opening desk works from; null before the lot's bidding was closed.</summary>
    public static OpeningDossier? DossierOf(Tender tender, LotId id) =>
        tender.Lots.GetValueOrDefault(id) is not { Closed: { } closed, Terms: { } terms } lot ? null : new(
            lot.Stage,
            tender.Notice!.PolicyText.Text,
            terms,
            closed.LiveSet,
            lot.Opening?.Closed?.Text,
            lot.Opening?.Begun.Session,
            [.. lot.LiveBids.Select(bid => Of(tender, lot, bid))],
            lot.Opening is { } opening ? [.. opening.Shares.Values] : [])
            {
                AreSharesClosed = lot.Opening?.SharesClosed is not null,
            };

    /// <summary>The actor's own bids: a bidder's and nobody else's, whatever the role says.</summary>
    public static ImmutableArray<OwnBid> OwnBids(Tender tender, Actor actor) => actor.Role != Role.Bidder ? [] :
    [
        .. from lot in tender.LotsInOrder
           let bid = lot.Bids.GetValueOrDefault(actor.Party)
           where bid is not null
           select new OwnBid(lot.Id, bid.Version, bid.ReceivedAt, bid.Parts, bid.IsWithdrawn),
    ];

    private static LotView Of(Tender tender, Lot lot) => new(
        lot.Id,
        lot.Plan.Name,
        lot.Plan.Estimate,
        PublicStage(lot.Stage),
        lot.Opening is null ? null : OpeningViews.Of(tender, lot),
        lot.Award.Published is null && lot.Award.Awarded is null ? null : new ResultView(
            lot.Award.Published?.Result,
            lot.Award.Published?.Candidates ?? [],
            lot.Award.Published?.At,
            lot.Award.Published?.Until,
            lot.Award.Awarded?.Winner,
            lot.Award.Awarded?.Price,
            lot.Award.Awarded?.At));

    private static ScheduleView? ScheduleOf(Notice? notice) => notice is null ? null : new(
        notice.Schedule.Number,
        notice.ScheduleSm3,
        notice.Schedule.Issued,
        notice.Schedule.SaleFrom,
        notice.Schedule.SaleTo,
        notice.Schedule.Deadline,
        notice.Schedule.Opening,
        notice.Schedule.ReleaseWindowMinutes,
        notice.Schedule.Place);

    private static LiveBid Of(Tender tender, Lot lot, Bid bid)
    {
        var release = lot.Opening?.ReleaseOf(bid.Bidder) ?? BidRelease.None;
        return new LiveBid(
            bid.Bidder, bid.Version, bid.Parts, bid.EncryptionCertificates, release.Released?.Statement, release.Copy?.Copies ?? [])
        {
            Secret = release.Secret?.Statement,
            Failure = lot.Opening is not null && !release.IsReleased && VerdictLaw.FixedCause(tender, lot, bid) is { } known
                ? new FixedFailure(known.Cause, known.Attribution)
                : null,
        };
    }
}
