using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>
/// Everything one can ask of a tender. Signed statements are checked by the rules against the certificates they name.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RegisterTender), "register_tender")]
[JsonDerivedType(typeof(HandOver), "hand_over")]
[JsonDerivedType(typeof(PublishTender), "publish_tender")]
[JsonDerivedType(typeof(AmendDocuments), "amend_documents")]
[JsonDerivedType(typeof(ConfirmAmendment), "confirm_amendment")]
[JsonDerivedType(typeof(SubmitBid), "submit_bid")]
[JsonDerivedType(typeof(WithdrawBid), "withdraw_bid")]
[JsonDerivedType(typeof(CloseBidding), "close_bidding")]
[JsonDerivedType(typeof(SignLiveSet), "sign_live_set")]
[JsonDerivedType(typeof(BeginOpening), "begin_opening")]
[JsonDerivedType(typeof(FetchForRelease), "fetch_for_release")]
[JsonDerivedType(typeof(ReleaseBid), "release_bid")]
[JsonDerivedType(typeof(HandInCopy), "hand_in_copy")]
[JsonDerivedType(typeof(ExtendWindow), "extend_window")]
[JsonDerivedType(typeof(DecideFailure), "decide_failure")]
[JsonDerivedType(typeof(CloseWindow), "close_window")]
[JsonDerivedType(typeof(SignWindowShut), "sign_window_shut")]
[JsonDerivedType(typeof(ReleaseShares), "release_shares")]
[JsonDerivedType(typeof(HandInSecret), "hand_in_secret")]
[JsonDerivedType(typeof(CloseShares), "close_shares")]
[JsonDerivedType(typeof(RecordVerdicts), "record_verdicts")]
[JsonDerivedType(typeof(ReopenSession), "reopen_session")]
[JsonDerivedType(typeof(CommitDraw), "commit_draw")]
[JsonDerivedType(typeof(HandInDrawEnvelope), "hand_in_draw_envelope")]
[JsonDerivedType(typeof(RevealDraw), "reveal_draw")]
[JsonDerivedType(typeof(RecoverDrawReveal), "recover_draw_reveal")]
[JsonDerivedType(typeof(RaiseObjection), "raise_objection")]
[JsonDerivedType(typeof(AnswerObjection), "answer_objection")]
[JsonDerivedType(typeof(ConfirmOpening), "confirm_opening")]
[JsonDerivedType(typeof(NameCommittee), "name_committee")]
[JsonDerivedType(typeof(EnterMarks), "enter_marks")]
[JsonDerivedType(typeof(CompleteEvaluation), "complete_evaluation")]
[JsonDerivedType(typeof(PublishCandidates), "publish_candidates")]
[JsonDerivedType(typeof(AwardLot), "award_lot")]
[JsonDerivedType(typeof(CloseRecord), "close_record")]
public abstract record TenderCommand
{
    private protected TenderCommand()
    {
    }
}

/// <summary>A command about one lot.</summary>
public abstract record LotCommand(LotId Lot) : TenderCommand;

// ---- 登记, 公告 (registration and notice)

/// <summary>项目登记 by 受理.</summary>
/// <param name="Name">Name of the project.</param>
/// <param name="Tenderee">招标人.</param>
/// <param name="Agency">招标代理机构; null where the tenderee acts itself.</param>
/// <param name="RulePack">The pack of law by name, such as <c>works/2026</c>.</param>
/// <param name="StateControlled">国有资金占控股或者主导地位: the first-ranked candidate wins (实施条例 第五十五条).</param>
/// <param name="Approval">立项核准 reference.</param>
/// <param name="Lots">At least one.</param>
public sealed record RegisterTender(
    string Name, PartyId Tenderee, PartyId? Agency, string RulePack, bool StateControlled, string Approval,
    ImmutableArray<LotPlan> Lots) : TenderCommand;

