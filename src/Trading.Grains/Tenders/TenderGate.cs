using System.Collections.Immutable;
using Trading.Grains.Shell;

namespace Trading.Grains.Tenders;

/// <summary>
/// What holds for every act before its own rule is asked: the tender and lot exist, the role and party may do it,
/// nobody
/// acts for two departments, the right desk has the tender, the lot is at the right stage. Two tables say who and when.
/// </summary>
internal static class TenderGate
{
    private static readonly ImmutableDictionary<Type, Entry> _entries = new Dictionary<Type, Entry>
    {
        [typeof(RegisterTender)] = new([Role.Reception]),
        [typeof(HandOver)] = new([Role.Reception, Role.Organisation]),
        [typeof(PublishTender)] = new([Role.Organisation]),
        [typeof(AmendDocuments)] = new([Role.Organisation]),
        [typeof(ConfirmAmendment)] = new([Role.Bidder]) { IsBidding = true },
        [typeof(SubmitBid)] = new([Role.Bidder]) { IsBidding = true },
        [typeof(WithdrawBid)] = new([Role.Bidder]) { IsBidding = true },
        [typeof(CloseBidding)] = new([Role.Platform], LotStage.Bidding),
        [typeof(SignLiveSet)] = new([Role.Custodian], LotStage.Closed),
        [typeof(BeginOpening)] = new([Role.Organisation], LotStage.Closed),
        [typeof(FetchForRelease)] = new([Role.Bidder], LotStage.BidderRelease),
        [typeof(ReleaseBid)] = new([Role.Bidder], LotStage.BidderRelease),
        [typeof(HandInCopy)] = new([Role.Bidder], LotStage.BidderRelease),
        [typeof(ExtendWindow)] = new([Role.Organisation], LotStage.BidderRelease),
        [typeof(DecideFailure)] = new([Role.Organisation, Role.Supervisor], LotStage.BidderRelease),
        [typeof(CloseWindow)] = new([Role.Organisation, Role.Platform], LotStage.BidderRelease),
        [typeof(SignWindowShut)] = new([Role.Custodian], LotStage.WindowShutting),
        [typeof(ReleaseShares)] = new([Role.Custodian], LotStage.CustodianRelease),
        [typeof(HandInSecret)] = new([Role.Bidder], LotStage.CustodianRelease),
        [typeof(CloseShares)] = new([Role.Organisation], LotStage.CustodianRelease),
        [typeof(RecordVerdicts)] = new([Role.Platform], LotStage.CustodianRelease),
        [typeof(ReopenSession)] = new(
            [Role.Attestation, Role.Supervisor], LotStage.BidderRelease, LotStage.WindowShutting, LotStage.CustodianRelease),
        [typeof(CommitDraw)] = new(CoefficientDraw.Roles, LotStage.Opened),
        [typeof(HandInDrawEnvelope)] = new(CoefficientDraw.Roles, LotStage.Opened),
        [typeof(RevealDraw)] = new(CoefficientDraw.Roles, LotStage.Opened),
        [typeof(RecoverDrawReveal)] = new(CoefficientDraw.Roles, LotStage.Opened),
        [typeof(RaiseObjection)] = new(
            [Role.Bidder], LotStage.BidderRelease, LotStage.WindowShutting, LotStage.CustodianRelease, LotStage.Opened),
        [typeof(AnswerObjection)] = new(
            [Role.Tenderee, Role.Agency, Role.Organisation],
            LotStage.BidderRelease, LotStage.WindowShutting, LotStage.CustodianRelease, LotStage.Opened),
        [typeof(ConfirmOpening)] = new([Role.Organisation, Role.Attestation, Role.Bidder], LotStage.Opened),
        [typeof(NameCommittee)] = new([Role.Organisation], LotStage.Evaluating),
        [typeof(EnterMarks)] = new([Role.Expert, Role.Tenderee], LotStage.Evaluating),
        [typeof(CompleteEvaluation)] = new([Role.Organisation], LotStage.Evaluating),
        [typeof(PublishCandidates)] = new([Role.Tenderee, Role.Agency, Role.Organisation], LotStage.Evaluated),
        [typeof(AwardLot)] = new([Role.Tenderee], LotStage.CandidatesPublished),
        [typeof(CloseRecord)] = new([Role.Attestation], LotStage.Awarded, LotStage.Failed),
    }.ToImmutableDictionary();

