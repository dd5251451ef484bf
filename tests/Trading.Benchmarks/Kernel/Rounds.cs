using System.Diagnostics;

namespace Trading.Benchmarks.Kernel;

/// <summary>Measures ours and the baseline by turns, so that both meet the same machine.</summary>
internal static class Rounds
{
    /// <summary>Every other round begins with the baseline: who comes second may find caches warm.</summary>
    public static async Task<List<(double Ours, double Baseline)>> Alternate(
        int rounds, Func<Task<double>> ours, Func<Task<double>> baseline)
    {
        var measured = new List<(double, double)>();
        for (var round = 0; round < rounds; round++)
        {
            if (round % 2 == 0)
            {
                var first = await ours();
                measured.Add((first, await baseline()));
            }
            else
            {
                var first = await baseline();
                measured.Add((await ours(), first));
            }
        }

        return measured;
    }

    /// <summary>Seconds that some work takes.</summary>
    public static async Task<double> Seconds(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Megabytes (10⁶ bytes) a second.</summary>
    public static async Task<double> Speed(long bytes, Func<Task> work) => bytes / 1e6 / await Seconds(work);
}
