using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Trading.Evaluation;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>Everything that ever happened to a tender. The JSON of an event is for ever: golden files pin it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TenderRegistered), "tender_registered")]
[JsonDerivedType(typeof(HandedOver), "handed_over")]
[JsonDerivedType(typeof(TenderPublished), "tender_published")]
[JsonDerivedType(typeof(DocumentsAmended), "documents_amended")]
[JsonDerivedType(typeof(AmendmentConfirmed), "amendment_confirmed")]
[JsonDerivedType(typeof(BidSubmitted), "bid_submitted")]
[JsonDerivedType(typeof(BidReplaced), "bid_replaced")]
[JsonDerivedType(typeof(BidWithdrawn), "bid_withdrawn")]
[JsonDerivedType(typeof(BiddingClosed), "bidding_closed")]
[JsonDerivedType(typeof(LotFailed), "lot_failed")]
[JsonDerivedType(typeof(LiveSetSigned), "live_set_signed")]
[JsonDerivedType(typeof(OpeningBegan), "opening_began")]
[JsonDerivedType(typeof(ReleaseFetched), "release_fetched")]
[JsonDerivedType(typeof(BidReleased), "bid_released")]
[JsonDerivedType(typeof(ReleaseFailed), "release_failed")]
[JsonDerivedType(typeof(CopyHandedIn), "copy_handed_in")]
[JsonDerivedType(typeof(WindowExtended), "window_extended")]
[JsonDerivedType(typeof(FailureProposed), "failure_proposed")]
[JsonDerivedType(typeof(FailureDecided), "failure_decided")]
[JsonDerivedType(typeof(WindowClosed), "window_closed")]
[JsonDerivedType(typeof(WindowShutSigned), "window_shut_signed")]
[JsonDerivedType(typeof(WindowShut), "window_shut")]
[JsonDerivedType(typeof(SharesReleased), "shares_released")]
[JsonDerivedType(typeof(SecretHandedIn), "secret_handed_in")]
[JsonDerivedType(typeof(SharesClosed), "shares_closed")]
[JsonDerivedType(typeof(BidsOpened), "bids_opened")]
[JsonDerivedType(typeof(SecretsKept), "secrets_kept")]
[JsonDerivedType(typeof(SessionReopened), "session_reopened")]
[JsonDerivedType(typeof(DrawCommitted), "draw_committed")]
[JsonDerivedType(typeof(DrawRecordClosed), "draw_record_closed")]
[JsonDerivedType(typeof(DrawEnvelopeHandedIn), "draw_envelope_handed_in")]
[JsonDerivedType(typeof(DrawShareOpened), "draw_share_opened")]
[JsonDerivedType(typeof(DrawRevealed), "draw_revealed")]
[JsonDerivedType(typeof(DrawVoided), "draw_voided")]
[JsonDerivedType(typeof(CoefficientDrawn), "coefficient_drawn")]
[JsonDerivedType(typeof(ObjectionRaised), "objection_raised")]
[JsonDerivedType(typeof(ObjectionAnswered), "objection_answered")]
[JsonDerivedType(typeof(OpeningConfirmed), "opening_confirmed")]
[JsonDerivedType(typeof(CommitteeNamed), "committee_named")]
[JsonDerivedType(typeof(MarksEntered), "marks_entered")]
[JsonDerivedType(typeof(EvaluationCompleted), "evaluation_completed")]
[JsonDerivedType(typeof(CandidatesPublished), "candidates_published")]
[JsonDerivedType(typeof(LotAwarded), "lot_awarded")]
[JsonDerivedType(typeof(RecordClosed), "record_closed")]
public abstract record TenderEvent
{
    private protected TenderEvent()
    {
    }

    /// <summary>
    /// When the act was received; the same as the journal's recorded_at, so that replay needs nothing else.
    /// </summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>In whose name, with which certificate and in which role it was done.</summary>
    public required Actor By { get; init; }
}

/// <summary>An event of one lot.</summary>
public abstract record LotEvent(LotId Lot) : TenderEvent;

public sealed record TenderRegistered(
    TenderId Tender, string Name, PartyId Tenderee, PartyId? Agency, string RulePack, bool StateControlled, string Approval,
    ImmutableArray<LotPlan> Lots) : TenderEvent;

public sealed record HandedOver(Role From, Role To, SignedText Statement) : TenderEvent;

