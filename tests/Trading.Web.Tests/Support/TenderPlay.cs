using System.Collections.Immutable;
using System.Text;
using Trading.Client;
using Trading.Evaluation;
using Trading.Evaluation.PriceMethods;
using Trading.Evaluation.Scoring;
using Trading.Grains.Documents;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Web.Tests.Support;

/// <summary>A tender played through the interface by the people it needs: registered, published, bid for.</summary>
internal sealed class TenderPlay(CentreHost host)
{
    public static readonly TenderId Id = TenderId.Create("SZ2026-001");
    public static readonly LotId Lot = LotId.Create("1");
    public static readonly DateTimeOffset Published = Beijing(3, 2, 9);
    public static readonly DateTimeOffset Deadline = Beijing(3, 23, 10);

    public CentreHost Host => host;

    public Someone Reception { get; private set; } = null!;

    public Someone Organiser { get; private set; } = null!;

    public Someone Officer { get; private set; } = null!;

    public Someone Tenderee { get; private set; } = null!;

    public Someone Supervisor { get; private set; } = null!;

    public ImmutableArray<Someone> Custodians { get; private set; } = [];

    public PolicyRecord Policy { get; private set; } = null!;

    /// <summary>Everybody who is needed, the tender registered, handed over and published.</summary>
    public async Task Publish()
    {
        Reception = await host.NewStaff("测试受理员", Role.Reception);
        Organiser = await host.NewStaff("测试组织员", Role.Organisation);
        Officer = await host.NewStaff("测试见证员", Role.Attestation);
        Tenderee = await host.NewParty("测试招标人", CentreHost.Code(1), PartyKind.Tenderee, Role.Tenderee);
        Tenderee.Client.Role = Role.Tenderee;
        Supervisor = await host.NewParty("测试监督部门", CentreHost.Code(5), PartyKind.Supervisor, Role.Supervisor);
        var first = await host.NewPerson(Tenderee, "测试保管人一", Role.Custodian);
        first.Client.Role = Role.Custodian;
        Custodians =
        [
            first,
            await host.NewStaff("测试保管人二", Role.Custodian),
            await host.NewPerson(Supervisor, "测试保管人三", Role.Custodian),
        ];

        await Reception.Client.Execute(Id, new RegisterTender(
            "测试道路工程", Tenderee.Party, null, "works/2026", true, "发改测试〔2026〕1号",
            [new LotPlan(Lot, "一标段", Money.FromYuan(10_000_000))]));
        var handover = (await Reception.Client.FindTask(Id, null, "hand_over"))!;
        await Reception.Client.Execute(Id, new HandOver(
            Reception.Identity.Sign(handover.Text!), Role.Organisation, Reception.Identity.Certificate.ToPem()));
        host.Clock.MoveTo(Published);
        await Organiser.Client.Execute(Id, await Notice());
    }

    public Task<Someone> NewBidder(int number) =>
        host.NewParty($"测试投标人{number}公司", CentreHost.Code(100 + number), PartyKind.Bidder);

    /// <summary>Seals a bid on the bidder's side: an opening list and some bytes of documents.</summary>
    public async Task<SealedBid> Seal(Someone bidder, long version, long priceFen)
    {
        var list = Encoding.UTF8.GetBytes($"{{\"days\":300,\"manager\":\"测试项目经理\",\"price_fen\":{priceFen}}}");
        var documents = new byte[200_000];
        CentreHost.Entropy(documents);
        var files = ImmutableArray.CreateBuilder<SealedFile>();
        var records = ImmutableArray.CreateBuilder<SealRecord>();
        foreach (var (part, content) in new[] { (SealPart.Summary, list), (SealPart.All, documents) })
        {
            var request = new SealRequest
            {
                Tender = Id.Value,
                Lot = Lot.Value,
                Part = part,
                Bidder = bidder.Party.Value,
                Version = version,
                Opening = Digest.OfUtf8(Policy.ToText()),
                Threshold = 2,
                BidderCertificates = [bidder.Encryption],
                CustodianCertificates = [.. Custodians.Select(c => c.Encryption)],
            };
            var output = new MemoryStream();
            records.Add(await Sealer.SealAsync(request, SealSecrets.Draw(CentreHost.Entropy), new MemoryStream(content), output));
            files.Add(await SealedFile.Read(output));
        }

        return new SealedBid(bidder, files.ToImmutable(), records.ToImmutable(), [list, documents]);
    }

