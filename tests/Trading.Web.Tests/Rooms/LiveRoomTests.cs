using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Silo.Tests;
using Trading.Web.Rooms;

namespace Trading.Web.Tests.Rooms;

public sealed class LiveRoomTests
{
    [Fact]
    public async Task A_slow_watcher_skips_frames_and_ends_with_the_newest()
    {
        var room = new LiveRoom(View(1), TimeProvider.System, Unhurried);
        await using var watcher = room.Watch(0).GetAsyncEnumerator();

        Assert.True(await watcher.MoveNextAsync());
        Assert.Equal(1, watcher.Current.View?.Version);

        // The watcher takes nothing while four views pass; showing them waits for nobody.
        foreach (var version in new[] { 2, 3, 4, 5 })
        {
            room.Show(View(version));
        }

        Assert.True(await watcher.MoveNextAsync());
        Assert.Equal(5, watcher.Current.View?.Version);
    }

    [Fact]
    public async Task A_watcher_that_has_the_newest_view_gets_a_beat_and_then_the_next_change()
    {
        var room = new LiveRoom(View(7), TimeProvider.System, Unhurried);
        await using var watcher = room.Watch(after: 7).GetAsyncEnumerator();

        Assert.True(await watcher.MoveNextAsync());
        Assert.Null(watcher.Current.View);
        Assert.Equal(7, watcher.Current.Version);

        var next = watcher.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        room.Show(View(8));

        Assert.True(await next.WaitAsync(Patience));
        Assert.Equal(8, watcher.Current.View?.Version);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(99)]
    public async Task A_reconnect_from_any_version_ends_with_what_is_true_now(long after)
    {
        var room = new LiveRoom(View(3), TimeProvider.System, Unhurried);
        room.Show(View(9));
        await using var watcher = room.Watch(after).GetAsyncEnumerator();

        Assert.True(await watcher.MoveNextAsync());

        Assert.Equal(9, watcher.Current.View?.Version);
    }

    [Fact]
    public void A_view_that_is_not_newer_changes_nothing()
    {
        var room = new LiveRoom(View(5), TimeProvider.System, Unhurried);
        var before = room.View;

        room.Show(View(5));
        room.Show(View(4));

        Assert.Same(before, room.View);
    }

    [Fact]
    public async Task Frames_of_one_watcher_keep_the_breath_between_them()
    {
        var clock = new TestClock();
        var room = new LiveRoom(View(1), TimeProvider.System, new RoomPace(TimeSpan.FromMilliseconds(250), TimeSpan.FromHours(1), clock));
        await using var watcher = room.Watch(0).GetAsyncEnumerator();
        Assert.True(await watcher.MoveNextAsync());
        room.Show(View(2));

        var next = watcher.MoveNextAsync().AsTask();
        clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.False(next.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(await next.WaitAsync(Patience));
    }

    [Fact]
    public async Task Silence_ends_with_a_beat_that_carries_the_time()
    {
        var clock = new TestClock();
        var room = new LiveRoom(View(1), clock, new RoomPace(TimeSpan.Zero, TimeSpan.FromSeconds(5), clock));
        await using var watcher = room.Watch(0).GetAsyncEnumerator();
        Assert.True(await watcher.MoveNextAsync());

        var next = watcher.MoveNextAsync().AsTask();
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.True(await next.WaitAsync(Patience));
        Assert.Null(watcher.Current.View);
        Assert.Equal(clock.GetUtcNow(), watcher.Current.ServerTime);
    }

    [Fact]
    public async Task Watchers_are_counted_while_they_watch()
    {
        var room = new LiveRoom(View(1), TimeProvider.System, Unhurried);

        await using (var watcher = room.Watch(0).GetAsyncEnumerator())
        {
            Assert.True(await watcher.MoveNextAsync());
            Assert.Equal(1, watcher.Current.Watchers);
        }

        Assert.Equal(0, room.Watchers);
    }

    [Fact]
    public async Task A_thousand_watchers_all_end_with_the_newest_view()
    {
        var room = new LiveRoom(View(1), TimeProvider.System, Unhurried);
        using var end = new CancellationTokenSource();
        var watching = Enumerable.Range(0, 1000).Select(_ => WatchUntil(room, 50, end.Token)).ToArray();

        for (var version = 2; version <= 50; version++)
        {
            room.Show(View(version));
        }

        var last = await Task.WhenAll(watching).WaitAsync(Patience);
        Assert.All(last, version => Assert.Equal(50, version));
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly RoomPace Unhurried = new(TimeSpan.Zero, TimeSpan.FromHours(1), TimeProvider.System);

    private static async Task<long> WatchUntil(LiveRoom room, long version, CancellationToken cancellation)
    {
        await foreach (var frame in room.Watch(0, cancellation))
        {
            if (frame.Version >= version)
            {
                return frame.Version;
            }
        }

        return 0;
    }

    private static RoomView View(long version) => RoomViews.Of(
        new TenderView(
            TenderStory.Tender, "", TenderStory.Tenderee, null, "works/2026", Role.Reception, null, null, null, null, null, [], [], version),
        new LotView(TenderStory.Lot, "", default, LotStage.Bidding, null, null),
        new Dictionary<PartyId, string>());
}