public sealed record TenderPublished(
    TenderDocuments Documents, Digest DocumentsSm3, SignedText Policy, SignedText Schedule, ImmutableArray<string> Certificates,
    ImmutableArray<ComputedDeadline> Deadlines) : TenderEvent;

public sealed record DocumentsAmended(
    TenderDocuments Documents, Digest DocumentsSm3, SignedText Schedule, string Explanation, ImmutableArray<string> Certificates,
    ImmutableArray<ComputedDeadline> Deadlines) : TenderEvent;

/// <summary>
/// A legal clock as computed at the time: its rule, the calendar's version and the result (domain rule: both are
/// stored).
/// </summary>
public sealed record ComputedDeadline(string Clock, string Article, string Pack, string Calendar, DateTimeOffset At);

[Visible(Visibility.AtOpening)]
public sealed record AmendmentConfirmed(LotId Lot, PartyId Bidder, SignedText Statement, string Certificate) : LotEvent(Lot);

[Visible(Visibility.AtOpening)]
public sealed record BidSubmitted(
    LotId Lot, PartyId Bidder, long Version, SignedText Statement, ImmutableArray<SealedPart> Parts, string Certificate,
    ImmutableArray<string> EncryptionCertificates) : LotEvent(Lot);

[Visible(Visibility.AtOpening)]
public sealed record BidReplaced(
    LotId Lot, PartyId Bidder, long Version, SignedText Statement, ImmutableArray<SealedPart> Parts, string Certificate,
    ImmutableArray<string> EncryptionCertificates) : LotEvent(Lot);

[Visible(Visibility.AtOpening)]
public sealed record BidWithdrawn(LotId Lot, PartyId Bidder, long Version, SignedText Statement, string Certificate) : LotEvent(Lot);

/// <summary>
/// The live files are frozen; <paramref name="LiveSet"/> is the unsigned live-set/1 text the custodians sign.
/// </summary>
[Visible(Visibility.AtOpening)]
public sealed record BiddingClosed(LotId Lot, int Count, string LiveSet) : LotEvent(Lot);

/// <summary>流标: fewer than three bids at the deadline, no opening (招标投标法 第二十八条); the files stay unread.</summary>
public sealed record LotFailed(LotId Lot, string Article) : LotEvent(Lot);

[Visible(Visibility.AtOpening)]
public sealed record LiveSetSigned(LotId Lot, int Custodian, RecordSignature Signature) : LotEvent(Lot);

/// <summary>开标: what was masked of this tender's bidding is shown from here on.</summary>
[BeginsOpening]
public sealed record OpeningBegan(LotId Lot, OpeningSession Session, DateTimeOffset WindowEnds) : LotEvent(Lot);

public sealed record ReleaseFetched(LotId Lot, PartyId Bidder) : LotEvent(Lot);

public sealed record BidReleased(
    LotId Lot, PartyId Bidder, SignedText Statement, string Certificate, ImmutableArray<ReleaseCheck> Checks) : LotEvent(Lot);

/// <summary>A B or a copy that does not fit its file; it may be tried again inside the window.</summary>
/// <param name="Statement">The bidder's release/1, without which nobody could say that the bidder tried; null for a copy.</param>
/// <param name="Certificate">PEM of the certificate that signed it.</param>
public sealed record ReleaseFailed(
    LotId Lot, PartyId Bidder, ImmutableArray<ReleaseCheck> Checks, SignedText? Statement = null, string? Certificate = null)
    : LotEvent(Lot);

public sealed record CopyHandedIn(LotId Lot, PartyId Bidder, ImmutableArray<HandedInCopy> Copies) : LotEvent(Lot);

public sealed record WindowExtended(LotId Lot, DateTimeOffset WindowEnds, string Reason) : LotEvent(Lot);

public sealed record FailureProposed(LotId Lot, PartyId Bidder, Attribution Attribution, string Reason) : LotEvent(Lot);

public sealed record FailureDecided(
    LotId Lot, PartyId Bidder, Attribution Attribution, string Reason, DateTimeOffset? WindowEnds) : LotEvent(Lot);

/// <summary>
/// No B is accepted any more; <paramref name="Text"/> is the unsigned window-shut/1 text the custodians sign.
/// </summary>
public sealed record WindowClosed(LotId Lot, string Text) : LotEvent(Lot);

public sealed record WindowShutSigned(LotId Lot, int Custodian, RecordSignature Signature) : LotEvent(Lot);

/// <summary>The quorum signed: custodians release from here on.</summary>
public sealed record WindowShut(LotId Lot, Digest TextSm3) : LotEvent(Lot);

