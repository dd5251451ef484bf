using System.Runtime.CompilerServices;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Silo.AtRest;
using Trading.Silo.Faults;
using Trading.Silo.Storage;

namespace Trading.Silo.Journal;

/// <summary>
/// The journal in one SQLite file. One thread writes; readers read durable state page by page and never hold it up.
/// </summary>
public sealed class SqliteJournal : IJournal, IPrivateParts, IDisposable
{
    private readonly SqliteFile _file;
    private readonly EventBoxes _boxes;
    private readonly JournalOptions _options;
    private readonly JournalWriter _writer;
    private readonly Pulse _pulse = new();

    /// <summary>Opens or makes the journal at <paramref name="path"/>.</summary>
    public SqliteJournal(string path, IAtRestKey key, JournalOptions? options = null, FaultPoints? faults = null)
    {
        _options = options ?? new JournalOptions();
        _file = new SqliteFile(path, JournalSchema.Sql, _options.Patience);
        _boxes = new EventBoxes(key);
        _writer = new JournalWriter(_file, _boxes, _options, faults ?? FaultPoints.None, _pulse.Beat);
    }

    internal JournalWriter Writer => _writer;

    public ValueTask<bool> Append(JournalEntry entry, CancellationToken cancellation = default) =>
        _writer.Append(entry, cancellation);

    public async IAsyncEnumerable<RecordedEvent> Read(
        StreamId stream, long fromVersion = 1, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fromVersion, 1);
        await Task.CompletedTask.ConfigureAwait(false);
        var next = fromVersion;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = Page("stream = $stream and version >= $from order by version", next, stream.Value);
            foreach (var @event in page)
            {
                Expect(@event.Version == next, $"{stream} version {next}, found {@event.Version}");
                next++;
                yield return @event;
            }

            if (page.Count < _options.PageSize)
            {
                yield break;
            }
        }
    }

    public async IAsyncEnumerable<RecordedEvent> ReadAll(
        long fromPosition = 1, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fromPosition, 1);
        await Task.CompletedTask.ConfigureAwait(false);
        var next = fromPosition;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = Page("position >= $from order by position", next);
            foreach (var @event in page)
            {
                Expect(@event.Position == next, $"position {next}, found {@event.Position}");
                next++;
                yield return @event;
            }

            if (page.Count < _options.PageSize)
            {
                yield break;
            }
        }
    }

    public ValueTask<StreamHead> Head(StreamId stream, CancellationToken cancellation = default)
    {
        var last = _file.Read(connection => connection.ReadRow(
            $"select {JournalSchema.Columns} from event where stream = $stream order by version desc limit 1",
            _boxes.Read,
            ("$stream", stream.Value)));
        return ValueTask.FromResult(
            last is null ? StreamHead.Empty : EventChain.HeadAfter(last));
    }

    public ValueTask<StoredCommand?> FindCommand(
        StreamId stream, CommandId command, CancellationToken cancellation = default) =>
        ValueTask.FromResult(_file.Read(connection => connection.ReadRow(
            "select content_digest, answer from command where stream = $stream and command_id = $id",
            row => new StoredCommand(
                command, new Digest(row.Bytes(0)), _boxes.Answer(stream, command, row.Bytes(1)!)),
            ("$stream", stream.Value),
            ("$id", command.Value))));

    public async IAsyncEnumerable<RecordedEvent> Tail(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterPosition);
        var position = afterPosition;
        while (true)
        {
            var next = _pulse.Next;
            await foreach (var @event in ReadAll(position + 1, cancellation).ConfigureAwait(false))
            {
                position = @event.Position;
                yield return @event;
            }

            await next.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    public ValueTask<bool> Erase(StreamId stream, long version, CancellationToken cancellation = default)
    {
        var erased = _file.Write(connection => connection.Run(
            "update event set private = null where stream = $stream and version = $version and private is not null",
            ("$stream", stream.Value),
            ("$version", version)));
        if (erased > 0)
        {
            _file.Settle();
        }

        return ValueTask.FromResult(erased > 0);
    }

    /// <summary>The position of the last durable event; 0 where nothing happened yet.</summary>
    public long LastPosition() => _file.Read(connection => connection.ReadNumber("select max(position) from event"));

    /// <summary>The latest legal time in the journal, so that stamps go on from it after a restart.</summary>
    public DateTimeOffset LastRecordedAt() => DateTimeOffset.FromUnixTimeMilliseconds(
        _file.Read(connection => connection.ReadNumber("select max(recorded_at) from event")));

    /// <summary>The position at which the opening of a stream began, or null.</summary>
    public long? OpeningOf(StreamId stream) =>
        _file.Read(connection => connection.ReadNumber(
            "select min(position) from event where stream = $stream and begins_opening = 1", ("$stream", stream.Value)))
            is > 0 and var position ? position : null;

    /// <summary>Writes what is queued, then closes.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _file.Close();
    }

    private List<RecordedEvent> Page(string where, long from, string? stream = null) =>
        _file.Read(connection => connection.ReadRows(
            $"select {JournalSchema.Columns} from event where {where} limit $count",
            _boxes.Read,
            ("$from", from),
            ("$stream", stream),
            ("$count", _options.PageSize)));

    private static void Expect(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidDataException($"The journal is damaged: expected {what}.");
        }
    }
}
