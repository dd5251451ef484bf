using Trading.Grains.Shell;

namespace Trading.Grains.Tenders;

/// <summary>
/// Decides what happens to a tender: pure, in the documented order of <see cref="TenderRefusal"/>. The gate asks who
/// and when;
/// the rules by noun ask the rest: registration and notice, bidding, opening, drawing, evaluation and award.
/// </summary>
public sealed class TenderRules : IDecider<Tender, TenderCommand, TenderEvent>
{
    private TenderRules()
    {
    }

    public static Tender Initial(string key) => Tender.Initial(key);

    public static Tender Evolve(Tender state, TenderEvent @event) => Tender.Evolve(state, @event);

    public static Decision<TenderEvent> Decide(Tender state, Act<TenderCommand> act) =>
        TenderGate.Check(state, act) is { } refusal ? refusal : act.Command switch
        {
            RegisterTender c => NoticeRules.Register(state, act, c),
            HandOver c => NoticeRules.HandOver(state, act, c),
            PublishTender c => NoticeRules.Publish(state, act, c),
            AmendDocuments c => NoticeRules.Amend(state, act, c),
            ConfirmAmendment c => BiddingRules.Confirm(LotAct.Of(state, act, c)),
            SubmitBid c => BiddingRules.Submit(LotAct.Of(state, act, c)),
            WithdrawBid c => BiddingRules.Withdraw(LotAct.Of(state, act, c)),
            CloseBidding c => BiddingRules.Close(LotAct.Of(state, act, c)),
            SignLiveSet c => BiddingRules.SignLiveSet(LotAct.Of(state, act, c)),
            BeginOpening c => WindowRules.Begin(LotAct.Of(state, act, c)),
            FetchForRelease c => WindowRules.Fetch(LotAct.Of(state, act, c)),
            ReleaseBid c => WindowRules.Release(LotAct.Of(state, act, c)),
            HandInCopy c => WindowRules.HandInCopy(LotAct.Of(state, act, c)),
            ExtendWindow c => WindowRules.Extend(LotAct.Of(state, act, c)),
            DecideFailure c => WindowRules.DecideFailure(LotAct.Of(state, act, c)),
            CloseWindow c => WindowRules.Close(LotAct.Of(state, act, c)),
            SignWindowShut c => WindowRules.SignShut(LotAct.Of(state, act, c)),
            ReleaseShares c => VerdictRules.ReleaseShares(LotAct.Of(state, act, c)),
            HandInSecret c => SecretRules.HandIn(LotAct.Of(state, act, c)),
            CloseShares c => VerdictRules.CloseShares(LotAct.Of(state, act, c)),
            RecordVerdicts c => VerdictRules.Record(LotAct.Of(state, act, c)),
            ReopenSession c => WindowRules.Reopen(LotAct.Of(state, act, c)),
            CommitDraw c => DrawRules.Commit(LotAct.Of(state, act, c)),
            HandInDrawEnvelope c => DrawRules.HandInEnvelope(LotAct.Of(state, act, c)),
            RevealDraw c => DrawRules.Reveal(LotAct.Of(state, act, c)),
            RecoverDrawReveal c => DrawRules.Recover(LotAct.Of(state, act, c)),
            RaiseObjection c => ConfirmationRules.Raise(LotAct.Of(state, act, c)),
            AnswerObjection c => ConfirmationRules.Answer(LotAct.Of(state, act, c)),
            ConfirmOpening c => ConfirmationRules.Confirm(LotAct.Of(state, act, c)),
            NameCommittee c => AwardRules.NameCommittee(LotAct.Of(state, act, c)),
            EnterMarks c => AwardRules.EnterMarks(LotAct.Of(state, act, c)),
            CompleteEvaluation c => AwardRules.Complete(LotAct.Of(state, act, c)),
            PublishCandidates c => AwardRules.Publish(LotAct.Of(state, act, c)),
            AwardLot c => AwardRules.Award(LotAct.Of(state, act, c)),
            CloseRecord c => AwardRules.CloseRecord(LotAct.Of(state, act, c)),
            var other => throw new ArgumentOutOfRangeException(nameof(act), other.GetType().Name, "A command without a rule."),
        };
}

/// <summary>An act on a lot with everything the gate has made sure of.</summary>
internal sealed record LotAct<TCommand>(Tender Tender, Lot Lot, Act<TenderCommand> Act, TCommand Command) where TCommand : LotCommand
{
    public Actor Actor => Act.Actor;

    public DateTimeOffset At => Act.ReceivedAt;

    public LotId Id => Lot.Id;

    /// <summary>The notice: a lot beyond registration has one.</summary>
    public Notice Notice => Tender.Notice!;

    public LotTerms Terms => Lot.Terms!;

    /// <summary>The opening: a lot from its bidders' window on has one.</summary>
    public Opening Opening => Lot.Opening!;
}

internal static class LotAct
{
    public static LotAct<TCommand> Of<TCommand>(Tender tender, Act<TenderCommand> act, TCommand command)
        where TCommand : LotCommand => new(tender, tender.Lots[command.Lot], act, command);
}
