using System.Diagnostics;
using System.Security.Cryptography;
using Trading.Benchmarks.Kernel;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Silo.AtRest;
using Trading.Silo.Journal;

namespace Trading.Benchmarks.Scenarios;

/// <summary>
/// Appends a second that are on the disk when they are answered, beside one thread that overwrites as many bytes in a file laid out
/// before and flushes it. One writer cannot share a flush, so a ratio above 1 there says that the baseline was disturbed and not that
/// the journal is fast: docs/figures.md.
/// </summary>
internal static class DurableAppends
{
    private const int BodyCharacters = 1_000;

    private static int journals;

    public static readonly Scenario Scenario = new("appends", "durable appends/s of the SQLite journal beside raw fsync", Run);

    private static async Task Run(Bench bench, CancellationToken cancellation)
    {
        if (new DriveInfo(bench.Folder).DriveFormat is "tmpfs" or "ramfs")
        {
            bench.Report.Say("The temporary directory is in memory: nothing here is durable. Set TMPDIR to a directory on a disk.");
        }

        // A shared disk's flushes may be ten times slower a second later: many short turns, or the two meet different machines.
        var duration = TimeSpan.FromSeconds(0.3);
        await Append(bench, 8, TimeSpan.FromSeconds(0.3));
        foreach (var writers in new[] { 1, 8, 64 })
        {
            bench.Report.Add(
                $"appends, {writers} writers", "1/s", "raw fsync of an overwrite",
                await Rounds.Alternate(bench.Scale(15, 3), () => Append(bench, writers, duration), () => RawDisk.Overwrites(bench.Folder, BodyCharacters, duration)));
        }
    }

    private static async Task<double> Append(Bench bench, int writers, TimeSpan duration)
    {
        // Nothing is deleted between turns: the disk would free the blocks while the next one is measured.
        var folder = bench.NewFolder($"journal-{Interlocked.Increment(ref journals)}");
        using var journal = new SqliteJournal(
            Path.Combine(folder, "journal.db"), new SoftwareAtRestKey(RandomNumberGenerator.GetBytes(SoftwareAtRestKey.KeySize)));
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(1, writers).Select(w => Task.Run(() => Write(journal, w, started, duration))));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>One writer: a stream of its own, the next event once the last is durable, each with its command's answer.</summary>
    private static async Task<int> Write(SqliteJournal journal, int writer, long started, TimeSpan duration)
    {
        var stream = StreamId.Of("bench", $"writer-{writer}");
        var encoded = new EncodedEvent(
            "thing_happened", Visibility.Public, BeginsOpening: false, $"{{\"what\":\"{new string('x', BodyCharacters)}\"}}", null);
        var head = StreamHead.Empty;
        Entropy entropy = RandomNumberGenerator.Fill;
        var count = 0;
        for (; Stopwatch.GetElapsedTime(started) < duration; count++)
        {
            var recorded = EventChain.Seal(stream, head, DateTimeOffset.UnixEpoch.AddMilliseconds(count), encoded, entropy);
            var command = new StoredCommand(CommandId.Create($"command-{count}"), default, "{}");
            if (!await journal.Append(new JournalEntry(stream, head.Version, [recorded], command)))
            {
                throw new InvalidOperationException("An append was refused.");
            }

            head = EventChain.HeadAfter(recorded);
        }

        return count;
    }
}
