using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.Grains.Journal;
using Trading.Silo.AtRest;
using Trading.Silo.Journal;
using Trading.Silo.Projections;
using Trading.Silo.Storage;
using Trading.Silo.Tests.Journal;

namespace Trading.Silo.Tests.Projections;

public sealed class ProjectionRunnerTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly SqliteJournal _journal;
    private readonly MaskedTail _masked;

    public ProjectionRunnerTests()
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
    public async Task Events_are_taken_in_once_over_restarts()
    {
        var story = new Story("tender-1");
        await Append(story, story.Next(), story.Next());
        Assert.Equal(["1", "2"], await Follow(2, new Seen()));
        await Append(story, story.Next());
        Assert.Equal(["1", "2", "3"], await Follow(3, new Seen()));
        Assert.Equal(["1", "2", "3"], await Follow(3, new Seen()));
    }

    [Fact]
    public async Task What_was_withheld_comes_when_the_opening_begins_and_the_order_never_changes()
    {
        var story = new Story("tender-1");
        await Append(
            story,
            story.Next(),
            story.Next(Visibility.AtOpening),
            story.Next(Visibility.Restricted),
            story.Next(Visibility.AtOpening),
            story.Next());
        Assert.Equal(["1", "5"], await Follow(5, new Seen()));
        await Append(story, story.Next(beginsOpening: true), story.Next(Visibility.AtOpening));
        string[] all = ["1", "5", "6", "2", "4", "7"];
        Assert.Equal(all, await Follow(7, new Seen()));

        using (var runner = Runner(new Seen()))
        {
            await runner.Rebuild();
            Assert.Equal(all, Rows(runner, "seen"));
        }

        Assert.Equal(all, await Follow(7, new Seen()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    public async Task A_rebuild_takes_in_everything_that_is_there_and_ends(int events)
    {
        var story = new Story("tender-1");
        if (events > 0)
        {
            foreach (var entry in Enumerable.Range(0, events).Chunk(100))
            {
                await Append(story, [.. entry.Select(_ => story.Next())]);
            }

            await Append(story, story.Next(Visibility.AtOpening));
        }

        using (var spoilt = Runner(new Seen("a"), new Seen("b")))
        {
            await spoilt.Rebuild();
        }

        var (a, b) = (new Seen("a"), new Seen("b"));
        using var runner = Runner(a, b);
        await runner.Rebuild();

        Assert.Equal(Enumerable.Range(1, events).Select(i => $"{i}"), Rows(runner, "a"));
        Assert.Equal(Enumerable.Range(1, events).Select(i => $"{i}"), Rows(runner, "b"));
        Assert.Equal((events, events), (a.Applied, b.Applied));
    }

    [Fact]
    public async Task A_rebuild_that_is_broken_off_is_finished_by_the_next_start()
    {
        var story = new Story("tender-1");
        await Append(story, story.Next(), story.Next());
        await Follow(2, new Seen());
        using (var failing = Runner(new Seen { FailAt = 2 }))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => failing.Rebuild());
        }

        Assert.Equal(["1", "2"], await Follow(2, new Seen()));
    }

    [Fact]
    public async Task A_projection_of_another_version_is_made_anew_while_the_others_stand()
    {
        var story = new Story("tender-1");
        await Append(story, story.Next(), story.Next());
        await Follow(2, new Seen("a"), new Seen("b"));
        var (a, b) = (new Seen("a", version: 2), new Seen("b"));
        Assert.Equal(["1", "2"], await Follow(2, a, b));
        Assert.Equal(2, a.Applied);
        Assert.Equal(0, b.Applied);
    }

    [Fact]
    public async Task A_failure_in_the_middle_keeps_neither_rows_nor_checkpoint()
    {
        var story = new Story("tender-1");
        await Append(story, story.Next(), story.Next(), story.Next());
        using (var failing = Runner(new Seen { FailAt = 2 }))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => failing.Run(default));
            Assert.Empty(Rows(failing, "seen"));
        }

        Assert.Equal(["1", "2", "3"], await Follow(3, new Seen()));
    }

    [Fact]
    public async Task More_events_than_fit_one_transaction_are_all_taken_in()
    {
        var story = new Story("tender-1");
        for (var i = 0; i < 10; i++)
        {
            await Append(story, [.. Enumerable.Range(0, 100).Select(_ => story.Next())]);
        }

        Assert.Equal(Enumerable.Range(1, 1000).Select(i => $"{i}"), await Follow(1000, new Seen()));
    }

    private async Task Append(Story story, params RecordedEvent[] events) =>
        Assert.True(await _journal.Append(story.Entry(null, events)));

    private ProjectionRunner Runner(params Seen[] projections) =>
        new(_folder.File("views.db"), _masked, projections, NullLogger<ProjectionRunner>.Instance);

    private async Task<List<string>> Follow(long position, params Seen[] projections)
    {
        using var runner = Runner(projections);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var running = runner.Run(stop.Token);
        await Task.WhenAny(runner.CaughtUp(position, stop.Token), running);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        return Rows(runner, projections[0].Tables[0]);
    }

    private static List<string> Rows(ProjectionRunner runner, string table) => runner.Read(connection =>
        connection.ReadRows($"select version from {table} order by rowid", row => row.GetString(0)));

    private sealed class Seen(string name = "seen", int version = 1) : IProjection
    {
        public int Applied { get; private set; }

        public int FailAt { get; init; } = int.MaxValue;

        public string Name => name;

        public int Version => version;

        public IReadOnlyList<string> Tables => [name];

        public void Create(SqliteConnection connection) => connection.Run($"create table {name} (version text not null)");

        public void Apply(RecordedEvent @event, SqliteConnection connection)
        {
            connection.Run($"insert into {name} values ($version)", ("$version", $"{@event.Version}"));
            if (++Applied >= FailAt)
            {
                throw new InvalidOperationException("The projection failed.");
            }
        }
    }
}
