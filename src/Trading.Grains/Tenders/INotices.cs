using System.Collections.Immutable;
using Trading.Grains.Shell;

namespace Trading.Grains.Tenders;

/// <summary>
/// The list of notices (公告公示): what was announced of each lot, newest first. Nothing in it moves with submissions.
/// </summary>
public interface INotices
{
    /// <summary>One page of the list.</summary>
    NoticePage Find(NoticeQuery query);
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
