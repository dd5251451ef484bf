using Trading.Grains.Journal;
using Trading.Silo.AtRest;
using Trading.Silo.Journal;

namespace Trading.Silo.Tests.Journal;

public sealed class MaskedTailTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly SqliteJournal _journal;
    private readonly MaskedTail _masked;

    public MaskedTailTests()
    {
        _journal = new SqliteJournal(_folder.File("journal.db"), new SoftwareAtRestKey(new byte[32]));
        _masked = new MaskedTail(_journal);
    }

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_submission_is_not_seen_before_the_opening_began_and_is_seen_afterwards()
    {
        var story = new Story("tender-1");
        await Append(story, story.Next(), story.Next(Visibility.AtOpening), story.Next(Visibility.AtOpening), story.Next());
        Assert.Equal([1, 4], (await Visible(story.Stream)).Select(e => e.Version));

        await Append(story, story.Next(beginsOpening: true), story.Next(Visibility.AtOpening));
        Assert.Equal([1, 2, 3, 4, 5, 6], (await Visible(story.Stream)).Select(e => e.Version));
        Assert.Equal(["1", "4", "5", "opened", "6"], await Items(0, 5));
    }

    [Fact]
    public async Task A_tail_that_begins_again_meets_the_same_items()
    {
        var story = new Story("tender-1");
        await Append(
            story,
            story.Next(),
            story.Next(Visibility.AtOpening),
            story.Next(beginsOpening: true),
            story.Next(Visibility.AtOpening));
        Assert.Equal(["1", "3", "opened", "4"], await Items(0, 4));
        Assert.Equal(["3", "opened", "4"], await Items(2, 3));
        Assert.Equal(["4"], await Items(3, 1));
    }

    [Fact]
    public async Task The_opening_of_one_stream_opens_no_other()
    {
        var (one, other) = (new Story("tender-1"), new Story("tender-2"));
        await Append(one, one.Next(Visibility.AtOpening));
        await Append(other, other.Next(Visibility.AtOpening), other.Next(beginsOpening: true));
        Assert.Empty(await Visible(one.Stream));
        Assert.Equal(2, (await Visible(other.Stream)).Count);
    }

    [Fact]
    public async Task Restricted_events_and_private_parts_are_never_seen()
    {
        var story = new Story("tender-1");
        await Append(
            story,
            story.Next(Visibility.Restricted),
            story.Next(hidden: "{\"contact\":\"x\"}"),
            story.Next(beginsOpening: true),
            story.Next(Visibility.Restricted));
        var visible = await Visible(story.Stream);
        Assert.Equal([2, 3], visible.Select(e => e.Version));
        Assert.All(visible, e => Assert.Null(e.Private));
        Assert.Equal(["2", "3", "opened"], await Items(0, 3));
    }

    [Fact]
    public async Task A_withheld_event_wakes_nobody()
    {
        var story = new Story("tender-1");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var tail = _masked.Tail(0, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = tail.MoveNextAsync();
        await Append(story, story.Next(Visibility.AtOpening), story.Next(Visibility.Restricted));
        await Append(story, story.Next(body: "{\"seen\":1}"));
        Assert.True(await next);
        Assert.Equal("{\"seen\":1}", Assert.IsType<MaskedItem.Happened>(tail.Current).Event.Body);
    }

    private async Task Append(Story story, params RecordedEvent[] events) =>
        Assert.True(await _journal.Append(story.Entry(null, events)));

    private async Task<List<RecordedEvent>> Visible(StreamId stream)
    {
        var events = new List<RecordedEvent>();
        await foreach (var @event in _masked.Read(stream))
        {
            events.Add(@event);
        }

        return events;
    }

    private async Task<List<string>> Items(long after, int count)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var items = new List<string>();
        await foreach (var item in _masked.Tail(after, stop.Token))
        {
            items.Add(item is MaskedItem.Happened happened ? $"{happened.Event.Version}" : "opened");
            if (items.Count == count)
            {
                break;
            }
        }

        return items;
    }
}