public sealed record SharesReleased(
    LotId Lot, int Custodian, SignedText Statement, ImmutableArray<ShareCheck> Checks) : LotEvent(Lot);

/// <summary>T of all parts from the bidder's own seal record, in the place of shares that failed.</summary>
public sealed record SecretHandedIn(
    LotId Lot, PartyId Bidder, SignedText Statement, string Certificate, ImmutableArray<ReleaseCheck> Checks) : LotEvent(Lot);

/// <summary>No share is waited for or accepted any more; what lacks shares now is not opened, another's failure.</summary>
public sealed record SharesClosed(LotId Lot) : LotEvent(Lot);

/// <summary>All verdicts together, prices included (电子招标投标办法 第三十条). Secrets here are those of summaries only.</summary>
public sealed record BidsOpened(
    LotId Lot, ImmutableArray<BidVerdict> Verdicts, ImmutableArray<KeptSecret> SummarySecrets) : LotEvent(Lot);

/// <summary>B and T of the other parts, for supervisor, auditor and the bidder itself.</summary>
[Visible(Visibility.Restricted)]
public sealed record SecretsKept(LotId Lot, ImmutableArray<KeptSecret> Secrets) : LotEvent(Lot);

public sealed record SessionReopened(LotId Lot, Role Half) : LotEvent(Lot);

public sealed record DrawCommitted(
    LotId Lot, int Party, SignedText Statement, string Certificate, string EncryptionCertificate) : LotEvent(Lot);

/// <summary>All parties committed: the draw/1 text is fixed.</summary>
public sealed record DrawRecordClosed(LotId Lot, string Record) : LotEvent(Lot);

public sealed record DrawEnvelopeHandedIn(LotId Lot, int Party, SignedText Statement) : LotEvent(Lot);

/// <summary>A party opened its share of another's withheld reveal; enough of them recover it.</summary>
public sealed record DrawShareOpened(LotId Lot, int Party, int OpenedBy, string Share) : LotEvent(Lot);

/// <param name="Recovered">True where the others opened a withheld reveal.</param>
public sealed record DrawRevealed(LotId Lot, int Party, Digest Reveal, bool Recovered) : LotEvent(Lot);

/// <summary>The draw begins anew. Whoever could void it without evidence could choose among outcomes, so the evidence is here.</summary>
/// <param name="Party">Who is at fault.</param>
/// <param name="Cause">The named cause.</param>
/// <param name="Envelope">The malformed envelope as its party signed it.</param>
/// <param name="Reveal">The revealed secret that is not the one in the envelope.</param>
public sealed record DrawVoided(LotId Lot, int Party, string Cause, SignedText? Envelope = null, Digest? Reveal = null)
    : LotEvent(Lot);

/// <param name="Coefficient">The drawn value as published, such as 0.03.</param>
public sealed record CoefficientDrawn(LotId Lot, Digest Seed, int Index, Rational Coefficient) : LotEvent(Lot);

public sealed record ObjectionRaised(LotId Lot, int Number, PartyId Bidder, string Text) : LotEvent(Lot);

public sealed record ObjectionAnswered(LotId Lot, int Number, string Text) : LotEvent(Lot);

public sealed record OpeningConfirmed(LotId Lot, SignedText Statement, string Certificate, bool IsComplete) : LotEvent(Lot);

/// <summary>Names are secret until the result (招标投标法 第三十七条).</summary>
[Visible(Visibility.Restricted)]
public sealed record CommitteeNamed(LotId Lot, ImmutableArray<CommitteeMember> Members) : LotEvent(Lot);

[Visible(Visibility.Restricted)]
public sealed record MarksEntered(LotId Lot, int Member, SignedText Statement, string Certificate) : LotEvent(Lot);

[Visible(Visibility.Restricted)]
public sealed record EvaluationCompleted(LotId Lot, EvaluationResult Result) : LotEvent(Lot);

/// <summary>候选人公示 with everything needed to recompute the ranking; members under their numbers.</summary>
public sealed record CandidatesPublished(
    LotId Lot, EvaluationResult Result, ImmutableArray<PartyId> Candidates, DateTimeOffset Until) : LotEvent(Lot);

public sealed record LotAwarded(LotId Lot, PartyId Winner, Money Price, SignedText Statement, string Certificate) : LotEvent(Lot);

/// <summary>The last event of the lot: what follows it is another tender.</summary>
public sealed record RecordClosed(LotId Lot) : LotEvent(Lot);
