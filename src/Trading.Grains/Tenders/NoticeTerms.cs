using System.Collections.Immutable;
using Trading.Evaluation;
using Trading.Grains.Law;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>
/// What a notice must say before it can be published: terms, policy, schedule, and the clocks of law.
/// </summary>
internal static class NoticeTerms
{
    /// <summary>Files of one notice at most.</summary>
    public const int MaximumFiles = 200;

    /// <summary>The parts of every bid: the opening list, and everything.</summary>
    public static readonly ImmutableArray<string> Parts = ["summary", "all"];

    public static Refusal? CheckTerms(Tender tender, TenderDocuments documents)
    {
        if (documents.Files.IsDefault || documents.Files.Length > MaximumFiles || documents.Lots.IsDefault
            || !documents.Lots.Select(terms => terms.Lot.Value).Order(StringComparer.Ordinal)
                .SequenceEqual(tender.Lots.Keys.Select(lot => lot.Value).Order(StringComparer.Ordinal)))
        {
            return TenderRefusal.TermsMalformed.With("field", "lots");
        }

        foreach (var terms in documents.Lots)
        {
            if (FaultOf(terms) is { } field)
            {
                return TenderRefusal.TermsMalformed.With("lot", terms.Lot).With("field", field);
            }
        }

        var pack = TenderLaw.Pack(tender);
        return documents.Lots.FirstOrDefault(terms => terms.Bond > pack.MaximumBond(tender.Lots[terms.Lot].Plan.Estimate)) is { } high
                ? TenderRefusal.BondTooHigh.With("lot", high.Lot)
                    .With("maximum", pack.MaximumBond(tender.Lots[high.Lot].Plan.Estimate))
            : documents.Lots.FirstOrDefault(terms => terms.Ceiling <= Money.Zero) is { } none
                ? TenderRefusal.CeilingMissing.With("lot", none.Lot)
            : null;
    }

    public static Refusal? CheckPolicy(Tender tender, PolicyRecord policy, DateTimeOffset at)
    {
        var lots = tender.Registration!.Lots.Select(plan => plan.Id.Value);
        var field = !lots.Order(StringComparer.Ordinal).SequenceEqual(policy.Lots.Order(StringComparer.Ordinal)) ? "lots"
            : !Parts.Order(StringComparer.Ordinal).SequenceEqual(policy.Parts.Order(StringComparer.Ordinal)) ? "parts"
            // Opening without the bidder is a rule of its own (sealing.md C.3); no policy here may promise it.
            : policy.Escrow ? "release"
            : policy.Custodians.DistinctBy(custodian => custodian.Code).Count() != policy.Custodians.Length ? "custodians"
            : policy.Custodians.FirstOrDefault(custodian => !IsUsable(tender, custodian, at)) is { } bad ? $"custodian {bad.Number}"
            : null;
        return field is null ? null : TenderRefusal.PolicyMalformed.With("field", field);
    }

    /// <summary>The times of a schedule against each other and against the moment it is published.</summary>
    public static Refusal? CheckSchedule(ScheduleRecord schedule, DateTimeOffset at) =>
        schedule.Issued > at ? TenderRefusal.ScheduleMalformed.With("field", "issued")
        : schedule.SaleFrom >= schedule.SaleTo ? TenderRefusal.ScheduleMalformed.With("field", "sale_to")
        : schedule.SaleTo > schedule.Deadline ? TenderRefusal.ScheduleMalformed.With("field", "deadline")
        : null;

    public static Refusal? CheckOpening(Tender tender, ScheduleRecord schedule) =>
        TenderLaw.Pack(tender).CheckOpening(schedule.Deadline, schedule.Opening) is { IsKept: false } broken
            ? TenderRefusal.OpeningNotAtDeadline with { Article = broken.Article }
            : null;

    /// <summary>Documents count as offered from the sale's begin, but never before the notice was published.</summary>
    public static DateTimeOffset OfferedFrom(ScheduleRecord schedule, DateTimeOffset published) =>
        schedule.SaleFrom > published ? schedule.SaleFrom : published;

    public static Refusal? CheckClocks(Tender tender, ScheduleRecord schedule, DateTimeOffset offered)
    {
        var pack = TenderLaw.Pack(tender);
        var preparation = pack.Check(WorksLaw.Preparation, offered, schedule.Deadline, TenderLaw.Calendar);
        var sale = pack.Check(WorksLaw.DocumentSale, offered, schedule.SaleTo, TenderLaw.Calendar);
        return new[] { preparation, sale }.FirstOrDefault(check => check.Outcome == ClockOutcome.BeyondCalendar) is { } beyond
            ? TenderLaw.Refuse(beyond, TenderRefusal.BeyondCalendar)
            : TenderLaw.Refuse(preparation, TenderRefusal.PreparationTooShort)
            ?? TenderLaw.Refuse(sale, TenderRefusal.SaleTooShort);
    }

    private static string? FaultOf(LotTerms terms) =>
        OpeningListForm.FaultOf(terms.OpeningList) is { } field ? $"opening_list.{field}"
        : terms.Method is null || terms.Method.Faults() is not [] ? "method"
        : terms.Marks is null || terms.Marks.Faults() is not [] || !terms.Marks.Items.All(item => IsItem(item.Id)) ? "marks"
        : terms.Ranking is null || terms.Ranking.Faults() is not [] ? "ranking"
        : terms.BidValidityDays is < 1 or > 366 ? "bid_validity_days"
        : !Enum.IsDefined(terms.UnconfirmedBid) ? "unconfirmed_bid"
        : !Enum.IsDefined(terms.FewOpened) ? "few_opened"
        : terms.Bond < Money.Zero ? "bond"
        : null;

    /// <summary>An item's id stands in marks/1 as one word.</summary>
    private static bool IsItem(string id) =>
        id.Length is >= 1 and <= 32 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static bool IsUsable(Tender tender, Custodian custodian, DateTimeOffset at) =>
        custodian.Code == (custodian.Role switch
        {
            CustodianRole.Tenderee => tender.Registration!.Tenderee.Value,
            CustodianRole.Agency => tender.Registration!.Agency?.Value,
            CustodianRole.Centre => tender.Registration!.By.Party.Value,
            _ => custodian.Code,
        })
        && Notice.Read(custodian.SignCertificate) is { } sign
        && Notice.Read(custodian.EncryptCertificate) is { } encrypt
        && CreditCode.IsValid(custodian.Code)
        && Statements.CheckHolder(sign, new PartyId(custodian.Code), CertificateUsage.Sign, at) is null
        && Statements.CheckHolder(encrypt, new PartyId(custodian.Code), CertificateUsage.Encrypt, at) is null;
}
