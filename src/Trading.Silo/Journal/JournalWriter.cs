using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Trading.Grains.Journal;
using Trading.Silo.Faults;
using Trading.Silo.Storage;

namespace Trading.Silo.Journal;

/// <summary>
/// The one writer. While it flushes one transaction the next entries gather in its queue and go together into the next one
/// (group commit); each caller still gets its own answer. It outlives every failed write.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private const int RememberedHeads = 4096;

    private readonly SqliteFile _file;
    private readonly EventBoxes _boxes;
    private readonly JournalOptions _options;
    private readonly FaultPoints _faults;
    private readonly Action _committed;
    private readonly Channel<PreparedEntry> _queue;
    private readonly Dictionary<StreamId, StreamHead> _heads = [];
    private readonly Thread _thread;
    private JournalStatements? _statements;

    public JournalWriter(
        SqliteFile file, EventBoxes boxes, JournalOptions options, FaultPoints faults, Action committed)
    {
        (_file, _boxes, _options, _faults, _committed) = (file, boxes, options, faults, committed);
        _queue = Channel.CreateBounded<PreparedEntry>(
            new BoundedChannelOptions(options.QueueLength) { SingleReader = true });
        _thread = new Thread(Work) { IsBackground = true, Name = "journal writer" };
        _thread.Start();
    }

    /// <summary>How a full disk is tried: the database may grow to this many pages and no further.</summary>
    internal long? PageLimit { get; set; }

    public async ValueTask<bool> Append(JournalEntry entry, CancellationToken cancellation)
    {
        var prepared = PreparedEntry.Of(entry, _boxes, _options);
        try
        {
            await _queue.Writer.WriteAsync(prepared, cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw new IOException("The journal is closed: nothing was kept.", e);
        }

        // From here on the entry may be on the disk at any moment, so the caller can no longer turn away from its answer.
        return await prepared.Result.ConfigureAwait(false);
    }

    /// <summary>Writes what is queued, then stops.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
        _statements?.Dispose();
    }

    private void Work()
    {
        var batch = new List<PreparedEntry>();
        var reader = _queue.Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            while (batch.Count < _options.MaximumBatch && reader.TryRead(out var entry))
            {
                batch.Add(entry);
            }

            Write(batch);
        }
    }

    private void Write(List<PreparedEntry> batch)
    {
        var accepted = new bool[batch.Count];
        try
        {
            _faults.At("journal.before-begin");
            _statements ??= new JournalStatements(_file, _boxes);
            if (PageLimit is { } pages)
            {
                _statements.LimitPages(pages);
            }

            _statements.Begin();
            var position = _statements.LastPosition();
            for (var i = 0; i < batch.Count; i++)
            {
                accepted[i] = TryInsert(batch[i], ref position);
            }

            _faults.At("journal.before-commit");
            _statements.Commit();
            _faults.At("journal.after-commit");
        }
        catch (Exception e)
        {
            // Whatever it was, the writer goes on; a fresh connection and fresh heads know nothing of the failed batch.
            Reset();
            var heard = e as IOException ?? (e is SqliteException refused
                ? SqliteFile.Translate(refused)
                : new IOException("The journal could not write: nothing was kept.", e));
            batch.ForEach(entry => entry.Fail(heard));
            return;
        }

        _committed();
        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].Complete(accepted[i]);
        }

        _faults.At("journal.after-answer");
    }

    private bool TryInsert(PreparedEntry prepared, ref long position)
    {
        var (stream, statements) = (prepared.Entry.Stream, _statements!);
        var head = Head(stream);

        // The version alone is not enough: an activation that decided on an event which was never written may by chance
        // expect the version another one has reached. The chain tells them apart.
        if (head.Version != prepared.Entry.ExpectedVersion
            || (prepared.Events.Count > 0 && prepared.Events[0].Event.Previous != head.Digest)
            || (prepared.Entry.Command is { } asked && statements.Knows(stream, asked)))
        {
            return false;
        }

        foreach (var @event in prepared.Events)
        {
            statements.Insert(++position, @event);
            _faults.At("journal.event-inserted");
        }

        if (prepared.Entry.Command is { } command)
        {
            statements.Insert(stream, command, prepared.Answer!);
            _faults.At("journal.command-inserted");
        }

        if (prepared.Events.Count > 0)
        {
            var last = prepared.Events[^1];
            _heads[stream] = new StreamHead(last.Event.Version, last.Digest);
        }

        return true;
    }

    private StreamHead Head(StreamId stream)
    {
        if (_heads.TryGetValue(stream, out var head))
        {
            return head;
        }

        if (_heads.Count >= RememberedHeads)
        {
            _heads.Clear();
        }

        return _heads[stream] = _statements!.Head(stream);
    }

    private void Reset()
    {
        _heads.Clear();
        if (_statements is null)
        {
            return;
        }

        _statements.Rollback();
        _statements.Dispose();
        _statements = null;
    }
}
