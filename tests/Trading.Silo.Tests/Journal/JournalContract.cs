using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Silo.Journal;

namespace Trading.Silo.Tests.Journal;

/// <summary>What every store of the journal must keep. A store's tests derive from this and say how it is opened.</summary>
public abstract class JournalContract : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected abstract IJournal Journal { get; }

    /// <summary>Closes the store and opens it again on the same data.</summary>
    protected abstract void Reopen();

    public abstract void Dispose();

    [Fact]
    public async Task What_was_appended_is_read_back_the_same()
    {
        var story = new Story("tender-1");
        var written = new[]
        {
            story.Next(),
            story.Next(Visibility.AtOpening, hidden: "{\"contact\":\"x\"}"),
            story.Next(Visibility.Restricted),
            story.Next(beginsOpening: true, body: "{\"名称\":\"开标\"}"),
        };
        Assert.True(await Journal.Append(story.Entry("c-1", written)));
        Reopen();
        var read = await Read(story.Stream);
        Assert.Equal(written, read.Select(e => e with { Position = 0 }));
        Assert.Equal([1, 2, 3, 4], read.Select(e => e.Position));
        Assert.Equal(new StreamHead(4, EventChain.DigestOf(written[3])), await Journal.Head(story.Stream));
    }

    [Fact]
    public async Task An_empty_stream_has_an_empty_head_and_no_events()
    {
        Assert.Equal(StreamHead.Empty, await Journal.Head(StreamId.Create("tender-none")));
        Assert.Empty(await Read(StreamId.Create("tender-none")));
        Assert.Null(await Journal.FindCommand(StreamId.Create("tender-none"), CommandId.Create("c")));
    }

    [Fact]
    public async Task Two_activations_cannot_both_write_the_same_version()
    {
        var (one, other) = (new Story("tender-1"), new Story("tender-1"));
        Assert.True(await Journal.Append(one.Entry("c-1", one.Next())));
        Assert.False(await Journal.Append(other.Entry("c-2", other.Next(body: "{}"))));
        Assert.Single(await Read(one.Stream));
        Assert.Null(await Journal.FindCommand(one.Stream, CommandId.Create("c-2")));
    }

    [Fact]
    public async Task Of_many_that_race_for_one_version_exactly_one_wins()
    {
        var racers = Enumerable.Range(0, 40).Select(async i =>
        {
            var story = new Story("tender-1");
            return await Journal.Append(story.Entry($"c-{i}", story.Next(body: $"{{\"racer\":{i}}}")));
        });
        Assert.Single(await Task.WhenAll(racers), won => won);
        Assert.Single(await Read(StreamId.Create("tender-1")));
    }

    [Fact]
    public async Task An_event_that_follows_one_never_written_is_refused_although_its_version_fits()
    {
        var (one, other) = (new Story("tender-1"), new Story("tender-1"));
        Assert.True(await Journal.Append(one.Entry(null, one.Next())));
        other.Next(body: "{\"never\":\"written\"}");
        Assert.False(await Journal.Append(other.Entry(null, other.Next())));
    }

    [Fact]
    public async Task A_version_beyond_the_end_is_refused()
    {
        var story = new Story("tender-1");
        story.Next();
        Assert.False(await Journal.Append(story.Entry("c", story.Next())));
        Assert.Empty(await Read(story.Stream));
    }

    [Fact]
    public async Task An_answer_without_events_is_kept_and_given_again()
    {
        var story = new Story("tender-1");
        Assert.True(await Journal.Append(story.Entry("c-1")));
        Reopen();
        Assert.Equal(Story.Command("c-1"), await Journal.FindCommand(story.Stream, CommandId.Create("c-1")));
        Assert.Null(await Journal.FindCommand(StreamId.Create("tender-2"), CommandId.Create("c-1")));
        Assert.Equal(0, (await Journal.Head(story.Stream)).Version);
    }

    [Fact]
    public async Task A_stale_activation_cannot_store_a_refusal()
    {
        var story = new Story("tender-1");
        var stale = story.Entry("c-2");
        Assert.True(await Journal.Append(story.Entry("c-1", story.Next())));
        Assert.False(await Journal.Append(stale));
        Assert.Null(await Journal.FindCommand(story.Stream, CommandId.Create("c-2")));
    }

    [Fact]
    public async Task The_same_command_is_answered_once()
    {
        var story = new Story("tender-1");
        Assert.True(await Journal.Append(story.Entry("c-1", story.Next())));
        Assert.False(await Journal.Append(story.Entry("c-1", story.Next())));
        Assert.Single(await Read(story.Stream));
    }

    [Fact]
    public async Task Positions_have_no_gaps_and_follow_commits_while_many_write_and_some_lose()
    {
        var writers = Enumerable.Range(0, 16).Select(async w =>
        {
            var story = new Story($"tender-{w}");
            for (var i = 0; i < 20; i++)
            {
                Assert.True(await Journal.Append(story.Entry($"c-{i}", story.Next(), story.Next())));
                var loser = new Story($"tender-{w}");
                Assert.False(await Journal.Append(loser.Entry($"l-{i}", loser.Next())));
            }
        });
        await Task.WhenAll(writers);
        var all = await ReadAll(1);
        Assert.Equal(Enumerable.Range(1, 16 * 40).Select(i => (long)i), all.Select(e => e.Position));
        Assert.Equal(16 * 40, await JournalCheck.Run(Journal));
    }

    [Fact]
    public async Task Reading_begins_where_it_is_asked_to()
    {
        var story = new Story("tender-1");
        for (var i = 0; i < 10; i++)
        {
            await Journal.Append(story.Entry(null, story.Next()));
        }

        Assert.Equal([9, 10], (await ReadAll(9)).Select(e => e.Position));
        Assert.Empty(await ReadAll(11));
        var read = new List<long>();
        await foreach (var @event in Journal.Read(story.Stream, 10))
        {
            read.Add(@event.Version);
        }

        Assert.Equal([10], read);
    }

    [Fact]
    public async Task A_tail_gives_what_was_and_then_what_comes()
    {
        var story = new Story("tender-1");
        await Journal.Append(story.Entry(null, story.Next(), story.Next()));
        using var stop = new CancellationTokenSource(Patience);
        await using var tail = Journal.Tail(1, stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await tail.MoveNextAsync());
        Assert.Equal(2, tail.Current.Position);

        var next = tail.MoveNextAsync();
        Assert.False(next.IsCompleted);
        await Journal.Append(story.Entry(null, story.Next()));
        Assert.True(await next);
        Assert.Equal(3, tail.Current.Position);
    }

    [Fact]
    public async Task A_tail_misses_nothing_while_others_write_and_never_holds_them_up()
    {
        const int count = 200;
        using var stop = new CancellationTokenSource(Patience);
        var idle = Journal.Tail(0, stop.Token).GetAsyncEnumerator(stop.Token);
        var reading = Task.Run(async () =>
        {
            var expected = 1L;
            await foreach (var @event in Journal.Tail(0, stop.Token))
            {
                Assert.Equal(expected, @event.Position);
                if (++expected > count)
                {
                    break;
                }
            }
        });
        var story = new Story("tender-1");
        for (var i = 0; i < count; i++)
        {
            Assert.True(await Journal.Append(story.Entry(null, story.Next())));
            if (i == 0)
            {
                // This reader takes one event and never asks again.
                Assert.True(await idle.MoveNextAsync());
            }
        }

        await reading;
        await idle.DisposeAsync();
    }

    [Fact]
    public async Task A_tail_can_be_cancelled_while_it_waits()
    {
        using var stop = new CancellationTokenSource();
        await using var tail = Journal.Tail(0, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = tail.MoveNextAsync().AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task An_entry_no_shell_could_have_made_is_thrown_back_and_nothing_is_kept()
    {
        var story = new Story("tender-1");
        var (first, second) = (story.Next(), story.Next());
        var other = new Story("tender-2").Next();
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await Journal.Append(new JournalEntry(story.Stream, 0, [first, first], null)));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await Journal.Append(new JournalEntry(story.Stream, 0, [second], null)));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await Journal.Append(new JournalEntry(story.Stream, 0, [first, second with { Previous = default }], null)));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await Journal.Append(new JournalEntry(story.Stream, 0, [other], null)));
        Assert.Empty(await ReadAll(1));
    }

    [Fact]
    public async Task Many_pages_are_read_in_order()
    {
        var story = new Story("tender-1");
        for (var i = 0; i < 20; i++)
        {
            await Journal.Append(story.Entry(null, [.. Enumerable.Range(0, 40).Select(_ => story.Next())]));
        }

        Assert.Equal(Enumerable.Range(1, 800).Select(i => (long)i), (await Read(story.Stream)).Select(e => e.Version));
        Assert.Equal(Enumerable.Range(1, 800).Select(i => (long)i), (await ReadAll(1)).Select(e => e.Position));
    }

    protected async Task<List<RecordedEvent>> Read(StreamId stream)
    {
        var events = new List<RecordedEvent>();
        await foreach (var @event in Journal.Read(stream))
        {
            events.Add(@event);
        }

        return events;
    }

    protected async Task<List<RecordedEvent>> ReadAll(long from)
    {
        var events = new List<RecordedEvent>();
        await foreach (var @event in Journal.ReadAll(from))
        {
            events.Add(@event);
        }

        return events;
    }
}