    /// <summary>The deadline has come: the centre closes by itself, two custodians sign what was frozen.</summary>
    public async Task Close()
    {
        host.Clock.MoveTo(Deadline);
        foreach (var custodian in Custodians.Take(2))
        {
            await Eventually.Is("the closing", () => custodian.Client.FindTask(Id, Lot, "sign_live_set"));
            await custodian.Client.SignLiveSet(Id, Lot);
        }
    }

    private async Task<PublishTender> Notice()
    {
        var file = Encoding.UTF8.GetBytes("招标文件（仅供测试）");
        var digest = await Organiser.Client.Upload(new MemoryStream(file), DocumentClass.Public);
        var terms = new LotTerms(
            Lot,
            Money.FromYuan(10_000_000),
            Money.FromYuan(200_000),
            new OpeningListSchema(
            [
                new OpeningListField("price_fen", "投标报价", OpeningListFieldKind.Price, 100_000_000_000),
                new OpeningListField("days", "工期(日历天)", OpeningListFieldKind.Integer, 3_650),
                new OpeningListField("manager", "项目经理", OpeningListFieldKind.Text, 32),
            ]),
            new BenchmarkMethod { Coefficients = [Rational.Parse("0.01"), Rational.Parse("0.02"), Rational.Parse("0.03")] },
            new MarkMethod { Items = [new ScoreItem("plan", ScoreGroup.Technical, 30), new ScoreItem("team", ScoreGroup.Business, 10)] },
            new RankingMethod(),
            90,
            UnconfirmedBid.SetAside,
            FewOpened.Evaluate);
        var documents = new TenderDocuments([new PublishedFile("招标文件.txt", digest, file.Length, "text/plain")], [terms]);
        Policy = new PolicyRecord(
            Id.Value, [Lot.Value], ["summary", "all"], new Threshold(2, 3),
            [
                Of(1, CustodianRole.Tenderee), Of(2, CustodianRole.Centre), Of(3, CustodianRole.Supervisor),
            ],
            Escrow: false, [Remedy.SecondKey, Remedy.SealRecord, Remedy.PlaintextCopy, Remedy.ExtendOnce], "投标人在线参加");
        var schedule = new ScheduleRecord(
            Id.Value, 1, null, Grains.Tenders.Notice.DigestOf(documents), Published.AddMinutes(-10), Beijing(3, 2, 10),
            Beijing(3, 9, 17), Deadline, Deadline, 30, "网上开标大厅");
        return new PublishTender(
            documents, Tenderee.Identity.Sign(Policy), Tenderee.Identity.Sign(schedule),
            [Tenderee.Identity.Certificate.ToPem()]);
    }

    private Custodian Of(int number, CustodianRole role)
    {
        var person = Custodians[number - 1];
        return new Custodian(
            number, role, person.Party.Value, $"测试保管人{number}", [.. person.Encryption.Der], [.. person.Identity.Certificate.Der]);
    }

    private static DateTimeOffset Beijing(int month, int day, int hour) =>
        new DateTimeOffset(2026, month, day, hour, 0, 0, TimeSpan.FromHours(8)).ToUniversalTime();
}

/// <summary>A bid as its bidder keeps it: sealed files, seal records, and what was sealed.</summary>
internal sealed record SealedBid(
    Someone Bidder, ImmutableArray<SealedFile> Files, ImmutableArray<SealRecord> Records, ImmutableArray<byte[]> Contents)
{
    public Task<Receipt> Submit(bool replaces = false, CommandId? id = null) => Bidder.Client.Submit(
        TenderPlay.Id, TenderPlay.Lot, Files, [Bidder.Encryption], replaces, id: id);
}
