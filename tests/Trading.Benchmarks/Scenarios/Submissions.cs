using System.Collections.Concurrent;
using Trading.Benchmarks.Centres;
using Trading.Benchmarks.Kernel;
using Trading.Proofs.Primitives;
using Trading.Web.Demo;

namespace Trading.Benchmarks.Scenarios;

/// <summary>
/// 递交 through HTTP at one tender: bids sealed beforehand, every receipt checked by the client. Whole: two uploads and the act.
/// Act alone: the files are there and the statement is signed. Beside it, the least that makes
/// two such files, or one such statement, durable.
/// </summary>
internal static class Submissions
{
    private const int SealedBytes = 84_000;
    private const int StatementBytes = 4_000;
    private const int Most = 8;
    private const int Warm = 3;

    public static readonly Scenario Scenario = new("submit", "submissions/s through HTTP, receipts checked", Run);

    private static async Task Run(Bench bench, CancellationToken cancellation)
    {
        var (one, most) = (bench.Scale(6, 3), bench.Scale(24, 8));
        await using var centre = await BenchCentre.Begin(bench.NewFolder("data"));
        var documents = (await centre.Tender.Cast.Tenderee.Client.Tender(centre.Tender.Id, cancellation)).DocumentsSm3!.Value;
        var bids = await Prepare(centre, Warm + (2 * bench.Rounds * (one + most)));
        var duration = TimeSpan.FromSeconds(bench.Quick ? 0.3 : 1);
        await Whole(centre, Take(bids, Warm), 1);
        foreach (var (atOnce, count) in new[] { (1, one), (Most, most) })
        {
            bench.Report.Add($"whole submissions, {atOnce} at once", "1/s", "two new files flushed", await Rounds.Alternate(
                bench.Rounds, () => Whole(centre, Take(bids, count), atOnce),
                () => RawDisk.Pairs(bench.Folder, SealedBytes, atOnce, duration)));
            bench.Report.Add($"the act alone, {atOnce} at once", "1/s", "raw fsync of an overwrite", await Rounds.Alternate(
                bench.Rounds, () => ActAlone(centre, Take(bids, count), documents, atOnce),
                () => RawDisk.Overwrites(bench.Folder, StatementBytes, duration)));
        }
    }

    /// <summary>One small bid each of so many companies: nobody replaces, for a replacement also destroys what it replaces.</summary>
    private static async Task<Queue<PreparedBid>> Prepare(BenchCentre centre, int count)
    {
        var bids = new ConcurrentQueue<PreparedBid>();
        await Parallel.ForEachAsync(
            await centre.Bidders(count), async (bidder, _) => bids.Enqueue(await PreparedBid.Small(bidder, 1, centre.Policy)));
        return new Queue<PreparedBid>(bids);
    }

    private static PreparedBid[] Take(Queue<PreparedBid> bids, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => bids.Dequeue())];

    private static async Task<double> Whole(BenchCentre centre, PreparedBid[] bids, int atOnce) =>
        bids.Length / await Rounds.Seconds(() => Parallel.ForEachAsync(
            bids, AtOnce(atOnce), async (bid, _) => await bid.Submit(centre.Tender)));

    private static async Task<double> ActAlone(BenchCentre centre, PreparedBid[] bids, Digest documents, int atOnce)
    {
        foreach (var bid in bids)
        {
            await bid.Upload();
        }

        var ready = bids.Select(bid => (bid.Bidder, Statement: bid.Statement(centre.Tender, documents))).ToArray();
        return bids.Length / await Rounds.Seconds(() => Parallel.ForEachAsync(
            ready, AtOnce(atOnce), async (one, _) => await one.Bidder.Client.Submit(
                centre.Tender.Id, DemoTender.Lot, one.Statement, one.Bidder.EncryptionCertificates)));
    }

    private static ParallelOptions AtOnce(int count) => new() { MaxDegreeOfParallelism = count };
}
