using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Trading.Evaluation;
using Trading.Evaluation.PriceMethods;
using Trading.Evaluation.Scoring;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Web.Tests.Rooms;

/// <summary>
/// The events of one works tender from registration to the closed record, as the rules would have recorded them; signatures
/// are left empty, because folding does not look at them.
/// </summary>
internal static class TenderStory
{
    public static readonly TenderId Tender = TenderId.Create("E4403000001000123");
    public static readonly LotId Lot = LotId.Create("E4403000001000123001");
    public static readonly PartyId Tenderee = PartyId.Create("91440300192203821T");
    public static readonly PartyId Centre = PartyId.Create("12440300MB2C000001");
    public static readonly DateTimeOffset Published = Beijing("2026-03-02 09:00:00");
    public static readonly DateTimeOffset Deadline = Beijing("2026-03-24 09:30:00");

    public static readonly (PartyId Party, string Name, long Yuan)[] Bidders =
    [
        (PartyId.Create("91440300TEST000001"), "测试投标人一建筑工程有限公司", 9_399_880),
        (PartyId.Create("91440300TEST000002"), "测试投标人二建设集团有限公司", 9_104_215),
        (PartyId.Create("91440300TEST000003"), "测试投标人三市政工程有限公司", 9_251_600),
        (PartyId.Create("91440300TEST000004"), "测试投标人四路桥股份有限公司", 9_487_332),
        (PartyId.Create("91440300TEST000005"), "测试投标人五建设发展有限公司", 9_554_010),
    ];

    private static readonly string[] Custodians = ["测试招标人（仅供测试）", "测试公共资源交易中心", "测试行政监督部门"];

    private static readonly SignedText Unsigned = new("", []);

    public static DateTimeOffset Beijing(string text) =>
        DateTimeOffset.Parse(text + "+08:00", CultureInfo.InvariantCulture).ToUniversalTime();

    public static string NameOf(PartyId party) =>
        Bidders.FirstOrDefault(bidder => bidder.Party == party).Name
        ?? (party == Tenderee ? Custodians[0] : party == Centre ? Custodians[1] : party.Value);

    /// <summary>Registered and published.</summary>
    public static IEnumerable<TenderEvent> Notice()
    {
        yield return new TenderRegistered(
            Tender, "滨河路市政道路改造工程施工（仅供测试）", Tenderee, null, "works/2026", true, "测发改〔2026〕12号",
            [new LotPlan(Lot, "第一标段：道路与排水", Money.FromYuan(9_800_000))])
        {
            At = Published.AddDays(-3), By = Act(Role.Reception),
        };
        var documents = Documents();
        var sm3 = CanonicalJson.DigestOf(documents);
        yield return new TenderPublished(
            documents, sm3, new SignedText(Policy().ToText(), []), new SignedText(Schedule(sm3).ToText(), []), [],
            [
                new("document_sale", "招标投标法实施条例 第十六条", "works/2026 r1", "2026", Beijing("2026-03-08 00:00:00")),
                new("preparation", "招标投标法 第二十四条", "works/2026 r1", "2026", Beijing("2026-03-22 00:00:00")),
                new("document_objection", "招标投标法实施条例 第二十二条", "works/2026 r1", "2026", Beijing("2026-03-14 00:00:00")),
            ])
        {
            At = Published, By = Act(Role.Organisation),
        };
    }

    /// <summary>Bids received before the deadline; nobody may see them yet.</summary>
    public static IEnumerable<TenderEvent> Bids(int count) =>
        Bidders.Take(count).Select((bidder, i) => new BidSubmitted(
            Lot, bidder.Party, 1, Unsigned,
            [Part(bidder.Party, "summary", 68_073), Part(bidder.Party, "all", 20_971_520)], "", [])
        {
            At = Deadline.AddMinutes(-90 + (17 * i)).AddMilliseconds(123 + (61 * i)), By = Act(Role.Bidder, bidder.Party),
        });

    /// <summary>The deadline passed, and the opening began: from here on the bids are seen.</summary>
    public static IEnumerable<TenderEvent> Begin(int count)
    {
        yield return new BiddingClosed(Lot, count, "live-set/1 SM\n") { At = Deadline, By = Actor.Platform };
        foreach (var custodian in new[] { 1, 3 })
        {
            yield return new LiveSetSigned(Lot, custodian, new RecordSignature(default, []))
            {
                At = Deadline.AddSeconds(20 + custodian), By = Act(Role.Custodian),
            };
        }

        yield return new OpeningBegan(
            Lot, new OpeningSession(Unsigned, "", []), Deadline.AddMinutes(31))
        {
            At = Deadline.AddMinutes(1), By = Act(Role.Organisation, Centre),
        };
    }

