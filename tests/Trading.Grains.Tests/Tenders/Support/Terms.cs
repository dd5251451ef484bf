using Trading.Evaluation;
using Trading.Evaluation.PriceMethods;
using Trading.Evaluation.Scoring;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tests.Tenders.Support;

/// <summary>The documents, policy and schedule of the test tender.</summary>
internal static class Terms
{
    public static readonly TenderId Id = new("SZ2026-001");
    public static readonly LotId Lot = new("1");

    public static readonly DateTimeOffset Registered = Beijing(2026, 2, 27, 9, 0);
    public static readonly DateTimeOffset Published = Beijing(2026, 3, 2, 9, 0);
    public static readonly DateTimeOffset SaleFrom = Beijing(2026, 3, 2, 10, 0);
    public static readonly DateTimeOffset SaleTo = Beijing(2026, 3, 9, 17, 0);
    public static readonly DateTimeOffset Deadline = Beijing(2026, 3, 23, 10, 0);

    public static readonly RegisterTender Registration = new(
        "测试道路工程", Cast.TendereeCode, Cast.AgencyCode, "works/2026", true, "发改测试〔2026〕1号",
        [new LotPlan(Lot, "一标段", Money.FromYuan(10_000_000))]);

    public static readonly OpeningListSchema OpeningList = new(
    [
        new OpeningListField("price_fen", "投标报价", OpeningListFieldKind.Price, 100_000_000_000),
        new OpeningListField("days", "工期(日历天)", OpeningListFieldKind.Integer, 3_650),
        new OpeningListField("manager", "项目经理", OpeningListFieldKind.Text, 32),
    ]);

    public static readonly LotTerms LotTerms = new(
        Lot,
        Ceiling: Money.FromYuan(10_000_000),
        Bond: Money.FromYuan(200_000),
        OpeningList,
        new BenchmarkMethod { Coefficients = [Rational.Parse("0.01"), Rational.Parse("0.02"), Rational.Parse("0.03")] },
        new MarkMethod { Items = [new ScoreItem("plan", ScoreGroup.Technical, 30), new ScoreItem("team", ScoreGroup.Business, 10)] },
        new RankingMethod(),
        BidValidityDays: 90,
        UnconfirmedBid.SetAside,
        FewOpened.Evaluate);

    public static readonly TenderDocuments Documents = new(
        [new PublishedFile("招标文件.pdf", Digest.OfUtf8("documents"), 9, "application/pdf")], [LotTerms]);

    public static readonly PolicyRecord Policy = new(
        Id.Value,
        [Lot.Value],
        ["summary", "all"],
        new Threshold(2, 3),
        [
            Custodian(1, CustodianRole.Tenderee), Custodian(2, CustodianRole.Centre), Custodian(3, CustodianRole.Supervisor),
        ],
        Escrow: false,
        [Remedy.SecondKey, Remedy.SealRecord, Remedy.PlaintextCopy, Remedy.ExtendOnce],
        "投标人在线参加");

    public static readonly Digest PolicySm3 = Policy.Sm3();

    public static readonly ScheduleRecord Schedule = new(
        Id.Value, 1, null, Notice.DigestOf(Documents), Published.AddMinutes(-10), SaleFrom, SaleTo, Deadline, Deadline, 30,
        "网上开标大厅");

    public static DateTimeOffset Beijing(int year, int month, int day, int hour, int minute) =>
        new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.FromHours(8)).ToUniversalTime();

    public static SignedText BothSign(LineRecord record) => Cast.CentreKey.Signs(record).With(Cast.Tenderee.SignKey);

    public static PublishTender Publish(TenderDocuments? documents = null, PolicyRecord? policy = null, ScheduleRecord? schedule = null)
    {
        var docs = documents ?? Documents;
        return new PublishTender(
            docs,
            BothSign(policy ?? Policy),
            BothSign(schedule ?? Schedule with { Documents = Notice.DigestOf(docs) }),
            [Cast.CentreKey.Pem, Cast.Tenderee.Pem]);
    }

    private static Custodian Custodian(int number, CustodianRole role)
    {
        var person = Cast.Custodians[number - 1];
        return new Custodian(
            number, role, person.Party.Value, $"保管人{number}测试", [.. person.Encrypt.Der], [.. person.Sign.Der]);
    }
}
