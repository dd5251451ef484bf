using System.Collections.Immutable;
using Trading.Evaluation;
using Trading.Grains.Shell;

namespace Trading.Grains.Tenders;

/// <summary>
/// The list of notices (公告公示): what was announced of each lot, newest first. Nothing in it moves with submissions.
/// </summary>
public interface INotices
{
    /// <summary>One page of the list.</summary>
    NoticePage Find(NoticeQuery query);

    /// <summary>One page of the published lots, each with what is in force and what became of it.</summary>
    LotPage FindLots(LotQuery query);
}

/// <summary>Which lots are looked for; null everywhere is everything.</summary>
/// <param name="Now">The moment as of which a deadline has passed or not.</param>
/// <param name="Words">Every word must occur in the tender's or lot's name, the tender's number or the tenderee's
/// code.</param>
/// <param name="Kind">Only lots of this kind of transaction, such as <c>works</c>.</param>
/// <param name="State">Only lots in this state.</param>
/// <param name="Page">Counted from 1; one beyond the last is the last.</param>
/// <param name="Count">Lots on one page, at most <see cref="NoticeQuery.MaximumCount"/>.</param>
public sealed record LotQuery(
    DateTimeOffset Now, string? Words = null, string? Kind = null, NoticeState? State = null, int Page = 1, int Count = 20);

/// <summary>The lots last published first, how many there are in all, and which page of how many this is.</summary>
public sealed record LotPage(ImmutableArray<LotRow> Rows, long Total, int Page, int Pages);

/// <summary>One published lot, and nothing about bids.</summary>
/// <param name="Kind">The kind of transaction, from its rule pack: <c>works</c>.</param>
/// <param name="Ceiling">The disclosed ceiling price (最高投标限价).</param>
/// <param name="Published">When its notice was published first.</param>
/// <param name="State">As of the moment that was asked for.</param>
/// <param name="Winner">Null until the award.</param>
public sealed record LotRow(
    TenderId Tender, string TenderName, LotId Lot, string LotName, PartyId Tenderee, string Kind, Money Ceiling,
    DateTimeOffset Published, DateTimeOffset Deadline, NoticeState State, PartyId? Winner, Money? Price);

/// <summary>
/// The states people look for, coarser than <see cref="LotStage"/>. A deadline is compared, whether or not anybody has
/// recorded its passing.
/// </summary>
public enum NoticeState
{
    Bidding,
    Opening,
    Evaluating,
    Candidates,
    Awarded,
    Closed,
    Failed,
}

/// <summary>What is looked for; null everywhere is everything.</summary>
/// <param name="Words">Every word must occur in the tender's or lot's name or in the tender's number.</param>
/// <param name="Kind">Only notices of this kind.</param>
/// <param name="Stage">Only lots that stand here, as far as anybody may know.</param>
/// <param name="Before">Only notices older than this number: the last one of the page before.</param>
/// <param name="Count">How many, at most <see cref="MaximumCount"/>.</param>
public sealed record NoticeQuery(
    string? Words = null, NoticeKind? Kind = null, LotStage? Stage = null, long? Before = null, int Count = 20)
{
    public const int MaximumCount = 100;
}

/// <summary>The rows, and how many there are in all.</summary>
public sealed record NoticePage(ImmutableArray<NoticeRow> Rows, long Total);

/// <summary>One notice of one lot.</summary>
/// <param name="Number">Its place in the list: later notices have higher ones.</param>
/// <param name="At">When it was published.</param>
/// <param name="Until">When it ends: the deadline of a tender, the end of a publicity; null where nothing ends.</param>
/// <param name="Stage">Where the lot stands now, as far as anybody may know.</param>
public sealed record NoticeRow(
    long Number,
    NoticeKind Kind,
    TenderId Tender,
    LotId Lot,
    string TenderName,
    string LotName,
    PartyId Tenderee,
    DateTimeOffset At,
    DateTimeOffset? Until,
    DateTimeOffset Deadline,
    DateTimeOffset Opening,
    LotStage Stage);

/// <summary>What a notice announces.</summary>
public enum NoticeKind
{
    /// <summary>招标公告.</summary>
    Tender,

    /// <summary>变更公告.</summary>
    Amendment,

    /// <summary>中标候选人公示.</summary>
    Candidates,

    /// <summary>中标结果公告.</summary>
    Award,

    /// <summary>流标公告.</summary>
    Failure,
}