    public static TenderEvent Fetched(int bidder) => new ReleaseFetched(Lot, Bidders[bidder].Party)
    {
        At = Deadline.AddMinutes(2 + bidder), By = Act(Role.Bidder, Bidders[bidder].Party),
    };

    public static TenderEvent Failed(int bidder) => new ReleaseFailed(
        Lot, Bidders[bidder].Party, [new ReleaseCheck("summary", default, "BIDDER_RELEASE_BAD")])
    {
        At = Deadline.AddMinutes(2 + bidder).AddSeconds(10), By = Act(Role.Bidder, Bidders[bidder].Party),
    };

    public static TenderEvent Released(int bidder) => new BidReleased(
        Lot, Bidders[bidder].Party, Unsigned, "", [new ReleaseCheck("summary", default, null)])
    {
        At = Deadline.AddMinutes(2 + bidder).AddSeconds(20), By = Act(Role.Bidder, Bidders[bidder].Party),
    };

    /// <summary>The window is shut and two of three custodians have released.</summary>
    public static IEnumerable<TenderEvent> Custody()
    {
        var at = Deadline.AddMinutes(31);
        yield return new WindowClosed(Lot, "window-shut/1 SM\n") { At = at, By = Actor.Platform };
        foreach (var custodian in new[] { 1, 3 })
        {
            yield return new WindowShutSigned(Lot, custodian, new RecordSignature(default, []))
            {
                At = at.AddSeconds(custodian), By = Act(Role.Custodian),
            };
        }

        yield return new WindowShut(Lot, Digest.OfUtf8("window-shut/1 SM\n")) { At = at.AddSeconds(3), By = Act(Role.Custodian) };
        foreach (var custodian in new[] { 1, 3 })
        {
            yield return new SharesReleased(Lot, custodian, Unsigned, [])
            {
                At = at.AddSeconds(10 + custodian), By = Act(Role.Custodian),
            };
        }
    }

    /// <summary>All verdicts together; the last bidder did not release.</summary>
    public static TenderEvent Opened(int count) => new BidsOpened(
        Lot,
        [
            .. Bidders.Take(count).Select((bidder, i) => i == 4
                ? new BidVerdict(bidder.Party, 1, VerdictLaw.NotReleased, Attribution.Bidder, [], null)
                : new BidVerdict(bidder.Party, 1, null, null, [], List(bidder.Yuan, i))),
        ],
        [])
    {
        At = Deadline.AddMinutes(32), By = Actor.Platform,
    };

    /// <summary>Coefficient drawn, opening confirmed.</summary>
    public static IEnumerable<TenderEvent> Confirmed()
    {
        var at = Deadline.AddMinutes(35);
        yield return new CoefficientDrawn(Lot, Digest.OfUtf8("seed"), 2, new Rational(2, 100)) { At = at, By = Actor.Platform };
        yield return new ObjectionRaised(Lot, 1, Bidders[1].Party, "请说明第五家投标人未解密的处理依据。")
        {
            At = at.AddMinutes(1), By = Act(Role.Bidder, Bidders[1].Party),
        };
        yield return new ObjectionAnswered(Lot, 1, "依据电子招标投标办法第三十一条，因投标人原因未解密，视为撤销投标文件。")
        {
            At = at.AddMinutes(3), By = Act(Role.Organisation, Centre),
        };
        yield return new OpeningConfirmed(Lot, Unsigned, "", IsComplete: true) { At = at.AddMinutes(5), By = Act(Role.Attestation, Centre) };
    }

    /// <summary>Evaluated by the real methods, published, awarded and closed.</summary>
    public static IEnumerable<TenderEvent> Award()
    {
        var at = Deadline.AddDays(1);
        var result = Evaluate();
        var candidates = result.Ranking.Take(3).Select(place => PartyId.Create(place.Bid.Bidder)).ToImmutableArray();
        yield return new CandidatesPublished(Lot, result, candidates, at.AddDays(4)) { At = at, By = Act(Role.Organisation, Centre) };
        yield return new LotAwarded(Lot, candidates[0], result.Ranking[0].Bid.Price, Unsigned, "")
        {
            At = at.AddDays(5), By = Act(Role.Tenderee, Tenderee),
        };
        yield return new RecordClosed(Lot) { At = at.AddDays(9), By = Act(Role.Attestation, Centre) };
    }

