using System.Text;
using Microsoft.Data.Sqlite;
using Trading.Grains.Journal;
using Trading.Silo.AtRest;
using Trading.Silo.Journal;
using Trading.Silo.Storage;

namespace Trading.Silo.Tests.Journal;

/// <summary>The embedded store keeps the contract, and what only it promises: encryption at rest and refused writes.</summary>
public sealed class SqliteJournalTests : JournalContract
{
    private readonly TestFolder _folder = new();
    private readonly SoftwareAtRestKey _key = new(new byte[32]);
    private readonly ThrowingFaults _faults = new();
    private SqliteJournal _journal;

    public SqliteJournalTests() => _journal = Open();

    protected override IJournal Journal => _journal;

    protected override void Reopen()
    {
        _journal.Dispose();
        _journal = Open();
    }

    public override void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Nothing_that_is_not_public_stands_on_the_disk_in_clear()
    {
        var story = new Story("tender-1");
        await _journal.Append(story.Entry(
            "c-1",
            story.Next(body: "{\"open\":\"PUBLICTEXT\"}", hidden: "{\"contact\":\"PRIVATETEXT\"}"),
            story.Next(Visibility.AtOpening, body: "{\"bid\":\"SEALEDTEXT\"}"),
            story.Next(Visibility.Restricted, body: "{\"named\":\"RESTRICTEDTEXT\"}")));
        var disk = OnDisk();
        Assert.Contains("PUBLICTEXT", disk, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATETEXT", disk, StringComparison.Ordinal);
        Assert.DoesNotContain("SEALEDTEXT", disk, StringComparison.Ordinal);
        Assert.DoesNotContain("RESTRICTEDTEXT", disk, StringComparison.Ordinal);
        Assert.DoesNotContain("to c-1", disk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erased_private_part_leaves_the_chain_whole()
    {
        var story = new Story("tender-1");
        await _journal.Append(story.Entry(null, story.Next(hidden: "{\"contact\":\"x\"}"), story.Next()));
        Assert.True(await _journal.Erase(story.Stream, 1));
        Assert.False(await _journal.Erase(story.Stream, 1));
        Assert.False(await _journal.Erase(story.Stream, 2));
        Assert.False(await _journal.Erase(story.Stream, 3));
        var first = (await Read(story.Stream))[0];
        Assert.Null(first.Private);
        Assert.NotNull(first.PrivateSm3);
        Assert.Equal(2, await JournalCheck.Run(_journal));
        Assert.True(await _journal.Append(story.Entry(null, story.Next())));
    }

    [Fact]
    public async Task A_box_moved_to_another_row_is_found()
    {
        var story = new Story("tender-1");
        await _journal.Append(story.Entry(null, story.Next(Visibility.AtOpening), story.Next(Visibility.AtOpening)));
        Raw("update event set body = (select body from event where version = 2) where version = 1");
        await Assert.ThrowsAsync<InvalidDataException>(() => Read(story.Stream));
    }

    [Theory]
    [InlineData("update event set body = '{}' where version = 2")]
    [InlineData("update event set recorded_at = recorded_at + 1 where version = 2")]
    [InlineData("update event set previous = zeroblob(32) where version = 3")]
    [InlineData("update event set type = 'other' where version = 1")]
    [InlineData("update event set salt = zeroblob(32) where version = 1")]
    [InlineData("delete from event where version = 2")]
    [InlineData("update event set version = 9 where version = 3")]
    public async Task A_changed_row_breaks_the_chain(string tampering)
    {
        var story = new Story("tender-1");
        await _journal.Append(story.Entry(null, story.Next(), story.Next(), story.Next()));
        Assert.Equal(3, await JournalCheck.Run(_journal));
        Raw(tampering);
        await Assert.ThrowsAsync<InvalidDataException>(() => JournalCheck.Run(_journal));
    }

    [Fact]
    public async Task On_a_full_disk_every_caller_hears_it_nothing_is_kept_and_the_writer_recovers()
    {
        var story = new Story("tender-1");
        Assert.True(await _journal.Append(story.Entry("c-1", story.Next())));
        _journal.Writer.PageLimit = 1;

        var big = "{\"text\":\"" + new string('x', 200_000) + "\"}";
        var refused = Enumerable.Range(0, 8).Select(async i =>
        {
            var other = new Story($"tender-big-{i}");
            await Assert.ThrowsAsync<IOException>(async () =>
                await _journal.Append(other.Entry("c", other.Next(body: big))));
        });
        await Task.WhenAll(refused);
        Assert.Single(await ReadAll(1));
        Assert.Null(await _journal.FindCommand(StreamId.Create("tender-big-0"), Story.Command("c").Id));

        _journal.Writer.PageLimit = 1_000_000;
        Assert.True(await _journal.Append(story.Entry("c-2", story.Next())));
        Assert.Equal(2, await JournalCheck.Run(_journal));
    }

    [Fact]
    public async Task While_another_process_locks_the_database_callers_hear_it_and_later_it_goes_on()
    {
        var story = new Story("tender-1");
        var entry = story.Entry("c-1", story.Next());
        using (var other = new SqliteConnection($"Data Source={_folder.File("journal.db")};Pooling=false"))
        {
            other.Open();
            other.Run("begin immediate");
            await Assert.ThrowsAsync<IOException>(async () => await _journal.Append(entry));
            other.Run("rollback");
        }

        Assert.True(await _journal.Append(entry));
        Assert.Equal(1, await JournalCheck.Run(_journal));
    }

    [Theory]
    [InlineData("journal.before-begin")]
    [InlineData("journal.event-inserted")]
    [InlineData("journal.command-inserted")]
    [InlineData("journal.before-commit")]
    public async Task A_write_that_fails_midway_keeps_nothing_and_can_be_repeated(string point)
    {
        var story = new Story("tender-1");
        var entry = story.Entry("c-1", story.Next(), story.Next());
        _faults.FailAt = point;
        await Assert.ThrowsAsync<IOException>(async () => await _journal.Append(entry));
        _faults.FailAt = null;
        Assert.Empty(await ReadAll(1));
        Assert.True(await _journal.Append(entry));
        Assert.Equal([1, 2], (await ReadAll(1)).Select(e => e.Position));
    }

    [Fact]
    public async Task One_past_each_limit_is_thrown_back()
    {
        var limits = new JournalOptions { MaximumEvents = 2, MaximumText = 20 };
        using var folder = new TestFolder();
        using var journal = new SqliteJournal(folder.File("journal.db"), _key, limits);
        var story = new Story("tender-1");
        Assert.True(await journal.Append(story.Entry(null, story.Next(body: new string('1', 20)), story.Next(body: "2"))));
        var long21 = story.Next(body: new string('1', 21));
        await Assert.ThrowsAsync<ArgumentException>(async () => await journal.Append(story.Entry(null, long21)));
        var three = new Story("tender-2");
        await Assert.ThrowsAsync<ArgumentException>(async () => await journal.Append(
            three.Entry(null, three.Next(body: "1"), three.Next(body: "2"), three.Next(body: "3"))));
    }

    [Fact]
    public async Task After_closing_an_append_is_refused()
    {
        _journal.Dispose();
        var story = new Story("tender-1");
        await Assert.ThrowsAsync<IOException>(async () => await _journal.Append(story.Entry(null, story.Next())));
    }

    [Fact]
    public async Task The_last_stamp_is_known_after_a_restart()
    {
        var story = new Story("tender-1");
        await _journal.Append(story.Entry(null, story.Next(), story.Next()));
        Reopen();
        Assert.Equal(story.Start.AddMilliseconds(2), _journal.LastRecordedAt());
        Assert.Equal(2, _journal.LastPosition());
    }

    [Fact]
    public void Every_connection_flushes_each_commit_to_the_disk()
    {
        var file = new SqliteFile(_folder.File("other.db"), "create table if not exists t (x)");
        for (var i = 0; i < 3; i++)
        {
            using var connection = file.Open();
            Assert.Equal(2, connection.ReadNumber("pragma synchronous"));
            Assert.Equal("wal", connection.ReadRow("pragma journal_mode", row => row.GetString(0)));
            Assert.Equal(1, connection.ReadNumber("pragma secure_delete"));
        }

        file.Close();
    }

    [Fact]
    public void A_database_of_another_version_is_not_touched()
    {
        _journal.Dispose();
        Raw("pragma user_version = 99");
        Assert.Throws<InvalidDataException>(Open);
        Raw("pragma user_version = 1");
        _journal = Open();
    }

    private SqliteJournal Open() => new(
        _folder.File("journal.db"), _key, new JournalOptions { Patience = TimeSpan.FromSeconds(1) }, _faults);

    private void Raw(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("journal.db")};Pooling=false");
        connection.Open();
        connection.Run(sql);
    }

    private string OnDisk()
    {
        var text = new StringBuilder();
        foreach (var path in Directory.GetFiles(_folder.Path))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file, Encoding.Latin1);
            text.Append(reader.ReadToEnd());
        }

        return text.ToString();
    }
}
