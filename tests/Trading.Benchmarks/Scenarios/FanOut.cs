using System.Diagnostics;
using Trading.Benchmarks.Centres;
using Trading.Benchmarks.Kernel;
using Trading.Grains.Tenders;
using Trading.Web.Demo;

namespace Trading.Benchmarks.Scenarios;

/// <summary>
/// An act in a real opening room, and a thousand watchers over web sockets: from the act's answer to the new view at each. Acts are
/// objections and answers, with a pause between them as people leave one; beside it the same bytes to as many plain sockets.
/// </summary>
internal static class FanOut
{
    private const string Against = "the same bytes over plain sockets";
    private const int Bids = 3;

    /// <summary>Longer than a room's breath, so that the room's own pace is not measured.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(600);

    public static readonly Scenario Scenario = new("fanout", "fan-out of an opening room to 1,000 watchers", Run);

    private static async Task Run(Bench bench, CancellationToken cancellation)
    {
        var watchers = bench.Scale(1_000, 100);
        await using var centre = await BenchCentre.Begin(bench.NewFolder("data"));
        var bidders = await centre.Bidders(Bids);
        foreach (var bidder in bidders)
        {
            await (await PreparedBid.Small(bidder, 1, centre.Policy)).Submit(centre.Tender);
        }

        await centre.OpenUpToLastShares(bidders);
        await centre.ReleaseLastShares();
        await centre.Opened(Bids);

        await using var crowd = new Crowd();
        var version = (await centre.Tender.Cast.Tenderee.Client.Tender(centre.Tender.Id, cancellation)).Changes;
        await crowd.Gather(watchers, centre.Url, centre.Tender.Id.Value, DemoTender.Lot.Value, version);
        using var plain = await PlainBroadcast.To(watchers);
        var (ours, baseline) = (new List<double[]>(), new List<double[]>());
        for (var round = 0; round < bench.Scale(12, 4); round++)
        {
            ours.Add(await Act(centre, crowd, bidders, version + 1 + round, round));
            baseline.Add(await plain.Send(crowd.FrameBytes));
            await Task.Delay(Pause, cancellation);
        }

        // The first act and its answer warm up what they run through.
        foreach (var (name, share) in new[] { ("p50", 0.5), ("p99", 0.99) })
        {
            bench.Report.Add($"{watchers} watchers, {name}", "ms", Against, [.. ours.Zip(baseline).Skip(2)
                .Select(both => (Figure.Percentile(both.First, share), Figure.Percentile(both.Second, share)))]);
        }

        bench.Report.Add("a frame with a view", "bytes", [crowd.FrameBytes]);
    }

    /// <summary>Milliseconds from the act's answer to each watcher; nothing where the view was there before the answer.</summary>
    private static async Task<double[]> Act(
        BenchCentre centre, Crowd crowd, IReadOnlyList<DemoPerson> bidders, long version, int round)
    {
        crowd.Await(version);
        await (round % 2 == 0
            ? centre.Tender.Do(bidders[round / 2 % Bids], new RaiseObjection(DemoTender.Lot, "测试异议：请说明开标顺序。"))
            : centre.Tender.Do(centre.Tender.Cast.Tenderee, new AnswerObjection(DemoTender.Lot, (round / 2) + 1, "测试答复：按递交顺序。")));
        var answered = Stopwatch.GetTimestamp();
        return [.. (await crowd.Arrived()).Select(at => at <= answered ? 0 : Stopwatch.GetElapsedTime(answered, at).TotalMilliseconds)];
    }
}
