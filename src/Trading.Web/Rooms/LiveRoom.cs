using System.Runtime.CompilerServices;

namespace Trading.Web.Rooms;

/// <summary>
/// One room in one process: the newest view, and whoever waits for a newer one. Showing a view never waits for anybody;
/// each watcher takes the newest when it is ready for it, so a slow one skips frames and a lost one asks again.
/// </summary>
internal sealed class LiveRoom(RoomView first, TimeProvider clock, RoomPace pace)
{
    /// <summary>The most who may watch one room through one process.</summary>
    public const int MaxWatchers = 20_000;

    private readonly Lock gate = new();
    private Moment moment = new(first);
    private int watchers;

    public RoomView View => Volatile.Read(ref moment).View;

    public int Watchers => Volatile.Read(ref watchers);

    /// <summary>Shows a view; one that is not newer changes nothing.</summary>
    public void Show(RoomView view)
    {
        Moment passed;
        lock (gate)
        {
            if (view.Version <= moment.View.Version)
            {
                return;
            }

            passed = moment;
            Volatile.Write(ref moment, new Moment(view));
        }

        passed.Passed.SetResult();
    }

    /// <summary>
    /// What is newer than the watcher's version, for ever: first a frame at once, then the newest view whenever it changed,
    /// and a beat when nothing did.
    /// </summary>
    /// <param name="after">The version the watcher has; 0 for none.</param>
    /// <param name="cancellation">Ends the watching.</param>
    /// <exception cref="RoomFullException">More than <see cref="MaxWatchers"/> watch already.</exception>
    public async IAsyncEnumerable<RoomFrame> Watch(
        long after, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (Interlocked.Increment(ref watchers) > MaxWatchers)
        {
            Interlocked.Decrement(ref watchers);
            throw new RoomFullException();
        }

        try
        {
            var seen = after;
            while (true)
            {
                var now = Volatile.Read(ref moment);
                yield return Frame(now.View, seen);
                seen = now.View.Version;
                await pace.Breathe(cancellation);
                await pace.Await(now.Passed.Task, cancellation);
            }
        }
        finally
        {
            Interlocked.Decrement(ref watchers);
        }
    }

    // A watcher that has a higher version than ours saw another database: it is given what is true here.
    private RoomFrame Frame(RoomView view, long seen) =>
        new(view.Version, clock.GetUtcNow(), Watchers, view.Version == seen ? null : view);

    private sealed record Moment(RoomView View)
    {
        public TaskCompletionSource Passed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>Too many watch one room; the page still works by refresh.</summary>
internal sealed class RoomFullException() : Exception($"At most {LiveRoom.MaxWatchers} may watch one room here.");
