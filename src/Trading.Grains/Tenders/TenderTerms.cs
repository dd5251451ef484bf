using System.Collections.Immutable;
using Trading.Evaluation;
using Trading.Evaluation.PriceMethods;
using Trading.Evaluation.Scoring;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Tenders;

/// <summary>What is registered of a lot before its notice: its name, and the estimate the thresholds rest on.</summary>
/// <param name="Id">The lot's code, unique in the tender.</param>
/// <param name="Name">Name in Chinese.</param>
/// <param name="Estimate">Estimated contract price (估算价).</param>
public sealed record LotPlan(LotId Id, string Name, Money Estimate);

/// <summary>
/// The tender documents (招标文件) as published: files by digest, and for each lot the terms a machine can check.
/// </summary>
public sealed record TenderDocuments(ImmutableArray<PublishedFile> Files, ImmutableArray<LotTerms> Lots);

/// <summary>One file of the tender documents.</summary>
public sealed record PublishedFile(string Name, Digest Digest, long Size, string MediaType);

/// <summary>The machine-checked terms of one lot.</summary>
/// <param name="Lot">The lot.</param>
/// <param name="Ceiling">Disclosed ceiling price (最高投标限价, 实施条例 第二十七条).</param>
/// <param name="Bond">Bid bond (投标保证金), at most 2 % of the estimate (实施条例 第二十六条); zero where none is asked.</param>
/// <param name="OpeningList">The fields of the opening list (开标一览表) a bid must state.</param>
/// <param name="Method">How prices are scored; its coefficients are the public pool of the draw at the opening.</param>
/// <param name="Marks">The items the committee marks, and how marks become points.</param>
/// <param name="Ranking">How points and prices become an order.</param>
/// <param name="BidValidityDays">How long a bid binds, in days from the deadline.</param>
/// <param name="UnconfirmedBid">What a bid is worth whose bidder did not confirm the last change of the
/// documents.</param>
/// <param name="FewOpened">What happens where fewer than three bids could be opened (domain rule 2.3, the second
/// gate).</param>
public sealed record LotTerms(
    LotId Lot,
    Money Ceiling,
    Money Bond,
    OpeningListSchema OpeningList,
    BenchmarkMethod Method,
    MarkMethod Marks,
    RankingMethod Ranking,
    int BidValidityDays,
    UnconfirmedBid UnconfirmedBid,
    FewOpened FewOpened);

/// <summary>
/// What the documents lay down for fewer than three opened bids. The first gate, fewer than three received ones, is the
/// law's and no parameter (招标投标法 第二十八条).
/// </summary>
public enum FewOpened
{
    /// <summary>
    /// The committee evaluates what was opened, at least one, and argues the competition in its report.
    /// </summary>
    Evaluate,

    /// <summary>The lot fails and is tendered again.</summary>
    Retender,
}

/// <summary>
/// What an unconfirmed bid is worth after a change of the documents; the documents must say it (sealing.md C.3).
/// </summary>
public enum UnconfirmedBid
{
    /// <summary>It counts: the bidder is bound by the documents as changed.</summary>
    Counts,

    /// <summary>It is read out like every bid received (招标投标法 第三十六条) and not ranked.</summary>
    SetAside,
}

/// <summary>A file of a submission: what the bidder stated, and the header as read from the stored bytes.</summary>
/// <param name="Part"><c>summary</c> or <c>all</c>.</param>
/// <param name="File">SM3 of the whole sealed file.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Header">The header text, at most 64 KiB (sealing.md B.3).</param>
public sealed record SealedPart(string Part, Digest File, long Size, string Header);

/// <summary>A member of the evaluation committee (评标委员会).</summary>
/// <param name="Certificate">The signing certificate the member works with.</param>
/// <param name="Party">The member's platform number.</param>
/// <param name="Kind">Expert, or representative of the tenderee.</param>
/// <param name="Employer">Who employs the member, for avoidance (回避); null where nobody does.</param>
public sealed record CommitteeMember(Digest Certificate, PartyId Party, MemberKind Kind, PartyId? Employer);

public enum MemberKind
{
    /// <summary>评标专家; at least two thirds of the members (招标投标法 第三十七条).</summary>
    Expert,

    /// <summary>招标人代表.</summary>
    TendereeRepresentative,
}
