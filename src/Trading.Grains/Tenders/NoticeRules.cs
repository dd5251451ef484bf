using System.Collections.Immutable;
using Trading.Grains.Law;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>登记, 移交, 公告, 澄清修改.</summary>
internal static class NoticeRules
{
    private const int MaximumText = 300;

    public static Decision<TenderEvent> Register(Tender tender, Act<TenderCommand> act, RegisterTender c)
    {
        var refusal = !IsText(c.Name) || !IsText(c.Approval) || !CreditCode.IsValid(c.Tenderee.Value)
                || c.Agency is { } agency && (!CreditCode.IsValid(agency.Value) || agency == c.Tenderee)
                ? TenderRefusal.NameMissing
            : TenderLaw.Pack(c.RulePack, act.ReceivedAt) is null
                ? TenderRefusal.PackUnknown.With("pack", c.RulePack).With("known", RulePacks.Names)
            : c.Lots.IsDefaultOrEmpty || c.Lots.Length > RecordLimits.Lots
                || c.Lots.DistinctBy(plan => plan.Id).Count() != c.Lots.Length || !c.Lots.All(plan => IsText(plan.Name))
                ? TenderRefusal.LotsMalformed
            : c.Lots.Any(plan => plan.Estimate.Fen <= 0) ? TenderRefusal.EstimateMissing
            : null;
        return refusal is not null ? refusal : new TenderRegistered(
            tender.Id, c.Name, c.Tenderee, c.Agency, c.RulePack, c.StateControlled, c.Approval, c.Lots)
        {
            At = act.ReceivedAt,
            By = act.Actor,
        };
    }

    /// <summary>
    /// 受理→组织 before the notice; 组织→见证 when every lot is awarded or failed, before its record is closed.
    /// </summary>
    public static Decision<TenderEvent> HandOver(Tender tender, Act<TenderCommand> act, HandOver c)
    {
        var statement = Statements.Read(act, c.Statement, c.Certificate, HandoverRecord.Parse);
        var next = tender.Desk == Role.Reception ? Role.Organisation : Role.Attestation;
        var refusal = tender.Desk == Role.Organisation && tender.Notice is null ? TenderRefusal.NotPublished
            : tender.Desk == Role.Organisation && tender.Lots.Values.Any(lot => lot.Stage is not (LotStage.Awarded or LotStage.Failed))
                ? TenderRefusal.LotsNotFinished
            : statement.Refusal
            ?? Statements.Differs(
                ("tender", statement.Record.Tender == tender.Id.Value),
                ("from", DepartmentRole(statement.Record.From) == tender.Desk),
                ("to", DepartmentRole(statement.Record.To) == c.To))
            ?? (c.To != next ? TenderRefusal.HandOverNotNext.With("next", next) : null);
        return refusal is not null ? refusal : new HandedOver(tender.Desk, c.To, c.Statement) { At = act.ReceivedAt, By = act.Actor };
    }

    public static Decision<TenderEvent> Publish(Tender tender, Act<TenderCommand> act, PublishTender c)
    {
        if (tender.Notice is not null)
        {
            return TenderRefusal.AlreadyPublished;
        }

        var policy = Statements.TryParse(c.Policy?.Text, PolicyRecord.Parse);
        var schedule = Statements.TryParse(c.Schedule?.Text, ScheduleRecord.Parse);
        var documents = Notice.DigestOf(c.Documents);
        var refusal = CheckSigners(tender, act, c.Certificates, c.Policy, c.Schedule)
            ?? (policy is null || schedule is null ? TenderRefusal.StatementMalformed
                : Statements.Differs(
                    ("policy.tender", policy.Tender == tender.Id.Value),
                    ("schedule.tender", schedule.Tender == tender.Id.Value),
                    ("schedule.number", schedule is { Number: 1, Supersedes: null }),
                    ("schedule.documents", schedule.Documents == documents)))
            ?? NoticeTerms.CheckTerms(tender, c.Documents)
            ?? NoticeTerms.CheckPolicy(tender, policy!, act.ReceivedAt)
            ?? NoticeTerms.CheckSchedule(schedule!, act.ReceivedAt)
            ?? NoticeTerms.CheckOpening(tender, schedule!)
            ?? NoticeTerms.CheckClocks(tender, schedule!, NoticeTerms.OfferedFrom(schedule!, act.ReceivedAt));
        return refusal is not null ? refusal : new TenderPublished(
            c.Documents, documents, c.Policy!, c.Schedule!, c.Certificates,
            TenderLaw.Deadlines(tender, NoticeTerms.OfferedFrom(schedule!, act.ReceivedAt), schedule!.Deadline))
        {
            At = act.ReceivedAt,
            By = act.Actor,
        };
    }

