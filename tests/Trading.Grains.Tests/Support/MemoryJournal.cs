using System.Runtime.CompilerServices;
using Trading.Grains.Journal;
using Trading.Grains.Shell;

namespace Trading.Grains.Tests.Support;

/// <summary>
/// A journal in memory that keeps the contract of the real ones (order of calls, versions, command rows) and lets a
/// test hold appends at a gate, refuse them, or write behind a grain's back.
/// </summary>
public sealed class MemoryJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly List<RecordedEvent> _events = [];
    private readonly Dictionary<(StreamId, CommandId), StoredCommand> _commands = [];
    private readonly List<(Func<bool> Keep, TaskCompletionSource<bool> Answer, string Stream)> _held = [];
    private readonly Dictionary<CommandId, (TaskCompletionSource Asked, TaskCompletionSource Found)> _lookUps = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waits = [];
    private bool _holds;

    /// <summary>While set, every append of a stream it accepts fails before anything is kept.</summary>
    public Func<StreamId, Exception?>? Refuses { get; set; }

    /// <summary>The next append of this stream is kept, and then its answer is lost.</summary>
    public StreamId? LosesAnswerOf { get; set; }

    public IReadOnlyList<RecordedEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    public IReadOnlyList<RecordedEvent> Of(StreamId stream) => [.. Events.Where(e => e.Stream == stream)];

    /// <summary>Erases the private part of an event, as the law on personal information may ask.</summary>
    public void Erase(StreamId stream, long version) => Change(stream, version, e => e with { Private = null });

    /// <summary>Changes a kept event behind everybody's back.</summary>
    public void Change(StreamId stream, long version, Func<RecordedEvent, RecordedEvent> change)
    {
        lock (_gate)
        {
            var index = _events.FindIndex(e => e.Stream == stream && e.Version == version);
            _events[index] = change(_events[index]);
        }
    }

    /// <summary>
    /// The look-up of this command waits: it tells when it was asked, and goes on when the source is set.
    /// </summary>
    public (Task Asked, TaskCompletionSource Found) HoldLookUp(string command)
    {
        lock (_gate)
        {
            var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _lookUps[CommandId.Create(command)] = (asked, found);
            return (asked.Task, found);
        }
    }

    /// <summary>From now on appends wait until <see cref="Release"/>.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _holds = true;
        }
    }

    /// <summary>Completes when this many appends wait.</summary>
    public Task Held(int count)
    {
        lock (_gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((count, reached));
            Tell();
            return reached.Task;
        }
    }

    /// <summary>Lets the waiting appends through in order, and no longer holds.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _holds = false;
            foreach (var (keep, answer, _) in _held)
            {
                Complete(keep, answer);
            }

            _held.Clear();
        }
    }

    public ValueTask<bool> Append(JournalEntry entry, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_holds)
            {
                _held.Add((() => Keep(entry), answer, entry.Stream.Value));
                Tell();
            }
            else
            {
                Complete(() => Keep(entry), answer);
            }

            return new ValueTask<bool>(answer.Task);
        }
    }

    public async IAsyncEnumerable<RecordedEvent> Read(
        StreamId stream, long fromVersion = 1, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.Yield();
        foreach (var e in Of(stream).Where(e => e.Version >= fromVersion))
        {
            yield return e;
        }
    }

    public async IAsyncEnumerable<RecordedEvent> ReadAll(
        long fromPosition = 1, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.Yield();
        foreach (var e in Events.Where(e => e.Position >= fromPosition))
        {
            yield return e;
        }
    }

    public ValueTask<StreamHead> Head(StreamId stream, CancellationToken cancellation = default) =>
        ValueTask.FromResult(Of(stream) is [.., var last] ? EventChain.HeadAfter(last) : StreamHead.Empty);

    public async ValueTask<StoredCommand?> FindCommand(
        StreamId stream, CommandId command, CancellationToken cancellation = default)
    {
        if (_lookUps.TryGetValue(command, out var held))
        {
            held.Asked.TrySetResult();
            await held.Found.Task;
        }

        lock (_gate)
        {
            return _commands.GetValueOrDefault((stream, command));
        }
    }

    public IAsyncEnumerable<RecordedEvent> Tail(long afterPosition, CancellationToken cancellation = default) =>
        throw new NotSupportedException("Grains do not tail.");

    private static void Complete(Func<bool> keep, TaskCompletionSource<bool> answer)
    {
        try
        {
            answer.SetResult(keep());
        }
        catch (Exception refused)
        {
            answer.SetException(refused);
        }
    }

    private bool Keep(JournalEntry entry)
    {
        if (Refuses?.Invoke(entry.Stream) is { } refused)
        {
            throw refused;
        }

        var version = _events.LastOrDefault(e => e.Stream == entry.Stream)?.Version ?? 0;
        if (version != entry.ExpectedVersion
            || (entry.Command is { } known && _commands.ContainsKey((entry.Stream, known.Id))))
        {
            return false;
        }

        foreach (var e in entry.Events)
        {
            Assert.Equal(++version, e.Version);
            _events.Add(e with { Position = _events.Count + 1 });
        }

        if (entry.Command is { } command)
        {
            _commands.Add((entry.Stream, command.Id), command);
        }

        if (LosesAnswerOf == entry.Stream)
        {
            LosesAnswerOf = null;
            throw new IOException("The answer of the store was lost.");
        }

        return true;
    }

    private void Tell()
    {
        foreach (var (count, reached) in _waits)
        {
            if (_held.Count(h => !h.Stream.StartsWith("acts-", StringComparison.Ordinal)) >= count)
            {
                reached.TrySetResult();
            }
        }
    }
}
