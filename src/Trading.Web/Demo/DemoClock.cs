namespace Trading.Web.Demo;

/// <summary>
/// The clock of a demo centre: it begins on a given day, runs as real time runs, and is moved over statutory waits,
/// so that the real rules run unshortened. It can be stopped on a millisecond, to be exactly on time or exactly late.
/// It never goes backwards. Timers fire by real time: a deadline is compared, never fired.
/// </summary>
/// <param name="start">The first instant.</param>
/// <param name="real">The clock underneath.</param>
public sealed class DemoClock(DateTimeOffset start, TimeProvider real) : TimeProvider
{
    private readonly Lock _gate = new();
    private DateTimeOffset _base = start;
    private long _since = real.GetTimestamp();
    private bool _stopped;

    /// <summary>Told after every move, so that schedules look again.</summary>
    public event Action? Moved;

    public override long TimestampFrequency => real.TimestampFrequency;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _stopped ? _base : _base + real.GetElapsedTime(_since);
        }
    }

    public override long GetTimestamp() => real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        real.CreateTimer(callback, state, dueTime, period);

    /// <summary>Moves to an instant and runs on from there.</summary>
    public void JumpTo(DateTimeOffset instant) => Move(instant, stop: false);

    /// <summary>Moves to an instant and stands still on it.</summary>
    public void StopAt(DateTimeOffset instant) => Move(instant, stop: true);

    private void Move(DateTimeOffset instant, bool stop)
    {
        lock (_gate)
        {
            var now = _stopped ? _base : _base + real.GetElapsedTime(_since);
            if (instant < now)
            {
                throw new InvalidOperationException($"The demo clock cannot go back from {now:O} to {instant:O}.");
            }

            (_base, _since, _stopped) = (instant.ToUniversalTime(), real.GetTimestamp(), stop);
        }

        Moved?.Invoke();
    }
}
