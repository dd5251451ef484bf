using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Trading.Client;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Web;
using Trading.Web.Demo;

namespace Trading.Benchmarks.Centres;

/// <summary>A real centre over Kestrel on a free port, with the demonstration's people and a published tender that takes bids.</summary>
internal sealed class BenchCentre : IAsyncDisposable
{
    /// <summary>Numbers of our bidders begin here; the demonstration's cast is below.</summary>
    private const int FirstBidder = 200;

    private readonly WebApplication _app;
    private readonly DemoDoor _door;

    private BenchCentre(WebApplication app, DemoDoor door, DemoTender tender, PolicyRecord policy) =>
        (_app, _door, Tender, Policy) = (app, door, tender, policy);

    public DemoTender Tender { get; }

    public PolicyRecord Policy { get; }

    public Uri Url => Tender.Centre;

    public static Entropy Entropy => RandomNumberGenerator.Fill;

    public static async Task<BenchCentre> Begin(string data)
    {
        var clock = new DemoClock(DemoDay.Start, TimeProvider.System);
        var app = Centre.Build(
            [
                "--urls", "http://127.0.0.1:0", "--data", data, "--Centre:TestCa=true", "--Logging:LogLevel:Default=Error", "--Log:Interval=00:00:01",
                "--Limits:DoorRequestsPerMinute=1000000", "--Limits:RequestsPerMinute=10000000",
            ],
            clock);
        await app.StartAsync();
        var url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var story = new DemoStory(TextWriter.Null, clock, TimeSpan.Zero);
        var door = new DemoDoor(url, Entropy, clock, Path.Combine(data, "keys"));
        var security = await door.Known("测试安全管理员", "security-administrator.sign", Role.SecurityAdministrator);
        var cast = await DemoCast.Assemble(door, security, story);
        var tender = new DemoTender(TenderId.Create("TEST-2026-0001"), cast, clock, story, Entropy, url);
        await DemoNotice.Play(tender);
        clock.JumpTo(DemoDay.LastBids);
        return new BenchCentre(app, door, tender, await tender.Policy());
    }

    /// <summary>Registers so many companies.</summary>
    public async Task<DemoPerson[]> Bidders(int count)
    {
        var bidders = new DemoPerson[count];
        await Parallel.ForAsync(0, count, async (i, _) => bidders[i] = await _door.Register(
            PartyKind.Bidder, $"测试投标人{FirstBidder + i}公司", DemoCode.Of(FirstBidder + i)));
        return bidders;
    }

    /// <summary>From the deadline to the last custodian's turn: everything of an opening but the last shares.</summary>
    public async Task OpenUpToLastShares(IReadOnlyList<DemoPerson> bidders)
    {
        var (cast, lot) = (Tender.Cast, DemoTender.Lot);
        Tender.Clock.JumpTo(DemoDay.Deadline.AddMilliseconds(1));
        await DemoTender.Until(
            async () => await cast.Custodians[0].Client.FindTask(Tender.Id, lot, "sign_live_set") is not null, "the closing");
        await cast.Custodians[0].Client.SignLiveSet(Tender.Id, lot);
        await cast.Custodians[2].Client.SignLiveSet(Tender.Id, lot);
        await WhenLogIsThere(() => cast.Organisation.Client.BeginOpening(
            Tender.Id, lot, cast.Attestation.Encryption, cast.Supervisor.Encryption));
        await Parallel.ForEachAsync(
            bidders, async (bidder, _) => await bidder.Client.Release(Tender.Id, lot, bidder.Locks[0].Key));
        await Tender.Do(cast.Organisation, new CloseWindow(lot));
        await cast.Custodians[0].Client.SignWindowShut(Tender.Id, lot);
        await cast.Custodians[2].Client.SignWindowShut(Tender.Id, lot);
        await cast.Custodians[0].Client.ReleaseShares(Tender.Id, lot, cast.Custodians[0].Locks[0].Key);
    }

    /// <summary>The last custodian's shares: when they are answered, the centre opens all bids.</summary>
    public Task ReleaseLastShares()
    {
        var custodian = Tender.Cast.Custodians[2];
        return custodian.Client.ReleaseShares(Tender.Id, DemoTender.Lot, custodian.Locks[0].Key);
    }

    /// <summary>Until all verdicts are there; says so where a bid did not open.</summary>
    public async Task Opened(int bids)
    {
        while ((await Tender.View()).Stage != LotStage.Opened)
        {
            await Task.Delay(20);
        }

        var rows = (await Tender.View()).Opening!.Rows;
        if (rows.Length != bids || rows.Any(row => row.State != RowState.Opened))
        {
            throw new InvalidOperationException($"Not all {bids} bids were opened.");
        }
    }

    /// <summary>The opening begins once every earlier act is in the log, which takes a batch of fixed size at a time.</summary>
    private static Task WhenLogIsThere(Func<Task> act) => DemoTender.Until(
        async () =>
        {
            try
            {
                await act();
                return true;
            }
            catch (CentreRefusedException e) when (e.Problem.Code == "LogBehind")
            {
                return false;
            }
        },
        "the log to hold every earlier act");

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
