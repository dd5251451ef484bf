using System.Diagnostics;
using Trading.Benchmarks.Centres;
using Trading.Benchmarks.Kernel;
using Trading.Web.Demo;

namespace Trading.Benchmarks.Scenarios;

/// <summary>
/// 开标 of 50 bids of 20 MB by a real centre: from the answer to the last custodian's shares to all verdicts, beside the sealing
/// library alone on the same files with as many at once. The baseline is measured before and after, for there is one opening only.
/// </summary>
internal static class BidOpening
{
    private const long BidBytes = 20_000_000;

    public static readonly Scenario Scenario = new("opening", "opening of 50 bids of 20 MB", Run);

    private static async Task Run(Bench bench, CancellationToken cancellation)
    {
        var count = bench.Scale(50, 5);
        await using var centre = await BenchCentre.Begin(bench.NewFolder("data"));
        var bidders = await centre.Bidders(count);
        var bids = await Seal(bench, centre, bidders);
        await Parallel.ForEachAsync(bids, AtOnce, async (bid, _) => await bid.Submit(centre.Tender));
        await centre.OpenUpToLastShares(bidders);

        var sample = bids.Take(Math.Max(2, count / 5)).ToArray();
        var before = await Bare(centre, sample);
        PeakMemory.Reset();
        await centre.ReleaseLastShares();
        var (started, busy) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await centre.Opened(count);
        var used = (Environment.CpuUsage.TotalTime - busy).TotalSeconds;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var peak = PeakMemory.IsKnown ? PeakMemory.Megabytes() : double.NaN;
        var after = await Bare(centre, sample);

        var speed = count * BidBytes / 1e6 / seconds;
        bench.Report.Add($"opening {count} bids of 20 MB", "s", [seconds]);
        bench.Report.Add($"opening {count} bids of 20 MB", "MB/s", "the sealing library alone", [(speed, (before + after) / 2)]);
        bench.Report.Add("of it processor time of all threads", "s", [used]);
        bench.Report.Add("peak memory of centre and clients", "MB", [peak]);
        Array.ForEach(bids, bid => bid.Files.ToList().ForEach(file => file.Content.Dispose()));
    }

    private static ParallelOptions AtOnce => new() { MaxDegreeOfParallelism = Environment.ProcessorCount };

    private static async Task<PreparedBid[]> Seal(Bench bench, BenchCentre centre, IReadOnlyList<DemoPerson> bidders)
    {
        var folder = bench.NewFolder("bids");
        var plain = TestFile.Make(Path.Combine(folder, "plain"), BidBytes);
        var bids = new PreparedBid[bidders.Count];
        await Parallel.ForAsync(0, bidders.Count, AtOnce, async (i, _) =>
        {
            await using var package = File.OpenRead(plain);
            bids[i] = await PreparedBid.Seal(
                bidders[i], 1, centre.Policy, package,
                part => new FileStream(Path.Combine(folder, $"{i}-{part}"), FileMode.Create, FileAccess.ReadWrite));
        });
        return bids;
    }

    private static Task<double> Bare(BenchCentre centre, PreparedBid[] bids)
    {
        var custodians = PreparedBid.CustodiansOf(centre.Policy);
        return Rounds.Speed(bids.Length * BidBytes, () => Parallel.ForEachAsync(
            bids, AtOnce, async (bid, _) => await bid.OpenBare(custodians)));
    }
}
