namespace Trading.Web.Rooms;

/// <summary>
/// How fast a room speaks to one watcher. It is measured by the machine's own clock and not by the centre's: a demo's
/// clock may jump over days, and a watcher must neither be flooded nor forgotten by that.
/// </summary>
/// <param name="Breath">The least time between two frames.</param>
/// <param name="Beat">The longest silence: then a frame without a view says that the connection lives.</param>
internal sealed record RoomPace(TimeSpan Breath, TimeSpan Beat, TimeProvider Clock)
{
    /// <summary>At most four frames a second, at least one in five.</summary>
    public static readonly RoomPace Default =
        new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(5), TimeProvider.System);

    public Task Breathe(CancellationToken cancellation) => Task.Delay(Breath, Clock, cancellation);

    /// <summary>Waits for a change, but no longer than a beat.</summary>
    public async Task Await(Task change, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(change, Task.Delay(Beat, Clock, waiting.Token));
        await waiting.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }
}
