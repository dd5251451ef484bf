using System.Collections.Concurrent;
using Trading.Grains.Journal;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Shell;

/// <summary>
/// Refused attempts in the journal, in the stream <c>acts-</c> and the grain's own name. Within a window the first
/// attempts are recorded one by one, the others are counted and recorded together after it. A killed process loses at
/// most one window's counts, never an attempt that was recorded by itself.
/// </summary>
public sealed class JournalRefusedActs(IJournal journal, Entropy entropy) : IRefusedActs
{
    /// <summary>Attempts recorded one by one in a window; the next is only counted.</summary>
    public const int SingleLimit = 20;

    /// <summary>Different pairs of refusal and role counted in a window; further ones count as "Other".</summary>
    public const int CountLimit = 64;

    /// <summary>Other writers met in a row before a write is given up.</summary>
    public const int ConflictLimit = 8;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<StreamId, Ledger> _ledgers = [];

    public static StreamId StreamOf(StreamId grain) => StreamId.Of("acts", grain.Value);

    public async ValueTask Record(RefusedAct act, CancellationToken cancellation = default)
    {
        var ledger = _ledgers.GetOrAdd(act.Stream, stream => new Ledger(StreamOf(stream)));
        await ledger.Gate.WaitAsync(cancellation);
        try
        {
            if (act.ReceivedAt >= ledger.WindowStart + Window)
            {
                await WriteCounts(ledger, cancellation);
                ledger.WindowStart = act.ReceivedAt;
                ledger.Singles = 0;
            }

            if (ledger.Singles >= SingleLimit)
            {
                ledger.Count(act);
                return;
            }

            ledger.Singles++;
            await Write(ledger, act.ReceivedAt, Single(act), cancellation);
        }
        finally
        {
            ledger.Gate.Release();
        }
    }

    public async ValueTask Flush(StreamId stream, CancellationToken cancellation = default)
    {
        if (!_ledgers.TryRemove(stream, out var ledger))
        {
            return;
        }

        await ledger.Gate.WaitAsync(cancellation);
        try
        {
            await WriteCounts(ledger, cancellation);
        }
        finally
        {
            ledger.Gate.Release();
        }
    }

    private static RefusedActEvent.ActRefused Single(RefusedAct act) =>
        new(act.Command, act.CommandType, act.Actor.Role, act.Refusal, act.ReceivedAt, act.Actor.Party);

    private async Task WriteCounts(Ledger ledger, CancellationToken cancellation)
    {
        if (ledger.Counts.Count == 0)
        {
            return;
        }

        var counts = ledger.Counts
            .OrderBy(c => c.Key.Refusal, StringComparer.Ordinal)
            .ThenBy(c => c.Key.Role)
            .Select(c => new RefusalCount(c.Key.Refusal, c.Key.Role, c.Value));
        await Write(
            ledger, ledger.Last, new RefusedActEvent.ActsRefused(ledger.First, ledger.Last, [.. counts]), cancellation);
        ledger.Counts.Clear();
    }

    private async Task Write(Ledger ledger, DateTimeOffset at, RefusedActEvent @event, CancellationToken cancellation)
    {
        var encoded = EventCodec<RefusedActEvent>.Instance.Encode(@event);

        // Tries again because a second activation, left over from a fault, may write to the same stream for a moment.
        for (var conflicts = 0; conflicts < ConflictLimit; conflicts++)
        {
            ledger.Head ??= await journal.Head(ledger.Stream, cancellation);
            var recorded = EventChain.Seal(ledger.Stream, ledger.Head, at, encoded, entropy);
            var head = ledger.Head;
            ledger.Head = null;
            if (await journal.Append(new JournalEntry(ledger.Stream, head.Version, [recorded], null), cancellation))
            {
                ledger.Head = EventChain.HeadAfter(recorded);
                return;
            }
        }

        throw new IOException($"Others wrote to {ledger.Stream} {ConflictLimit} times in a row.");
    }

    /// <summary>The attempts on one grain in this window.</summary>
    private sealed class Ledger(StreamId stream)
    {
        public StreamId Stream { get; } = stream;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        /// <summary>Null until read, and after a write whose outcome is unknown.</summary>
        public StreamHead? Head { get; set; }

        public DateTimeOffset WindowStart { get; set; } = DateTimeOffset.MinValue;

        public int Singles { get; set; }

        public Dictionary<(string Refusal, Role Role), long> Counts { get; } = [];

        public DateTimeOffset First { get; private set; }

        public DateTimeOffset Last { get; private set; }

        public void Count(RefusedAct act)
        {
            First = Counts.Count == 0 ? act.ReceivedAt : First;
            Last = act.ReceivedAt > Last || Counts.Count == 0 ? act.ReceivedAt : Last;
            var key = (act.Refusal, act.Actor.Role);
            if (!Counts.ContainsKey(key) && Counts.Count >= CountLimit)
            {
                key = ("Other", Role.Public);
            }

            Counts[key] = Counts.GetValueOrDefault(key) + 1;
        }
    }
}