    private static EvaluationResult Evaluate()
    {
        var terms = Terms();
        var coefficient = new Rational(2, 100);
        var opened = Bidders.Take(4).ToArray();
        string[] ids = [.. opened.Select(bidder => bidder.Party.Value)];
        string[] experts = ["1", "2", "3", "4", "5"];
        var prices = terms.Method.Score(
            [.. Bidders.Select((b, i) => new BenchmarkBid(b.Party.Value, i == 4 ? null : Money.FromYuan(b.Yuan)))],
            terms.Ceiling, coefficient);
        var marks = (from expert in experts
                     from id in ids
                     from item in terms.Marks.Items
                     select new ExpertMark(
                         expert, id, item.Id, item.Maximum - new Rational((expert[0] * 7 + id[^1] * 3 + item.Id.Length) % 9, 2)))
            .ToArray();
        var points = terms.Marks.Combine(experts, ids, marks);
        var scored = points.Select(p => new ScoredBid(
            p.Bidder, Money.FromYuan(opened.First(b => b.Party.Value == p.Bidder).Yuan), p.Technical, p.Business,
            prices.Scores.First(s => s.Bidder == p.Bidder).Score!.Value)).ToArray();
        return new EvaluationResult(coefficient, prices, [.. marks], points, terms.Ranking.Rank(scored));
    }

    private static LotTerms Terms() => new(
        Lot,
        Money.FromYuan(9_800_000),
        Money.FromYuan(150_000),
        new OpeningListSchema(
        [
            new OpeningListField("price", "投标报价", OpeningListFieldKind.Price, 100_000_000_000),
            new OpeningListField("duration_days", "工期（日历天）", OpeningListFieldKind.Integer, 2_000),
            new OpeningListField("quality", "质量目标", OpeningListFieldKind.Text, 40),
            new OpeningListField("manager", "项目经理", OpeningListFieldKind.Text, 40),
        ]),
        new BenchmarkMethod
        {
            Trimming = [new TrimBand { From = 4, HighCount = 1, LowCount = 1 }],
            Coefficients = [new Rational(1, 100), new Rational(15, 1000), new Rational(2, 100)],
        },
        new MarkMethod
        {
            Items =
            [
                new ScoreItem("施工组织设计", ScoreGroup.Technical, 15),
                new ScoreItem("质量与安全", ScoreGroup.Technical, 10),
                new ScoreItem("企业业绩", ScoreGroup.Business, 15),
            ],
            DropFrom = 5,
        },
        new RankingMethod(),
        90,
        UnconfirmedBid.Counts,
        default);

    private static TenderDocuments Documents() => new(
        [
            new PublishedFile("招标文件.pdf", Digest.OfUtf8("招标文件.pdf"), 4_812_033, "application/pdf"),
            new PublishedFile(
                "工程量清单.xlsx", Digest.OfUtf8("工程量清单.xlsx"), 388_201,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            new PublishedFile("施工图.zip", Digest.OfUtf8("施工图.zip"), 96_114_500, "application/zip"),
        ],
        [Terms()]);

    private static PolicyRecord Policy() => new(
        Tender.Value, [Lot.Value], ["summary", "all"], new Threshold(2, 3),
        [
            .. new[] { CustodianRole.Tenderee, CustodianRole.Centre, CustodianRole.Supervisor }.Select((role, i) => new Custodian(
                i + 1, role, CodeOf(i), Custodians[i],
                [.. Encoding.ASCII.GetBytes($"encrypt {i}")], [.. Encoding.ASCII.GetBytes($"sign {i}")])),
        ],
        Escrow: false, [Remedy.SecondKey, Remedy.PlaintextCopy], "投标人应当在线参加开标");

    // The codes of a policy are checked: these are the valid ones of the standard's examples.
    private static string CodeOf(int i) => new[] { "914403001922038216", "91350100M000100Y43", "91330100799655058B" }[i];

    private static ScheduleRecord Schedule(Digest documents) => new(
        Tender.Value, 1, null, documents, Published, Published, Beijing("2026-03-08 17:00:00"), Deadline, Deadline, 30,
        "线上开标室");

    private static JsonElement List(long yuan, int i) => JsonSerializer.SerializeToElement(new Dictionary<string, object>
    {
        ["price"] = yuan * 100,
        ["duration_days"] = 180 - (5 * i),
        ["quality"] = "合格",
        ["manager"] = $"测试经理{"甲乙丙丁戊"[i]}",
    });

    private static SealedPart Part(PartyId bidder, string part, long size) =>
        new(part, Digest.OfUtf8($"{bidder} {part}"), size, "");

    private static Actor Act(Role role, PartyId? party = null) =>
        new(party ?? Tenderee, Digest.OfUtf8($"{role} {party}"), role);
}
