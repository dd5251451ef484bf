using System.Collections.Immutable;
using Trading.Evaluation;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>
/// What anybody may see of a tender. It carries no journal position and no stream version: those move with
/// submissions.
/// </summary>
/// <param name="Changes">Number of visible changes; the version of this view.</param>
public sealed record TenderView(
    TenderId Id,
    string Name,
    PartyId Tenderee,
    PartyId? Agency,
    string RulePack,
    Role Desk,
    TenderDocuments? Documents,
    Digest? DocumentsSm3,
    string? Policy,
    Digest? PolicySm3,
    ScheduleView? Schedule,
    ImmutableArray<ComputedDeadline> Deadlines,
    ImmutableArray<LotView> Lots,
    long Changes);

/// <summary>The times in force, from the last schedule/1.</summary>
public sealed record ScheduleView(
    int Number, Digest Sm3, DateTimeOffset Issued, DateTimeOffset SaleFrom, DateTimeOffset SaleTo, DateTimeOffset Deadline,
    DateTimeOffset Opening, int ReleaseWindowMinutes, string Place);

/// <summary>A lot; <see cref="Opening"/> is null until its opening began.</summary>
public sealed record LotView(
    LotId Id, string Name, Money Estimate, LotStage Stage, OpeningView? Opening, ResultView? Result);

/// <summary>The opening room's state: one row a bidder in the order of the record, locks, draw, objections.</summary>
public sealed record OpeningView(
    OpeningPhase Phase,
    DateTimeOffset Began,
    DateTimeOffset WindowEnds,
    Digest LiveSet,
    Digest SessionKey,
    ImmutableArray<OpeningRow> Rows,
    ImmutableArray<CustodianLock> Locks,
    int Quorum,
    DrawView? Draw,
    ImmutableArray<ObjectionView> Objections,
    ImmutableArray<PartyId> ConfirmedBy,
    ImmutableArray<FeedEntry> Feed);

/// <summary>投标人解密 · 保管人解封 · 唱标 · 异议 · 确认.</summary>
public enum OpeningPhase
{
    BidderRelease,
    WindowShutting,
    CustodianRelease,
    PriceReading,
    Objections,
    Confirmed,
}

/// <param name="Bidder">The bidder's party; names are looked up by the page.</param>
/// <param name="ReceivedAt">When its last version was received.</param>
/// <param name="Price">Shown for all at once, after the custodians' release.</param>
public sealed record OpeningRow(
    int Order,
    PartyId Bidder,
    long Version,
    DateTimeOffset ReceivedAt,
    ImmutableArray<Digest> Files,
    RowState State,
    string? Cause,
    Attribution? Attribution,
    Money? Price,
    ImmutableArray<RowField> Fields);

/// <summary>One field of the opening list as read out.</summary>
public sealed record RowField(string Name, string Label, string Value);

public enum RowState
{
    Waiting,
    Fetched,
    Released,
    ReleaseBad,
    NotReleased,
    Opened,
    NotOpened,
}

public sealed record CustodianLock(int Number, string Role, PartyId Party, string Name, bool SignedLiveSet, bool SignedWindowShut, bool Released);

public sealed record DrawView(
    string DrawId, ImmutableArray<DrawPartyView> Parties, ImmutableArray<string> Pool, string? Record, Digest? Seed, int? Index,
    Rational? Coefficient);

public sealed record DrawPartyView(int Number, string Role, PartyId? Party, bool Committed, bool HandedIn, Digest? Reveal, bool Recovered);

public sealed record ObjectionView(int Number, PartyId Bidder, string Text, DateTimeOffset At, string? Answer, DateTimeOffset? AnsweredAt);

/// <summary>A line of the event feed: time, role of the actor, what happened in both languages.</summary>
public sealed record FeedEntry(DateTimeOffset At, string Actor, string Chinese, string English);

/// <summary>Candidates, ranking and award, as far as they are public.</summary>
public sealed record ResultView(
    EvaluationResult? Evaluation, ImmutableArray<PartyId> Candidates, DateTimeOffset? PublishedAt, DateTimeOffset? Until, PartyId? Winner,
    Money? Price, DateTimeOffset? AwardedAt);

/// <summary>What one actor may see beside the public view.</summary>
/// <param name="OwnBids">The actor's own party's live bids; nobody else's, whatever the role.</param>
/// <param name="Tasks">What this actor can do next, by command name, with the text to sign where there is one.</param>
public sealed record TenderViewForActor(ImmutableArray<OwnBid> OwnBids, ImmutableArray<OpenTask> Tasks);

public sealed record OwnBid(LotId Lot, long Version, DateTimeOffset ReceivedAt, ImmutableArray<SealedPart> Parts, bool IsWithdrawn);

/// <param name="Command">The discriminator of the command, such as <c>sign_live_set</c>.</param>
/// <param name="Text">The text to sign, where the platform fixes it; else null.</param>
/// <param name="Due">When it is due, and by which article; null where no clock runs.</param>
public sealed record OpenTask(LotId? Lot, string Command, string? Text, DateTimeOffset? Due, string? Article);

/// <summary>
/// What the opening desk works from: live bids with headers and certificates, releases and shares received, terms.
/// </summary>
public sealed record OpeningDossier(
    LotStage Stage,
    string Policy,
    LotTerms Terms,
    string? LiveSet,
    string? WindowShut,
    OpeningSession? Session,
    ImmutableArray<LiveBid> Bids,
    ImmutableArray<SharesReleased> Shares)
{
    /// <summary>Whether the host has ended the waiting for shares.</summary>
    public bool AreSharesClosed { get; init; }
}

/// <param name="Release">The accepted release/1, or null.</param>
/// <param name="Copies">Plaintext copies handed in as a remedy.</param>
public sealed record LiveBid(
    PartyId Bidder, long Version, ImmutableArray<SealedPart> Parts, ImmutableArray<string> EncryptionCertificates, SignedText? Release,
    ImmutableArray<HandedInCopy> Copies)
{
    /// <summary>
    /// Why it cannot be opened, where nothing was released in its window: whose failure that is was decided there.
    /// </summary>
    public FixedFailure? Failure { get; init; }

    /// <summary>The accepted secret/1, or null.</summary>
    public SignedText? Secret { get; init; }
}

/// <summary>A named cause and whose failure it is.</summary>
public sealed record FixedFailure(string Cause, Attribution Attribution);
