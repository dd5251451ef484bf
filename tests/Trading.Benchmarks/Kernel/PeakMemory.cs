using System.Globalization;

namespace Trading.Benchmarks.Kernel;

/// <summary>The most memory this process had resident, as Linux counts it (VmHWM).</summary>
internal static class PeakMemory
{
    public static bool IsKnown => File.Exists("/proc/self/status");

    /// <summary>Megabytes (10⁶ bytes).</summary>
    public static double Megabytes()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    /// <summary>Forgets the peak so far; without the right to do so the peak goes on from the process's beginning.</summary>
    public static void Reset()
    {
        GC.Collect();
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then the figure is an upper bound.
        }
    }
}
