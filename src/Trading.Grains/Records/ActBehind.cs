using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Records;

/// <summary>
/// The command behind an event. Everything that decides is in the event or in the state before it; so a record needs no
/// commands, and a reader needs no trust in what the centre says it was asked.
/// </summary>
internal static class ActBehind
{
    private static readonly string Unknown = default(Digest).ToBase64();

    /// <summary>The command whose first event stands at a place, or null where such an event begins no act.</summary>
    public static TenderCommand? Of(OpenedRecord record, Tender tender, int at) => record.Acts[at].Event switch
    {
        TenderRegistered e => new RegisterTender(
            e.Name, e.Tenderee, e.Agency, e.RulePack, e.StateControlled, e.Approval, e.Lots),
        HandedOver e => new HandOver(e.Statement, e.To, Pem(record, e.By.Certificate)),
        TenderPublished e => new PublishTender(e.Documents, e.Policy, e.Schedule, e.Certificates),
        DocumentsAmended e => new AmendDocuments(e.Documents, e.Schedule, e.Explanation, e.Certificates),
        AmendmentConfirmed e => new ConfirmAmendment(e.Lot, e.Statement, e.Certificate),
        BidSubmitted e => new SubmitBid(e.Lot, e.Statement, e.Parts, e.Certificate, e.EncryptionCertificates),
        BidReplaced e => new SubmitBid(e.Lot, e.Statement, e.Parts, e.Certificate, e.EncryptionCertificates),
        BidWithdrawn e => new WithdrawBid(e.Lot, e.Statement, e.Certificate),
        BiddingClosed e => new CloseBidding(e.Lot),
        LotFailed { By.Role: Role.Platform } e => new CloseBidding(e.Lot),
        LiveSetSigned e => new SignLiveSet(
            e.Lot, Signed(tender.Lots[e.Lot].Closed?.LiveSet, e.Signature), Pem(record, e.By.Certificate)),
        LotEvent e => OfOpening(record, tender, at, e),
        _ => null,
    };

    private static TenderCommand? OfOpening(OpenedRecord record, Tender tender, int at, LotEvent @event) => @event switch
    {
        OpeningBegan e => new BeginOpening(e.Lot, e.Session),
        ReleaseFetched e => new FetchForRelease(e.Lot),
        ReleaseFailed { Statement: { } statement } e => new ReleaseBid(e.Lot, statement, e.Certificate ?? "", e.Checks),
        ReleaseFailed e => new HandInCopy(
            e.Lot, [.. e.Checks.Select(check => new HandedInCopy(check.Part, check.Sm3))], e.Checks),
        BidReleased e => new ReleaseBid(e.Lot, e.Statement, e.Certificate, e.Checks),
        CopyHandedIn e => new HandInCopy(
            e.Lot, e.Copies, [.. e.Copies.Select(copy => new ReleaseCheck(copy.Part, copy.Document, null))]),
        WindowExtended e => new ExtendWindow(
            e.Lot, (int)(e.WindowEnds - tender.Lots[e.Lot].Opening!.WindowEnds).TotalMinutes, e.Reason),
        FailureProposed e => new DecideFailure(e.Lot, e.Bidder, e.Attribution, e.Reason),
        WindowClosed e => new CloseWindow(e.Lot),
        WindowShutSigned e => new SignWindowShut(
            e.Lot, Signed(tender.Lots[e.Lot].Opening?.Closed?.Text, e.Signature), Pem(record, e.By.Certificate)),
        SharesReleased e => new ReleaseShares(e.Lot, e.Statement, Pem(record, e.By.Certificate), e.Checks),
        SecretHandedIn e => new HandInSecret(e.Lot, e.Statement, e.Certificate, e.Checks),
        SharesClosed e => new CloseShares(e.Lot),
        BidsOpened e => new RecordVerdicts(e.Lot, e.Verdicts, [.. e.SummarySecrets, .. Kept(record, tender, e, at)]),
        SessionReopened e => new ReopenSession(e.Lot),
        DrawCommitted e => new CommitDraw(e.Lot, e.Statement, e.Certificate, e.EncryptionCertificate),
        DrawEnvelopeHandedIn e => new HandInDrawEnvelope(e.Lot, e.Statement),
        DrawShareOpened e => new RecoverDrawReveal(e.Lot, e.Party, e.Share),
        DrawRevealed { Recovered: false } e => new RevealDraw(e.Lot, e.Reveal),
        DrawVoided { Envelope: { } envelope } e => new HandInDrawEnvelope(e.Lot, envelope),
        DrawVoided { Reveal: { } reveal } e => new RevealDraw(e.Lot, reveal),
        DrawVoided { Cause: DrawRules.Withheld } e => new RecoverDrawReveal(e.Lot, e.Party, DrawRules.NoShare),
        _ => OfAward(@event),
    };

    private static TenderCommand? OfAward(LotEvent @event) => @event switch
    {
        ObjectionRaised e => new RaiseObjection(e.Lot, e.Text),
        ObjectionAnswered e => new AnswerObjection(e.Lot, e.Number, e.Text),
        OpeningConfirmed e => new ConfirmOpening(e.Lot, e.Statement, e.Certificate),
        CommitteeNamed e => new NameCommittee(e.Lot, e.Members),
        MarksEntered e => new EnterMarks(e.Lot, e.Statement, e.Certificate),
        EvaluationCompleted e => new CompleteEvaluation(e.Lot),
        CandidatesPublished e => new PublishCandidates(e.Lot, e.Until),
        LotAwarded e => new AwardLot(e.Lot, e.Statement, e.Certificate),
        RecordClosed e => new CloseRecord(e.Lot),
        _ => null,
    };

    /// <summary>
    /// The secrets of the restricted parts. Where the record withholds them, something of their form stands for them: the verdicts
    /// are decided all the same, and the event that held the true ones is compared by its type alone.
    /// </summary>
    private static IEnumerable<KeptSecret> Kept(OpenedRecord record, Tender tender, BidsOpened opened, int at)
    {
        if (at + 1 >= record.Acts.Length || record.Acts[at + 1] is not { Shown.Line.Type: "secrets_kept" } next)
        {
            return [];
        }

        return next.Event is SecretsKept kept
            ? kept.Secrets
            : VerdictRules.SecretsNeeded(tender.Lots[opened.Lot], opened.Verdicts)
                .Where(needed => needed.Part != VerdictLaw.PublicPart)
                .Select(needed => new KeptSecret(needed.Bidder, needed.Part, Unknown, Unknown));
    }

    private static SignedText Signed(string? text, RecordSignature signature) => new(text ?? "", [signature]);

    private static string Pem(OpenedRecord record, Digest certificate) =>
        record.Certificates.TryGetValue(certificate, out var found) ? found.ToPem() : "";
}
