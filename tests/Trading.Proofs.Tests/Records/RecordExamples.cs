using System.Collections.Immutable;
using Trading.Proofs.Draws;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Proofs.Tests.Records;

/// <summary>One example of every record. Their texts stand in vectors/records and are never edited, only added to.</summary>
public static class RecordExamples
{
    public const string Tender = "E4403000001000123";

    public const string Bidder = "91440300MA5TEST01X";

    public static DateTimeOffset Noon { get; } = new(2026, 11, 20, 4, 0, 0, TimeSpan.Zero);

    public static PolicyRecord Policy { get; } = new(
        Tender,
        ["L1", "L2"],
        ["summary", "all"],
        new Threshold(2, 3),
        [
            Custodian(1, CustodianRole.Tenderee, "测试招标人 一公司"),
            Custodian(2, CustodianRole.Centre, "测试交易中心"),
            Custodian(3, CustodianRole.Supervisor, "测试监督机关"),
        ],
        Escrow: false,
        [Remedy.SecondKey, Remedy.SealRecord, Remedy.PlaintextCopy, Remedy.ExtendOnce],
        "所有投标人及社会公众均可在线参加");

    public static SubmitRecord Submit { get; } = new(
        Replaces: false,
        Tender,
        "L1",
        Bidder,
        Version: 1,
        Sm3("policy"),
        Sm3("documents"),
        [
            new("summary", Sm3("summary file"), 68_073, Sm3("summary header")),
            new("all", Sm3("all file"), 21_037_145, Sm3("all header")),
        ],
        [Sm3("main lock"), Sm3("second lock")],
        Noon);

    public static ReceiptRecord Receipt { get; } = new(
        Tender,
        "L1",
        Bidder,
        Version: 1,
        [new("summary", Sm3("summary file"), 68_073), new("all", Sm3("all file"), 21_037_145)],
        Sm3("event"),
        Submit.Sm3(),
        Noon.AddMilliseconds(456),
        "ntsc,offset-ms 3,last-sync 2026-11-20T03:59:00.000Z",
        Sm3("leaf salt"));

    public static WindowShutRecord WindowShut { get; } = new(
        Tender,
        "L1",
        Sm3("live set"),
        Sm3("session"),
        Noon,
        [
            new(Bidder, 2, ReleaseState.Released, [new("summary", Sm3("m_B summary")), new("all", Sm3("m_B all"))]),
            new("91440300MA5TEST02X", 1, ReleaseState.Missing, []),
            new("91440300MA5TEST03X", 1, ReleaseState.Undecided, []),
        ]);

    public static DrawRecord Draw { get; } = new(
        "D20261120-001",
        Tender,
        10,
        Digest.Parse("1adbe532b72e64c1d3e6744f448eb3244833b2e1ec077950f8a5fe3815fa4768"),
        Take: 3,
        Reserve: 2,
        [
            new(1, DrawRole.Centre, Digest.FromBase64("w45By2GgLIga3pxuc28PLRrGJeA1GOKBDEZCwX8jgcE=")),
            new(2, DrawRole.Tenderee, Digest.FromBase64("Vg6sxEBMKuhUad/qeP0PRyDANTNDWI+eGr7FmEcF35Y=")),
            new(3, DrawRole.Supervisor, Digest.FromBase64("soqwgzf+YrTC14zwDJS7bTYTcGjVM21QQs0R7aDeA8I=")),
        ]);

    public static ImmutableArray<LineRecord> All { get; } =
    [
        new CertifyRecord("测试投标人一公司", Bidder, Key(1), Key(2), Noon),
        new RegisterRecord(
            PartyKind.Bidder, Bidder, "测试投标人一公司", Sm3("sign"), [Sm3("main lock"), Sm3("second lock")],
            Sm3("contact"), Noon),
        new LoginRecord("https://ggzy.example.cn", Sm3("nonce"), Sm3("sign"), Noon),
        new HandoverRecord(Tender, Department.Reception, Department.Organisation, Sm3("sign"), "材料齐全", Noon),
        Policy,
        new ScheduleRecord(
            Tender, 2, Sm3("schedule 1"), Sm3("documents"), Noon, Noon.AddDays(1), Noon.AddDays(6), Noon.AddDays(25),
            Noon.AddDays(25), 60, "测试交易中心 第一开标室"),
        new ConfirmRecord(Tender, Bidder, 2, Sm3("documents"), Noon),
        Submit,
        Submit with { Replaces = true, Version = 2 },
        new WithdrawRecord(Tender, "L1", Bidder, 2, "放弃投标", Noon),
        Receipt,
        new LiveSetRecord(Tender, "L1", Policy.Sm3(), Sm3("schedule 2"), Noon, 1, Sm3("root")),
        new SessionRecord(Tender, "L1", Key(3), Noon),
        new ReleaseRecord(
            Tender, "L1", Bidder, 2, Sm3("live set"), Sm3("session"),
            [new("summary", Sm3("m_B summary"), [1, 2, 3]), new("all", Sm3("m_B all"), [4, 5, 6])], Noon),
        WindowShut,
        new ShareRecord(
            Tender, "L1", 1, WindowShut.Sm3(), Sm3("session"),
            [new(Bidder, "all", Sm3("m_1 all")), new(Bidder, "summary", Sm3("m_1 summary"))], [7, 8, 9], Noon),
        new SecretRecord(
            Tender, "L1", Bidder, 2, Sm3("live set"), Sm3("session"),
            [new("summary", Sm3("m_T summary"), [1, 2, 3]), new("all", Sm3("m_T all"), [4, 5, 6])], Noon),
        new DrawCommitRecord("D20261120-001", 1, DrawRole.Centre, Sm3("commit"), Sm3("envelope"), Noon),
        Draw,
        new DrawEnvelopeRecord(
            "D20261120-001", 1, new Threshold(2, 2), [new(2, Sm3("key 2"), [1, 2]), new(3, Sm3("key 3"), [3, 4])]),
        new OpeningRecord(Tender, "L1", Sm3("opening record"), Noon),
        new MarksRecord(
            Tender, "L1", Sm3("member"), [new(Bidder, "T1", 8.5m), new(Bidder, "T2", 10m), new(Bidder, "T3", 0m)], Noon),
        new AwardRecord(Tender, "L1", Bidder, 1_234_567_89, Noon),
        new ManifestRecord(
            Restricted: false, Tender, Sm3("last event"),
            [new("events/000001.json", 512, Sm3("a")), new("log/checkpoint", 200, Sm3("b"))]),
    ];

    public static ImmutableArray<byte> Key(byte number) =>
        [.. Sm2PrivateKey.FromScalar(Sm3($"test key {number}").AsSpan()).PublicKey.Spki];

    public static Digest Sm3(string text) => Digest.OfUtf8(text);

    /// <summary>Root and path of the leaf that <see cref="Receipt"/> promises, among 64 others.</summary>
    public static (MerkleTree Tree, long Index) PublishReceipt()
    {
        var counter = 0;
        var batch = LeafBatch.Next(
            [Receipt.LeafEntry], LeafBatch.DefaultSize, d => Sm3($"dummy {counter++}").AsSpan().CopyTo(d));
        var tree = new MerkleTree(batch.Entries.Select(e => MerkleHash.Leaf(e.AsSpan())));
        return (tree, batch.Entries.IndexOf(Receipt.LeafEntry));
    }

    private static Custodian Custodian(int number, CustodianRole role, string name) => new(
        number,
        role,
        $"11440300MB2TEST0{number}X",
        name,
        [.. Sm3($"encrypt {number}").AsSpan()],
        [.. Sm3($"sign {number}").AsSpan()]);
}
