using System.Security.Cryptography;
using Trading.Grains.Journal;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;
using Trading.Silo.AtRest;
using Trading.Silo.Journal;
using Trading.Silo.Log;
using Trading.Silo.Tests.Journal;

namespace Trading.Silo.Tests.Log;

public sealed class SqlitePublicLogTests : IDisposable
{
    private static readonly LogOptions Options = new() { Origin = "log.test-only.example/sm3", BatchSize = 8 };
    private static readonly Sm2PrivateKey LogKey = Key(7);

    private readonly TestFolder _folder = new();
    private readonly SqliteJournal _journal;
    private readonly ThrowingFaults _faults = new();
    private SqlitePublicLog _log;

    public SqlitePublicLogTests()
    {
        _journal = new SqliteJournal(_folder.File("journal.db"), new SoftwareAtRestKey(new byte[32]));
        _log = Open();
    }

    public void Dispose()
    {
        _log.Dispose();
        _journal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_new_log_has_a_signed_checkpoint_of_an_empty_tree()
    {
        var note = await _log.Checkpoint();
        Assert.Null(note.Check(_log.Key));
        Assert.Equal(new Checkpoint(Options.Origin, 0, MerkleHash.Empty), Checkpoint.Parse(note.Text));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(40)]
    public async Task Growth_says_nothing_about_what_happened(int events)
    {
        await Happen("tender-1", events);
        for (var batch = 1; batch <= 3; batch++)
        {
            var note = await _log.Publish();
            Assert.Equal(8 * batch, Checkpoint.Parse(note.Text).Size);
        }

        var entries = await Entries();
        for (var batch = 0; batch < 3; batch++)
        {
            var published = entries[(8 * batch)..(8 * batch + 8)];
            Assert.Equal(published.Order(), published);
        }
    }

    [Fact]
    public async Task Every_event_is_published_once_and_what_does_not_fit_waits()
    {
        var events = await Happen("tender-1", 20);
        await _log.Publish();
        Assert.Equal(8, (await Published(events)).Count(is_ => is_));
        Assert.All((await Published(events)).Take(8), Assert.True);
        await _log.Publish();
        await _log.Publish();
        Assert.All(await Published(events), Assert.True);
        await _log.Publish();
        var entries = await Entries();
        Assert.Equal(32, entries.Count);
        Assert.Equal(32, entries.Distinct().Count());
        Assert.Equal(20, entries.Intersect(events.Select(EventChain.Leaf)).Count());
    }

    [Fact]
    public async Task A_proof_holds_offline_after_every_batch_and_for_nothing_else()
    {
        var events = await Happen("tender-1", 10);
        Assert.Null(await _log.ProofOf(EventChain.Leaf(events[0])));
        for (var batch = 0; batch < 40; batch++)
        {
            await _log.Publish();
            var entry = EventChain.Leaf(events[0]);
            var proof = LogProof.Parse((await _log.ProofOf(entry))!.ToText());
            Assert.Null(proof.Check(entry.AsSpan(), _log.Key));
            Assert.Equal(NoteFault.NotIncluded, proof.Check(EventChain.Leaf(events[1]).AsSpan(), _log.Key));
        }

        Assert.Null(await _log.ProofOf(Digest.OfUtf8("never happened")));
    }

    [Fact]
    public async Task The_tree_in_tiles_is_the_tree_of_its_entries_over_many_tiles()
    {
        var tree = new MerkleTree();
        using var log = new SqlitePublicLog(
            _folder.File("big.db"), _journal, LogKey, RandomNumberGenerator.Fill, Options with { BatchSize = 300 });
        var roots = new List<Digest> { tree.Root };
        for (var batch = 0; batch < 5; batch++)
        {
            var note = await log.Publish();
            var bundle = await AllEntries(log, 300 * (batch + 1));
            foreach (var entry in bundle[(int)tree.Size..])
            {
                tree.Append(MerkleHash.Leaf(entry.AsSpan()));
            }

            roots.Add(tree.Root);
            Assert.Equal(tree.Root, Checkpoint.Parse(note.Text).Root);
        }

        for (var older = 0; older <= 5; older++)
        {
            for (var newer = older; newer <= 5; newer++)
            {
                var proof = await log.Consistency(300 * older, 300 * newer);
                Assert.True(proof!.Check(roots[older], roots[newer]));
            }
        }

        Assert.Null(await log.Consistency(0, 1501));
        Assert.Null(await log.Consistency(5, 4));
        Assert.Null(await log.Consistency(-1, 4));
        foreach (var file in LogTiles.Tiles(tree, 0, tree.Size))
        {
            Assert.Equal(file.Bytes, await log.Tile(file.Path));
        }
    }

    [Theory]
    [InlineData("tile/0/000.p/8", true)]
    [InlineData("tile/0/000.p/5", true)]
    [InlineData("tile/entries/000.p/8", true)]
    [InlineData("tile/0/000.p/9", false)]
    [InlineData("tile/entries/000.p/9", false)]
    [InlineData("tile/0/000", false)]
    [InlineData("tile/0/001.p/1", false)]
    [InlineData("tile/1/000.p/1", false)]
    [InlineData("tile/0/000.p/0", false)]
    [InlineData("tile/0/000.p/256", false)]
    [InlineData("tile/0/00.p/8", false)]
    [InlineData("tile/00/000.p/8", false)]
    [InlineData("tile/0/x000/000.p/8", false)]
    [InlineData("tile/99/000.p/8", false)]
    [InlineData("tile/0/../000.p/8", false)]
    [InlineData("tile/0/-01.p/8", false)]
    [InlineData("/tile/0/000.p/8", false)]
    [InlineData("tile/x/x/x.p/x", false)]
    [InlineData("tile//000.p/8", false)]
    [InlineData("checkpoint", false)]
    [InlineData("", false)]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/999.p/8", false)]
    public async Task Only_names_of_tiles_that_exist_are_answered(string path, bool there)
    {
        await _log.Publish();
        Assert.Equal(there, await _log.Tile(path) is not null);
    }

    [Theory]
    [InlineData("log.begin")]
    [InlineData("log.leaves-inserted")]
    [InlineData("log.tiles-written")]
    [InlineData("log.before-commit")]
    [InlineData("log.after-commit")]
    public async Task After_a_failure_and_a_restart_every_event_is_there_exactly_once(string point)
    {
        var events = await Happen("tender-1", 12);
        await _log.Publish();
        _faults.FailAt = point;
        await Assert.ThrowsAsync<IOException>(() => _log.Publish());
        _faults.FailAt = null;
        _log.Dispose();
        _log = Open();
        await _log.Publish();
        Assert.All(await Published(events), Assert.True);
        var entries = await Entries();
        Assert.Equal(point == "log.after-commit" ? 24 : 16, entries.Count);
        Assert.Equal(entries.Count, entries.Distinct().Count());
    }

    [Fact]
    public async Task An_opening_waits_until_everything_before_it_is_published()
    {
        await Happen("tender-1", 9);
        var waiting = _log.PendingPublished(9);
        await _log.Publish();
        Assert.False(waiting.IsCompleted);
        await _log.Publish();
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        await _log.PendingPublished(0);
    }

    [Fact]
    public void A_log_of_another_key_or_name_is_not_continued()
    {
        _log.Dispose();
        Assert.Throws<InvalidDataException>(() => new SqlitePublicLog(
            _folder.File("log.db"), _journal, Key(8), RandomNumberGenerator.Fill, Options));
        Assert.Throws<InvalidDataException>(() => new SqlitePublicLog(
            _folder.File("log.db"), _journal, LogKey, RandomNumberGenerator.Fill, Options with { Origin = "other" }));
        _log = Open();
    }

    [Fact]
    public void Batches_come_at_whole_multiples_of_the_interval()
    {
        var minute = TimeSpan.FromMinutes(1);
        var noon = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(minute, LogPublisher.UntilNext(noon, minute));
        Assert.Equal(TimeSpan.FromTicks(1), LogPublisher.UntilNext(noon.AddTicks(-1), minute));
        Assert.Equal(TimeSpan.FromSeconds(15), LogPublisher.UntilNext(noon.AddSeconds(45), minute));
    }

    [Fact]
    public async Task The_publisher_publishes_by_its_own_clock_also_when_nothing_happens()
    {
        var clock = new TestClock();
        using var publisher = new LogPublisher(
            _log, Options, clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<LogPublisher>.Instance);
        await publisher.StartAsync(default);
        for (var i = 1; i <= 3; i++)
        {
            await clock.Waiting().WaitAsync(TimeSpan.FromSeconds(30));
            await Happen($"tender-{i}", 1);
            clock.Advance(Options.Interval);
            await _log.PendingPublished(i).WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(8 * i, Checkpoint.Parse((await _log.Checkpoint()).Text).Size);
        }

        await publisher.StopAsync(default);
    }

    private async Task<List<RecordedEvent>> Happen(string stream, int count)
    {
        var story = new Story(stream);
        var events = Enumerable.Range(0, count).Select(_ => story.Next()).ToList();
        if (count > 0)
        {
            Assert.True(await _journal.Append(story.Entry(null, [.. events])));
        }

        return events;
    }

    private async Task<List<bool>> Published(List<RecordedEvent> events)
    {
        var published = new List<bool>();
        foreach (var @event in events)
        {
            published.Add(await _log.ProofOf(EventChain.Leaf(@event)) is not null);
        }

        return published;
    }

    private async Task<List<Digest>> Entries() =>
        await AllEntries(_log, (int)Checkpoint.Parse((await _log.Checkpoint()).Text).Size);

    private static async Task<List<Digest>> AllEntries(SqlitePublicLog log, int size)
    {
        var entries = new List<Digest>();
        for (var tile = 0; tile * 256 < size; tile++)
        {
            var bundle = await log.Tile(LogTiles.EntriesPath(tile, Math.Min(256, size - tile * 256)));
            entries.AddRange(LogTiles.ReadBundle(bundle).Select(entry => new Digest(entry)));
        }

        return entries;
    }

    private SqlitePublicLog Open() =>
        new(_folder.File("log.db"), _journal, LogKey, RandomNumberGenerator.Fill, Options, _faults);

    private static Sm2PrivateKey Key(byte number)
    {
        var scalar = new byte[32];
        scalar[31] = number;
        return Sm2PrivateKey.FromScalar(scalar);
    }
}
