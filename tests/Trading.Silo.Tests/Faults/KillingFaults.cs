using System.Diagnostics;
using Trading.Silo.Faults;

namespace Trading.Silo.Tests.Faults;

/// <summary>Counts the places passed and kills the process at the chosen one, as the kernel would: nothing is cleaned up.</summary>
internal sealed class KillingFaults(int killAt) : FaultPoints
{
    private readonly Lock _gate = new();
    private readonly List<string> _passed = [];

    public IReadOnlyList<string> Passed
    {
        get
        {
            lock (_gate)
            {
                return [.. _passed];
            }
        }
    }

    public override void At(string point)
    {
        lock (_gate)
        {
            _passed.Add(point);
            if (_passed.Count == killAt)
            {
                using var self = Process.GetCurrentProcess();
                self.Kill();
                Thread.Sleep(Timeout.InfiniteTimeSpan);
            }
        }
    }
}
