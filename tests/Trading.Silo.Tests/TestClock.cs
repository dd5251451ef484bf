namespace Trading.Silo.Tests;

/// <summary>A clock with one driver: it moves when the test moves it, and fires the timers that became due.</summary>
internal sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TestTimer> _timers = [];
    private DateTimeOffset _now = start;
    private TaskCompletionSource _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TestClock() : this(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero))
    {
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Completes when somebody has armed a timer since the clock moved last.</summary>
    public Task Waiting()
    {
        lock (_gate)
        {
            return _armed.Task;
        }
    }

    public void Advance(TimeSpan by)
    {
        TestTimer[] timers;
        lock (_gate)
        {
            _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _now += by;
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.FireIfDue();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, callback, state);
        lock (_gate)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        lock (_gate)
        {
            _armed.TrySetResult();
        }

        return timer;
    }

    private sealed class TestTimer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        private DateTimeOffset? _due;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                _period = period;
            }

            FireIfDue();
            return true;
        }

        public void FireIfDue()
        {
            while (true)
            {
                lock (clock._gate)
                {
                    if (_due is null || _due > clock._now)
                    {
                        return;
                    }

                    _due = _period > TimeSpan.Zero ? _due + _period : null;
                }

                callback(state);
            }
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                _due = null;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
