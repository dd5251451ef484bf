using System.Diagnostics;
using System.Security.Cryptography;

namespace Trading.Benchmarks.Kernel;

/// <summary>The least that keeping something costs on this disk.</summary>
internal static class RawDisk
{
    private const int Slots = 4_096;

    private static int turns;

    /// <summary>Overwrites a second by one thread, in a file laid out before, each flushed.</summary>
    public static Task<double> Overwrites(string folder, int bytes, TimeSpan duration) => Task.Run(() =>
    {
        var piece = RandomNumberGenerator.GetBytes(bytes);
        using var file = File.OpenHandle(Path.Combine(folder, "overwritten"), FileMode.OpenOrCreate, FileAccess.ReadWrite);
        if (RandomAccess.GetLength(file) == 0)
        {
            // Once: cutting it short and laying it out anew each turn would slow down the flushes that follow.
            RandomAccess.Write(file, new byte[Slots * bytes], 0);
            RandomAccess.FlushToDisk(file);
        }

        var started = Stopwatch.GetTimestamp();
        var count = 0;
        for (; Stopwatch.GetElapsedTime(started) < duration; count++)
        {
            RandomAccess.Write(file, piece, (long)(count % Slots) * bytes);
            RandomAccess.FlushToDisk(file);
        }

        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    });

    /// <summary>Pairs of new files a second, each file written and flushed, by so many threads.</summary>
    public static async Task<double> Pairs(string folder, int bytes, int atOnce, TimeSpan duration)
    {
        var files = Directory.CreateDirectory(Path.Combine(folder, $"pairs-{Interlocked.Increment(ref turns)}")).FullName;
        var piece = RandomNumberGenerator.GetBytes(bytes);
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, atOnce).Select(thread => Task.Run(() =>
        {
            var count = 0;
            for (; Stopwatch.GetElapsedTime(started) < duration; count++)
            {
                foreach (var half in new[] { "a", "b" })
                {
                    using var file = File.OpenHandle(
                        Path.Combine(files, $"{thread}-{count}-{half}"), FileMode.CreateNew, FileAccess.Write);
                    RandomAccess.Write(file, piece, 0);
                    RandomAccess.FlushToDisk(file);
                }
            }

            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