/// <summary>移交: the signed stage gate between two departments (handover/1).</summary>
public sealed record HandOver(SignedText Statement, Role To, string Certificate) : TenderCommand;

/// <summary>发布招标公告: documents, policy/1 and schedule/1, both signed by centre and tenderee.</summary>
/// <param name="Certificates">PEM of the signers' certificates.</param>
public sealed record PublishTender(
    TenderDocuments Documents, SignedText Policy, SignedText Schedule, ImmutableArray<string> Certificates) : TenderCommand;

/// <summary>澄清修改: new documents and a schedule/1 that supersedes the last (招标投标法 第二十三条).</summary>
public sealed record AmendDocuments(
    TenderDocuments Documents, SignedText Schedule, string Explanation, ImmutableArray<string> Certificates) : TenderCommand;

/// <summary>A bidder confirms changed documents (confirm/1).</summary>
public sealed record ConfirmAmendment(LotId Lot, SignedText Statement, string Certificate) : LotCommand(Lot);

// ---- 投标 (bidding)

/// <summary>递交 or, with a higher version, 替换: the signed submit/1 or replace/1 and all parts at once.</summary>
/// <param name="Certificate">PEM of the bidder's signing certificate.</param>
/// <param name="EncryptionCertificates">PEM of the bidder's encryption certificates, in the order of the
/// stanzas.</param>
public sealed record SubmitBid(
    LotId Lot, SignedText Statement, ImmutableArray<SealedPart> Parts, string Certificate,
    ImmutableArray<string> EncryptionCertificates) : LotCommand(Lot);

/// <summary>撤回 before the deadline (withdraw/1, 实施条例 第三十五条).</summary>
public sealed record WithdrawBid(LotId Lot, SignedText Statement, string Certificate) : LotCommand(Lot);

/// <summary>截止: the platform's nudge; the rule compares the deadline.</summary>
public sealed record CloseBidding(LotId Lot) : LotCommand(Lot);

/// <summary>A custodian signs the frozen list of live files (live-set/1).</summary>
public sealed record SignLiveSet(LotId Lot, SignedText Statement, string Certificate) : LotCommand(Lot);

// ---- 开标 (opening)

/// <summary>The host begins the opening; the platform adds the session key it made.</summary>
public sealed record BeginOpening(LotId Lot, OpeningSession? Session) : LotCommand(Lot);

/// <summary>A bidder's client takes its header and live-set path, to release.</summary>
public sealed record FetchForRelease(LotId Lot) : LotCommand(Lot);

/// <summary>投标人解密: one act with the secrets B of all parts, enveloped to the session key (release/1).</summary>
/// <param name="Checks">What the opening desk found of each part's B; stamped by the platform.</param>
public sealed record ReleaseBid(
    LotId Lot, SignedText Statement, string Certificate, ImmutableArray<ReleaseCheck> Checks) : LotCommand(Lot);

/// <summary>补救: a plaintext copy whose digest the sealed file already stated.</summary>
/// <param name="Checks">What the opening desk found of each copy; stamped by the platform.</param>
public sealed record HandInCopy(LotId Lot, ImmutableArray<HandedInCopy> Copies, ImmutableArray<ReleaseCheck> Checks) : LotCommand(Lot);

/// <summary>The host extends the bidders' window, once, where the policy allows it.</summary>
public sealed record ExtendWindow(LotId Lot, int Minutes, string Reason) : LotCommand(Lot);

/// <summary>Host and supervisor decide whose failure a missing release is: each sends one, they must agree.</summary>
public sealed record DecideFailure(LotId Lot, PartyId Bidder, Attribution Attribution, string Reason) : LotCommand(Lot);

/// <summary>
/// The bidders' window ends: from here no B is accepted. By the host, or the platform's nudge after its end.
/// </summary>
public sealed record CloseWindow(LotId Lot) : LotCommand(Lot);

/// <summary>A custodian signs which bidders released (window-shut/1).</summary>
public sealed record SignWindowShut(LotId Lot, SignedText Statement, string Certificate) : LotCommand(Lot);