    public static Decision<TenderEvent> Amend(Tender tender, Act<TenderCommand> act, AmendDocuments c)
    {
        if (tender.Notice is not { } notice)
        {
            return TenderRefusal.NotPublished;
        }

        // A change that was stamped in time and comes after a lot closed is late too: its live set is frozen.
        if (act.ReceivedAt >= notice.Schedule.Deadline || tender.Lots.Values.Any(lot => lot.Stage > LotStage.Bidding))
        {
            return TenderRefusal.DeadlinePassed;
        }

        var schedule = Statements.TryParse(c.Schedule?.Text, ScheduleRecord.Parse);
        var documents = Notice.DigestOf(c.Documents);
        var refusal = CheckSigners(tender, act, c.Certificates, c.Schedule)
            ?? (schedule is null ? TenderRefusal.StatementMalformed
                : Statements.Differs(
                    ("schedule.tender", schedule.Tender == tender.Id.Value),
                    ("schedule.documents", schedule.Documents == documents)))
            ?? NoticeTerms.CheckTerms(tender, c.Documents)
            ?? (string.IsNullOrWhiteSpace(c.Explanation) ? TenderRefusal.TermsMalformed.With("field", "explanation") : null)
            ?? NoticeTerms.CheckSchedule(schedule!, act.ReceivedAt)
            ?? (schedule!.SaleFrom != notice.Schedule.SaleFrom ? TenderRefusal.ScheduleMalformed.With("field", "sale_from") : null)
            ?? NoticeTerms.CheckOpening(tender, schedule)
            ?? CheckAmendedClocks(tender, schedule, act.ReceivedAt)
            ?? (schedule.Number != notice.Schedule.Number + 1 || schedule.Supersedes != notice.ScheduleSm3
                ? TenderRefusal.SupersedesOther
                : schedule.Deadline < notice.Schedule.Deadline || schedule.SaleTo < notice.Schedule.SaleTo
                ? TenderRefusal.DeadlineAdvanced
                : null);
        return refusal is not null ? refusal : new DocumentsAmended(
            c.Documents, documents, c.Schedule!, c.Explanation, c.Certificates,
            TenderLaw.Deadlines(tender, NoticeTerms.OfferedFrom(schedule!, act.ReceivedAt), schedule!.Deadline))
        {
            At = act.ReceivedAt,
            By = act.Actor,
        };
    }

    /// <summary>The preparation runs from the first offer, and a deadline that only moves away keeps it.</summary>
    private static Refusal? CheckAmendedClocks(Tender tender, ScheduleRecord schedule, DateTimeOffset at) =>
        TenderLaw.Refuse(
            TenderLaw.Pack(tender).Check(WorksLaw.Clarification, at, schedule.Deadline, TenderLaw.Calendar),
            TenderRefusal.ClarificationTooLate);

    /// <summary>
    /// Every text is signed by a certificate of the centre and one of the tenderee, and by nobody else.
    /// </summary>
    private static Refusal? CheckSigners(
        Tender tender, Act<TenderCommand> act, ImmutableArray<string> pems, params ReadOnlySpan<SignedText?> texts)
    {
        if (pems.IsDefaultOrEmpty || pems.Length > RecordLimits.Signatures)
        {
            return TenderRefusal.CertificateMalformed;
        }

        PartyId[] parties = [tender.Registration!.By.Party, tender.Registration.Tenderee];
        var certificates = pems.Select(Statements.ReadCertificate).ToArray();
        if (certificates.Any(certificate => certificate is null))
        {
            return TenderRefusal.CertificateMalformed;
        }

        foreach (var certificate in certificates)
        {
            var holder = parties.FirstOrDefault(party => party.Value == certificate!.CreditCode, parties[0]);
            if (Statements.CheckHolder(certificate!, holder, CertificateUsage.Sign, act.ReceivedAt) is { } refusal)
            {
                return refusal;
            }
        }

        foreach (var text in texts)
        {
            var signers = text is null || text.Signatures.IsDefault ? [] : text.Signatures
                .Select(signature => certificates.FirstOrDefault(certificate => certificate!.Id == signature.Certificate)).ToArray();
            if (signers.Any(signer => signer is null) || parties.Any(party => signers.All(signer => signer!.CreditCode != party.Value)))
            {
                return TenderRefusal.SignatureMissing;
            }
        }

        foreach (var text in texts)
        {
            if (text!.Check(certificates.Select(certificate => certificate!.PublicKey), parties.Length) is not null)
            {
                return TenderRefusal.SignatureInvalid;
            }
        }

        return null;
    }

    private static Role? DepartmentRole(Department department) => department switch
    {
        Department.Reception => Role.Reception,
        Department.Organisation => Role.Organisation,
        Department.Attestation => Role.Attestation,
        _ => null,
    };

    private static bool IsText(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= MaximumText;
}
