using Trading.Evaluation;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;

namespace Trading.Web.Pages.Notices;

/// <summary>One lot in the list of notices: what was published of it, and nothing about bids.</summary>
/// <param name="Kind">The kind of transaction, from its rule pack: <c>works</c>.</param>
/// <param name="Ceiling">The disclosed ceiling price (最高投标限价).</param>
/// <param name="Winner">Null until the award.</param>
internal sealed record NoticeRow(
    TenderId Tender,
    string TenderName,
    LotId Lot,
    string LotName,
    PartyId Tenderee,
    string Kind,
    Money Ceiling,
    DateTimeOffset Published,
    DateTimeOffset Deadline,
    NoticeState State,
    PartyId? Winner = null,
    Money? Price = null)
{
    /// <summary>The state as of a moment: the deadline is compared, whether or not anybody has recorded its passing.</summary>
    public NoticeState StateAt(DateTimeOffset now) =>
        State == NoticeState.Bidding && now >= Deadline ? NoticeState.Opening : State;
}

/// <summary>The states people look for, coarser than the stages of a lot.</summary>
internal enum NoticeState
{
    Bidding,
    Opening,
    Evaluating,
    Candidates,
    Awarded,
    Closed,
    Failed,
}
