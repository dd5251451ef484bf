using Trading.Grains.Shell;

namespace Trading.Silo.Clocks;

/// <summary>
/// The node's one stamp desk. Stamps are floored to the millisecond and never run backwards: not when the machine's clock is
/// set back, and not over a restart, because it begins at <paramref name="floor"/>, the last stamp in the journal.
/// </summary>
public sealed class StampDesk(TimeProvider time, DateTimeOffset floor = default) : IStampDesk
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, KeyStamps> _keys = [];
    private DateTimeOffset _last = Floor(floor);

    public IStampTicket Take(string key)
    {
        lock (_gate)
        {
            var stamp = Advance();
            if (!_keys.TryGetValue(key, out var stamps))
            {
                _keys.Add(key, stamps = new KeyStamps());
            }

            stamps.Outstanding[stamp] = stamps.Outstanding.GetValueOrDefault(stamp) + 1;
            return new Ticket(this, key, stamp);
        }
    }

    public bool IsOutstanding(string key, DateTimeOffset before)
    {
        lock (_gate)
        {
            return _keys.TryGetValue(key, out var stamps) && stamps.Earliest < before;
        }
    }

    public async Task Outstanding(string key, DateTimeOffset before, CancellationToken cancellation = default)
    {
        while (true)
        {
            Task returned;
            lock (_gate)
            {
                // Reading the clock here raises the floor: once the moment has been seen, nobody is stamped before it.
                Advance();
                if (!_keys.TryGetValue(key, out var stamps) || stamps.Earliest >= before)
                {
                    return;
                }

                returned = stamps.Returned.Task;
            }

            await returned.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private DateTimeOffset Advance()
    {
        var now = Floor(time.GetUtcNow());
        return _last = now > _last ? now : _last;
    }

    private void Return(string key, DateTimeOffset stamp)
    {
        TaskCompletionSource returned;
        lock (_gate)
        {
            var stamps = _keys[key];
            if (--stamps.Outstanding[stamp] == 0)
            {
                stamps.Outstanding.Remove(stamp);
            }

            if (stamps.Outstanding.Count == 0)
            {
                _keys.Remove(key);
            }

            returned = stamps.Returned;
            stamps.Returned = NewSignal();
        }

        returned.SetResult();
    }

    private static DateTimeOffset Floor(DateTimeOffset moment)
    {
        var utc = moment.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class KeyStamps
    {
        public SortedDictionary<DateTimeOffset, int> Outstanding { get; } = [];

        public TaskCompletionSource Returned { get; set; } = NewSignal();

        public DateTimeOffset Earliest => Outstanding.Count == 0 ? DateTimeOffset.MaxValue : Outstanding.First().Key;
    }

    private sealed class Ticket(StampDesk desk, string key, DateTimeOffset stamp) : IStampTicket
    {
        private int _returned;

        public DateTimeOffset ReceivedAt => stamp;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
            {
                desk.Return(key, stamp);
            }
        }
    }
}
