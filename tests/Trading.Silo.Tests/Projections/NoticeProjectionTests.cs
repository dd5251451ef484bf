using Microsoft.Extensions.Logging.Abstractions;
using Trading.Evaluation;
using Trading.Evaluation.PriceMethods;
using Trading.Evaluation.Scoring;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Silo.AtRest;
using Trading.Silo.Journal;
using Trading.Silo.Projections;
using Trading.Silo.Tests.Journal;

namespace Trading.Silo.Tests.Projections;

public sealed class NoticeProjectionTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Deadline = Noon.AddDays(21);
    private static readonly PartyId Tenderee = PartyId.Create("91320000TESTONLY1A");

    private readonly TestFolder _folder = new();
    private readonly SqliteJournal _journal;

    public NoticeProjectionTests() =>
        _journal = new SqliteJournal(_folder.File("journal.db"), new SoftwareAtRestKey(new byte[32]));

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_registered_tender_is_not_listed_before_it_is_published()
    {
        var story = new Story("tender-A1");
        await Happen(story, Registered("A1", "测试道路工程"));
        Assert.Equal(0, (await Find(new NoticeQuery())).Total);
        await Happen(story, Published("A1"));
        var row = Assert.Single((await Find(new NoticeQuery())).Rows);
        Assert.Equal(
            new NoticeRow(
                1, NoticeKind.Tender, TenderId.Create("A1"), LotId.Create("L1"), "测试道路工程", "一标段", Tenderee,
                Noon, Deadline, Deadline, Deadline, LotStage.Bidding),
            row);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(40)]
    public async Task Submissions_move_nothing_in_the_list(int bids)
    {
        var story = new Story("tender-A1");
        await Happen(story, Registered("A1", "测试道路工程"), Published("A1"));
        var before = await Find(new NoticeQuery());
        for (var i = 0; i < bids; i++)
        {
            await Happen(story, new BidWithdrawn(LotId.Create("L1"), Tenderee, 1, Signed("withdraw"), "") { At = Noon, By = Actor.Platform });
        }

        await Happen(story, new BiddingClosed(LotId.Create("L1"), bids, "live-set") { At = Deadline, By = Actor.Platform });
        var after = await Find(new NoticeQuery());
        Assert.Equal(before.Rows.AsEnumerable(), after.Rows.AsEnumerable());
        Assert.Equal(before.Total, after.Total);
    }

    [Fact]
    public async Task Stages_go_forward_and_each_announcement_is_a_notice()
    {
        var story = new Story("tender-A1");
        var lot = LotId.Create("L1");
        await Happen(
            story,
            Registered("A1", "测试道路工程"),
            Published("A1"),
            new BiddingClosed(lot, 3, "live-set") { At = Deadline, By = Actor.Platform },
            new OpeningBegan(lot, new OpeningSession(Signed("session"), "", []), Deadline.AddHours(1))
            {
                At = Deadline, By = Actor.Platform,
            });
        Assert.Equal(LotStage.BidderRelease, Assert.Single((await Find(new NoticeQuery())).Rows).Stage);
        await Happen(
            story,
            new LotAwarded(lot, Tenderee, new Money(1), Signed("award"), "") { At = Deadline, By = Actor.Platform },
            new RecordClosed(lot) { At = Deadline, By = Actor.Platform });
        var rows = (await Find(new NoticeQuery())).Rows;
        Assert.Equal([NoticeKind.Award, NoticeKind.Tender], rows.Select(row => row.Kind));
        Assert.All(rows, row => Assert.Equal(LotStage.RecordClosed, row.Stage));
        Assert.Equal(1, (await Find(new NoticeQuery(Kind: NoticeKind.Award))).Total);
        Assert.Equal(0, (await Find(new NoticeQuery(Stage: LotStage.Bidding))).Total);
    }

    [Theory]
    [InlineData(-1, NoticeState.Bidding)]
    [InlineData(0, NoticeState.Opening)]
    [InlineData(1, NoticeState.Opening)]
    public async Task A_lot_is_open_for_bids_until_the_deadline_whoever_recorded_it(int milliseconds, NoticeState state)
    {
        await Happen(new Story("tender-A1"), Registered("A1", "测试道路工程"), Published("A1"));
        var now = Deadline.AddMilliseconds(milliseconds);

        var row = Assert.Single((await FindLots(new LotQuery(now))).Rows);
        Assert.Equal(
            new LotRow(
                TenderId.Create("A1"), "测试道路工程", LotId.Create("L1"), "一标段", Tenderee, "works", new Money(90), Noon, Deadline,
                state, null, null),
            row);
        Assert.Equal(state == NoticeState.Bidding ? 1 : 0, (await FindLots(new LotQuery(now, State: NoticeState.Bidding))).Total);
        Assert.Equal(state == NoticeState.Opening ? 1 : 0, (await FindLots(new LotQuery(now, State: NoticeState.Opening))).Total);
    }

    [Fact]
    public async Task A_lot_stands_once_in_its_list_with_what_became_of_it()
    {
        var lot = LotId.Create("L1");
        var winner = PartyId.Create("91320000TESTONLY2B");
        await Happen(
            new Story("tender-A1"), Registered("A1", "测试道路工程"), Published("A1"),
            new LotAwarded(lot, winner, new Money(80), Signed("award"), "") { At = Deadline, By = Actor.Platform });
        await Happen(
            new Story("tender-B2"), Registered("B2", "测试学校工程"), Published("B2"),
            new LotFailed(lot, "招标投标法 第二十八条") { At = Deadline, By = Actor.Platform },
            new RecordClosed(lot) { At = Deadline, By = Actor.Platform });
        await Happen(new Story("tender-C3"), Registered("C3", "测试桥梁工程"));

        var all = await FindLots(new LotQuery(Deadline));
        Assert.Equal(["A1", "B2"], all.Rows.Select(row => row.Tender.Value));
        Assert.Equal(
            (NoticeState.Awarded, winner, new Money(80)), (all.Rows[0].State, all.Rows[0].Winner!.Value, all.Rows[0].Price!.Value));
        Assert.Equal(NoticeState.Failed, all.Rows[1].State);
        Assert.Equal("A1", Assert.Single((await FindLots(new LotQuery(Deadline, "道路 " + Tenderee.Value))).Rows).Tender.Value);
        Assert.Equal(0, (await FindLots(new LotQuery(Deadline, "' or 1=1 --"))).Total);
        Assert.Equal(0, (await FindLots(new LotQuery(Deadline, Kind: "land"))).Total);
        Assert.Equal(2, (await FindLots(new LotQuery(Deadline, Kind: "works"))).Total);
    }

    [Theory]
    [InlineData(0, 1, "A1 A2")]
    [InlineData(1, 1, "A1 A2")]
    [InlineData(3, 3, "A5")]
    [InlineData(4, 3, "A5")]
    public async Task Pages_of_lots_are_counted_from_one(int asked, int given, string tenders)
    {
        for (var i = 1; i <= 5; i++)
        {
            await Happen(new Story($"tender-A{i}"), Registered($"A{i}", "测试工程"), Published($"A{i}"));
        }

        var page = await FindLots(new LotQuery(Noon, Page: asked, Count: 2));
        Assert.Equal((given, 3, 5), (page.Page, page.Pages, page.Total));
        Assert.Equal(tenders.Split(' '), page.Rows.Select(row => row.Tender.Value));
    }

    [Fact]
    public async Task A_failed_lot_is_announced()
    {
        var story = new Story("tender-A1");
        await Happen(
            story, Registered("A1", "测试道路工程"), Published("A1"),
            new LotFailed(LotId.Create("L1"), "招标投标法 第二十八条") { At = Deadline, By = Actor.Platform });
        var row = (await Find(new NoticeQuery())).Rows[0];
        Assert.Equal((NoticeKind.Failure, LotStage.Failed), (row.Kind, row.Stage));
    }

    [Fact]
    public async Task Words_find_names_and_numbers_and_wildcards_are_only_characters()
    {
        foreach (var (number, name) in new[] { ("A1", "测试道路工程"), ("B2", "测试学校工程 100%") })
        {
            await Happen(new Story($"tender-{number}"), Registered(number, name), Published(number));
        }

        Assert.Equal(2, (await Find(new NoticeQuery("工程"))).Total);
        Assert.Equal("B2", Assert.Single((await Find(new NoticeQuery("学校  工程"))).Rows).Tender.Value);
        Assert.Equal(1, (await Find(new NoticeQuery("A1"))).Total);
        Assert.Equal(1, (await Find(new NoticeQuery("100%"))).Total);
        Assert.Equal(0, (await Find(new NoticeQuery("_"))).Total);
        Assert.Equal(0, (await Find(new NoticeQuery("' or 1=1 --"))).Total);
    }

    [Fact]
    public async Task Pages_follow_each_other_newest_first()
    {
        for (var i = 1; i <= 5; i++)
        {
            await Happen(new Story($"tender-A{i}"), Registered($"A{i}", "测试工程"), Published($"A{i}"));
        }

        var first = await Find(new NoticeQuery(Count: 2));
        var second = await Find(new NoticeQuery(Count: 2, Before: first.Rows[^1].Number));
        Assert.Equal(["A5", "A4", "A3", "A2"], first.Rows.Concat(second.Rows).Select(row => row.Tender.Value));
        Assert.Equal(5, second.Total);
    }

    private async Task Happen(Story story, params TenderEvent[] events) =>
        Assert.True(await _journal.Append(story.Entry(null, [.. events.Select(story.Next<TenderEvent>)])));

    private Task<NoticePage> Find(NoticeQuery query) => Read(tables => tables.Find(query));

    private Task<LotPage> FindLots(LotQuery query) => Read(tables => tables.FindLots(query));

    private async Task<T> Read<T>(Func<NoticeTables, T> read)
    {
        using var runner = new ProjectionRunner(
            _folder.File("views.db"), new MaskedTail(_journal), [new NoticeProjection()], NullLogger<ProjectionRunner>.Instance);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var running = runner.Run(stop.Token);

        // A marker that may be seen shows that everything before it was taken in.
        var marker = new Story($"marker-{Digest.OfUtf8($"{_journal.LastPosition()}").ToString()[..16]}");
        await _journal.Append(marker.Entry(null, marker.Next()));
        await Task.WhenAny(runner.CaughtUp(_journal.LastPosition(), stop.Token), running);
        var page = read(new NoticeTables(runner));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        return page;
    }

    private static TenderRegistered Registered(string tender, string name) => new(
        TenderId.Create(tender), name, Tenderee, null, "works/2026", true, "approval",
        [new LotPlan(LotId.Create("L1"), "一标段", new Money(100))]) { At = Noon, By = Actor.Platform };

    private static TenderPublished Published(string tender)
    {
        var schedule = new ScheduleRecord(
            tender, 1, null, Digest.OfUtf8("documents"), Noon, Noon, Noon.AddDays(5), Deadline, Deadline, 60, "第一开标室");
        return new TenderPublished(
            new TenderDocuments([], [Terms]), Digest.OfUtf8("documents"), Signed("policy"), new SignedText(schedule.ToText(), []), [], [])
        {
            At = Noon, By = Actor.Platform,
        };
    }

    private static LotTerms Terms => new(
        LotId.Create("L1"), new Money(90), new Money(1), new OpeningListSchema([]),
        new BenchmarkMethod { Coefficients = [Rational.Parse("0.01")] },
        new MarkMethod { Items = [new ScoreItem("plan", ScoreGroup.Technical, 30)] },
        new RankingMethod(), 90, UnconfirmedBid.SetAside, FewOpened.Evaluate);

    private static SignedText Signed(string text) => new(text, []);
}
