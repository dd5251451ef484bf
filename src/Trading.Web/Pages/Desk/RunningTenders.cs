using System.Collections.Concurrent;
using System.Collections.Immutable;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Web.Rooms;

namespace Trading.Web.Pages.Desk;

/// <summary>
/// The registered tenders in which something may still be to do: where desks look for tasks. Made of public events alone, and it
/// keeps no more than what runs.
/// </summary>
internal sealed class RunningTenders : IFollower
{
    private const string Kind = "tender-";

    private static readonly string Registered = GrainJson.NameOf(typeof(TenderRegistered));

    private static readonly string Closed = GrainJson.NameOf(typeof(RecordClosed));

    private readonly ConcurrentDictionary<StreamId, RunningTender> _running = new();

    /// <summary>By number, so that a desk keeps its order.</summary>
    public ImmutableArray<RunningTender> All => [.. _running.Values.OrderBy(one => one.Id.Value, StringComparer.Ordinal)];

    public ValueTask Follow(MaskedItem item, CancellationToken cancellation)
    {
        if (item is MaskedItem.Happened { Event: var recorded } && recorded.Stream.Value.StartsWith(Kind, StringComparison.Ordinal)
            && (recorded.Type == Registered || recorded.Type == Closed))
        {
            Take(recorded.Stream, EventCodec<TenderEvent>.Instance.Decode(recorded));
        }

        return ValueTask.CompletedTask;
    }

    private void Take(StreamId stream, TenderEvent happened)
    {
        switch (happened)
        {
            case TenderRegistered e:
                _running[stream] = new RunningTender(e.Tender, e.Name, [.. e.Lots.Select(lot => lot.Id)]);
                break;
            case RecordClosed e when _running.TryGetValue(stream, out var tender):
                var left = tender.Lots.Remove(e.Lot);
                if (left.IsEmpty)
                {
                    _running.TryRemove(stream, out _);
                }
                else
                {
                    _running[stream] = tender with { Lots = left };
                }

                break;
        }
    }
}

/// <summary>A tender with the lots whose record is not closed yet.</summary>
internal sealed record RunningTender(TenderId Id, string Name, ImmutableHashSet<LotId> Lots);
