using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Trading.Grains.Journal;
using Trading.Grains.Log;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;
using Trading.Silo.Faults;
using Trading.Silo.Storage;

namespace Trading.Silo.Log;

/// <summary>
/// The published log in one SQLite file. A batch, the place in the journal it reached, its tiles and its checkpoint are one
/// transaction: a leaf is published exactly once, whatever dies when.
/// </summary>
public sealed class SqlitePublicLog : IPublicLog, IDisposable
{
    private const string Schema =
        """
        create table if not exists leaf (number integer primary key, entry blob not null);
        create index if not exists leaf_entry on leaf (entry);
        create table if not exists tile (
          level integer not null, number integer not null, hashes blob not null, primary key (level, number));
        create table if not exists head (
          id integer primary key check (id = 1),
          size integer not null, position integer not null, checkpoint text not null);
        """;

    private readonly SqliteFile _file;
    private readonly IJournal _journal;
    private readonly ISm2PrivateKey _key;
    private readonly Entropy _entropy;
    private readonly LogOptions _options;
    private readonly FaultPoints _faults;
    private readonly SemaphoreSlim _publishing = new(1);
    private readonly Pulse _pulse = new();

    /// <summary>Opens or makes the log; a new one begins with the checkpoint of an empty tree.</summary>
    /// <exception cref="InvalidDataException">The stored checkpoint was signed for another origin or by another key.</exception>
    public SqlitePublicLog(
        string path, IJournal journal, ISm2PrivateKey key, Entropy entropy, LogOptions options, FaultPoints? faults = null)
    {
        (_journal, _key, _entropy, _options) = (journal, key, entropy, options);
        _faults = faults ?? FaultPoints.None;
        Key = new NoteKey(options.Origin, key.PublicKey);
        _file = new SqliteFile(path, Schema);
        _file.Write(connection => connection.Run(
            "insert or ignore into head (id, size, position, checkpoint) values (1, 0, 0, $checkpoint)",
            ("$checkpoint", new Checkpoint(options.Origin, 0, MerkleHash.Empty).Sign(key).ToString())));

        var note = ReadHead().Checkpoint;
        if (note.Check(Key) is { } fault)
        {
            throw new InvalidDataException($"The log {path} is not that of {options.Origin} and its key ({fault}).");
        }
    }

    public NoteKey Key { get; }

    /// <summary>
    /// Publishes one batch: the oldest events that are not in the log yet, at most as many as a batch has leaves, and dummies
    /// for the rest. What does not fit waits for the next batch. Gives the new checkpoint.
    /// </summary>
    public async Task<SignedNote> Publish(CancellationToken cancellation = default)
    {
        await _publishing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            _faults.At("log.begin");
            var before = ReadHead();
            var (waiting, position) = await Waiting(before.Position, cancellation).ConfigureAwait(false);
            var batch = LeafBatch.Next(waiting, _options.BatchSize, _entropy);
            var note = _file.Write(connection => Write(connection, before.Size, position, batch.Entries));
            _faults.At("log.after-commit");
            _pulse.Beat();
            return note;
        }
        finally
        {
            _publishing.Release();
        }
    }

    public ValueTask<SignedNote> Checkpoint(CancellationToken cancellation = default) =>
        ValueTask.FromResult(ReadHead().Checkpoint);

    public ValueTask<byte[]?> Tile(string path, CancellationToken cancellation = default) =>
        ValueTask.FromResult(LogPath.Parse(path) is { } name
            ? _file.Snapshot(connection => name.IsEntries ? Entries(connection, name) : Hashes(connection, name))
            : null);

    public ValueTask<LogProof?> ProofOf(Digest entry, CancellationToken cancellation = default) =>
        ValueTask.FromResult(_file.Snapshot(connection =>
        {
            var head = ReadHead(connection);
            var number = connection.ReadRow(
                "select number from leaf where entry = $entry limit 1",
                row => (long?)row.GetInt64(0),
                ("$entry", entry.ToArray()));
            return number is { } index
                ? LogProof.Make(new TiledTree(connection, head.Size), index, head.Checkpoint)
                : null;
        }));

    public ValueTask<ConsistencyProof?> Consistency(long older, long newer, CancellationToken cancellation = default) =>
        ValueTask.FromResult(_file.Snapshot(connection =>
        {
            var size = ReadHead(connection).Size;
            return older < 0 || older > newer || newer > size
                ? null
                : new TiledTree(connection, size).Consistency(older, newer);
        }));

    public async Task PendingPublished(long position, CancellationToken cancellation = default)
    {
        while (true)
        {
            var next = _pulse.Next;
            if (ReadHead().Position >= position)
            {
                return;
            }

            await next.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _publishing.Dispose();
        _file.Close();
    }

    private async Task<(ImmutableArray<Digest> Leaves, long Position)> Waiting(
        long position, CancellationToken cancellation)
    {
        var leaves = ImmutableArray.CreateBuilder<Digest>(_options.BatchSize);
        await foreach (var @event in _journal.ReadAll(position + 1, cancellation).ConfigureAwait(false))
        {
            leaves.Add(EventChain.Leaf(@event));
            position = @event.Position;
            if (leaves.Count == _options.BatchSize)
            {
                break;
            }
        }

        return (leaves.ToImmutable(), position);
    }

    private SignedNote Write(SqliteConnection connection, long size, long position, ImmutableArray<Digest> entries)
    {
        var tree = new TiledTree(connection, size);
        foreach (var entry in entries)
        {
            connection.Run(
                "insert into leaf (number, entry) values ($number, $entry)",
                ("$number", tree.Size),
                ("$entry", entry.ToArray()));
            tree.Append(MerkleHash.Leaf(entry.AsSpan()));
        }

        _faults.At("log.leaves-inserted");
        tree.Save();
        _faults.At("log.tiles-written");
        var note = new Checkpoint(_options.Origin, tree.Size, tree.Root).Sign(_key);
        connection.Run(
            "update head set size = $size, position = $position, checkpoint = $checkpoint",
            ("$size", tree.Size),
            ("$position", position),
            ("$checkpoint", note.ToString()));
        _faults.At("log.before-commit");
        return note;
    }

    private static byte[]? Hashes(SqliteConnection connection, LogPath name) =>
        new TiledTree(connection, 0).Tile(name.Level, name.Index) is { } tile && tile.Length >= name.Width * Digest.Size
            ? tile[..(name.Width * Digest.Size)]
            : null;

    private static byte[]? Entries(SqliteConnection connection, LogPath name)
    {
        var entries = connection.ReadRows(
            "select entry from leaf where number >= $first order by number limit $count",
            row => row.Bytes(0)!,
            ("$first", name.Index * LogLimits.TileWidth),
            ("$count", name.Width));
        return entries.Count == name.Width ? LogTiles.Bundle(entries) : null;
    }

    private LogHead ReadHead() => _file.Read(ReadHead);

    private static LogHead ReadHead(SqliteConnection connection) => connection.ReadRow(
        "select size, position, checkpoint from head",
        row => new LogHead(row.GetInt64(0), row.GetInt64(1), SignedNote.Parse(row.GetString(2))))!;

    private sealed record LogHead(long Size, long Position, SignedNote Checkpoint);
}