/// <summary>保管人解封: a custodian's shares of all released live bids, enveloped to the session key (share/1).</summary>
/// <param name="Checks">What the opening desk found of each share; stamped by the platform.</param>
public sealed record ReleaseShares(
    LotId Lot, SignedText Statement, string Certificate, ImmutableArray<ShareCheck> Checks) : LotCommand(Lot);

/// <summary>A bidder whose custodians' shares failed proves T by its seal record (secret/1).</summary>
/// <param name="Checks">What the opening desk found of each part's T; stamped by the platform.</param>
public sealed record HandInSecret(
    LotId Lot, SignedText Statement, string Certificate, ImmutableArray<ReleaseCheck> Checks) : LotCommand(Lot);

/// <summary>
/// The host waits no longer for custodians where a bid has too few good shares: the others are opened without it.
/// </summary>
public sealed record CloseShares(LotId Lot) : LotCommand(Lot);

/// <summary>The opening desk's verdicts of all bids, shown together.</summary>
public sealed record RecordVerdicts(LotId Lot, ImmutableArray<BidVerdict> Verdicts, ImmutableArray<KeptSecret> Secrets)
    : LotCommand(Lot);

/// <summary>
/// Attestation officer or supervisor hands in the half of the session key kept for them, after a restart.
/// </summary>
public sealed record ReopenSession(LotId Lot) : LotCommand(Lot);

// ---- 抽取系数 (drawing the coefficient, sealing.md D.2)

public sealed record CommitDraw(LotId Lot, SignedText Statement, string Certificate, string EncryptionCertificate) : LotCommand(Lot);

public sealed record HandInDrawEnvelope(LotId Lot, SignedText Statement) : LotCommand(Lot);

public sealed record RevealDraw(LotId Lot, Digest Reveal) : LotCommand(Lot);

/// <summary>Another party opens its share of a withheld reveal.</summary>
/// <param name="Party">The number of the party that withholds.</param>
/// <param name="Share">The opened share, 34 bytes in base64; or <c>none</c> where it does not open or never
/// came.</param>
public sealed record RecoverDrawReveal(LotId Lot, int Party, string Share) : LotCommand(Lot);

// ---- 异议, 确认

/// <summary>开标异议, raised on the spot (实施条例 第四十四条).</summary>
public sealed record RaiseObjection(LotId Lot, string Text) : LotCommand(Lot);

public sealed record AnswerObjection(LotId Lot, int Number, string Text) : LotCommand(Lot);

/// <summary>签字确认 of the opening record (opening-record/1) by host, attestation officer or bidder.</summary>
public sealed record ConfirmOpening(LotId Lot, SignedText Statement, string Certificate) : LotCommand(Lot);

// ---- 评标, 公示, 中标

public sealed record NameCommittee(LotId Lot, ImmutableArray<CommitteeMember> Members) : LotCommand(Lot);

/// <summary>A member's signed marks of all bids (marks/1).</summary>
public sealed record EnterMarks(LotId Lot, SignedText Statement, string Certificate) : LotCommand(Lot);

/// <summary>The organiser closes the evaluation; scores and ranking are computed by the rule.</summary>
public sealed record CompleteEvaluation(LotId Lot) : LotCommand(Lot);

/// <summary>中标候选人公示: start within 3 days of the report, at least 3 days (实施条例 第五十四条).</summary>
/// <param name="Until">End of the publicity, exclusive.</param>
public sealed record PublishCandidates(LotId Lot, DateTimeOffset Until) : LotCommand(Lot);

/// <summary>定标, 中标通知书 by the tenderee (award/1).</summary>
public sealed record AwardLot(LotId Lot, SignedText Statement, string Certificate) : LotCommand(Lot);

/// <summary>归档: the attestation department closes the record.</summary>
public sealed record CloseRecord(LotId Lot) : LotCommand(Lot);
