using System.Diagnostics;

namespace Trading.Benchmarks.Centres;

/// <summary>All watchers of a room, and when each of them saw the version that is waited for.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const int ConnectAtOnce = 32;

    private readonly List<RoomWatcher> _watchers = [];
    private readonly Lock _gate = new();
    private Dictionary<RoomWatcher, long> _arrivals = [];
    private TaskCompletionSource _all = new();
    private long _version;

    public int FrameBytes => _watchers.Max(watcher => watcher.FrameBytes);

    /// <summary>Connects so many, and waits until each has seen the room as it is.</summary>
    public async Task Gather(int count, Uri centre, string tender, string lot, long version)
    {
        _watchers.AddRange(Enumerable.Range(0, count).Select(_ => new RoomWatcher(Saw)));
        Await(version);
        await Parallel.ForEachAsync(
            _watchers, new ParallelOptions { MaxDegreeOfParallelism = ConnectAtOnce },
            async (watcher, _) => await watcher.Watch(centre, tender, lot));
        await Arrived();
    }

    /// <summary>From now on, arrivals of this version or a later one count.</summary>
    public void Await(long version)
    {
        lock (_gate)
        {
            (_version, _arrivals, _all) = (version, [], new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    /// <summary>When each watcher saw it, by <see cref="Stopwatch"/>.</summary>
    public async Task<long[]> Arrived()
    {
        await _all.Task.WaitAsync(Patience);
        return [.. _arrivals.Values];
    }

    public async ValueTask DisposeAsync() => await Parallel.ForEachAsync(_watchers, async (watcher, _) => await watcher.DisposeAsync());

    private void Saw(RoomWatcher watcher, long version, long at)
    {
        lock (_gate)
        {
            if (version >= _version && _arrivals.TryAdd(watcher, at) && _arrivals.Count == _watchers.Count)
            {
                _all.SetResult();
            }
        }
    }
}