    /// <summary>The roles that may send a command, for pages, the API's table and tests.</summary>
    public static ImmutableArray<Role> RolesOf(Type command) => _entries[command].Roles;

    /// <summary>The first refusal that holds whatever the command says, or null.</summary>
    public static Refusal? Check(Tender tender, Act<TenderCommand> act)
    {
        var entry = _entries[act.Command.GetType()];
        var lot = act.Command is LotCommand command ? tender.Lots.GetValueOrDefault(command.Lot) : null;
        var isRegistration = act.Command is RegisterTender;
        return tender.Registration is null && !isRegistration ? TenderRefusal.NotRegistered
            : tender.Registration is not null && isRegistration ? TenderRefusal.AlreadyRegistered
            : act.Command is LotCommand && lot is null ? TenderRefusal.LotUnknown
            : !entry.Roles.Contains(act.Actor.Role) ? TenderRefusal.RoleNotAllowed.With("role", act.Actor.Role)
            : !IsParty(tender, act.Actor) ? TenderRefusal.PartyNotAllowed
            : ActsForTwo(tender, act.Actor) ? TenderRefusal.ActedInOtherDepartment
            : !HasDesk(tender, act) ? TenderRefusal.DeskElsewhere.With("desk", tender.Desk)
            : lot is not null && entry.IsBidding ? CheckBidding(tender, lot, act)
            : lot is not null && !entry.Stages.Contains(lot.Stage)
                ? TenderRefusal.WrongStage.With("stage", TenderViews.PublicStage(lot.Stage))
            : null;
    }

    /// <summary>
    /// After the deadline every bidding act is late, whatever became of the lot: nothing else may be learnt here. So is
    /// one that was stamped in time and reaches a lot already closed: what its live set names is frozen.
    /// </summary>
    private static Refusal? CheckBidding(Tender tender, Lot lot, Act<TenderCommand> act) =>
        tender.Notice is not { } notice ? TenderRefusal.NotPublished
        : act.ReceivedAt < notice.Schedule.SaleFrom ? TenderRefusal.SaleNotBegun
        : act.ReceivedAt >= notice.Schedule.Deadline || lot.Stage > LotStage.Bidding ? TenderRefusal.DeadlinePassed
            .With("deadline", UtcText.Of(notice.Schedule.Deadline)).With("received_at", UtcText.Of(act.ReceivedAt))
        : null;

    private static bool IsParty(Tender tender, Actor actor) => tender.Registration is not { } registration || actor.Role switch
    {
        Role.Tenderee => actor.Party == registration.Tenderee,
        Role.Agency => actor.Party == registration.Agency,
        Role.Reception or Role.Organisation or Role.Attestation => actor.Party == registration.By.Party,
        _ => true,
    };

    private static bool ActsForTwo(Tender tender, Actor actor) =>
        Tender.IsDepartment(actor.Role)
        && tender.Departments.TryGetValue(actor.Certificate, out var department)
        && department != actor.Role;

    /// <summary>
    /// 组织 acts only while it has the tender; a hand-over is made by the desk that has it; 归档 by 见证's desk.
    /// </summary>
    private static bool HasDesk(Tender tender, Act<TenderCommand> act) =>
        (act.Actor.Role != Role.Organisation && act.Command is not (HandOver or CloseRecord)) || tender.Desk == act.Actor.Role;

    private sealed record Entry(ImmutableArray<Role> Roles, params LotStage[] Stages)
    {
        /// <summary>Refused as late or not at all: no stage after the deadline is told apart.</summary>
        public bool IsBidding { get; init; }
    }
}
