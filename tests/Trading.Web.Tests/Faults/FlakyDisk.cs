using Microsoft.Data.Sqlite;
using Trading.Grains.Shell;
using Trading.Silo.Faults;

namespace Trading.Web.Tests.Faults;

/// <summary>A disk that fails at chosen places so many times, after they were passed so many times.</summary>
internal sealed class FlakyDisk : FaultPoints
{
    /// <summary>As often as the server itself tries before it tells the caller.</summary>
    public const int UntilHeard = SendingCommands.AttemptLimit;

    private readonly Lock _gate = new();
    private readonly List<Plan> _plans = [];

    /// <summary>Whether everything it was told to do has happened.</summary>
    public bool IsSpent
    {
        get
        {
            lock (_gate)
            {
                return _plans.Count == 0;
            }
        }
    }

    public static Exception Full { get; } = new SqliteException("database or disk is full", 13);

    public static Exception Locked { get; } = new SqliteException("database is locked", 5);

    public static Exception Broken { get; } = new SqliteException("disk I/O error", 10);

    public void Fail(string place, int times = 1, int skip = 0, Exception? how = null)
    {
        lock (_gate)
        {
            _plans.Add(new Plan(place, times, skip, how ?? new IOException($"No space left on device, at {place}.")));
        }
    }

    public override void At(string point)
    {
        lock (_gate)
        {
            var index = _plans.FindIndex(one => one.Place == point);
            if (index < 0)
            {
                return;
            }

            var plan = _plans[index];
            if (plan.Skip > 0)
            {
                _plans[index] = plan with { Skip = plan.Skip - 1 };
                return;
            }

            _plans[index] = plan with { Times = plan.Times - 1 };
            if (plan.Times == 1)
            {
                _plans.RemoveAt(index);
            }

            throw plan.How;
        }
    }

    private sealed record Plan(string Place, int Times, int Skip, Exception How);
}
