using System.Collections.Concurrent;
using Trading.Grains.Journal;
using Trading.Grains.Tenders;

namespace Trading.Web.Rooms;

/// <summary>
/// All rooms of this process. An event of a watched tender makes that tender catch up, and its rooms show what came of it.
/// Tenders nobody asked for cost nothing.
/// </summary>
internal sealed class LiveRooms(
    IMaskedTail tail, Func<TenderId, ITenderFold> folds, IPartyNames names, TimeProvider clock, RoomPace pace)
    : IFollower
{
    /// <summary>Tenders folded at once; beyond it those without watchers are let go.</summary>
    public const int MaxTenders = 256;

    private readonly ConcurrentDictionary<StreamId, WatchedTender> watched = new();

    /// <summary>The room of a lot, up to date; null where there is no such lot.</summary>
    public async ValueTask<LiveRoom?> Find(TenderId tender, LotId lot, CancellationToken cancellation)
    {
        var stream = WatchedTender.StreamOf(tender);
        if (watched.TryGetValue(stream, out var known) && known.Room(lot) is { } room)
        {
            return room;
        }

        MakeSpace();

        // Known to the tail before it is read: an event is then either in what is read, or comes after it.
        var candidate = watched.GetOrAdd(stream, _ => new WatchedTender(tender, tail, folds(tender), names, clock, pace));
        await candidate.CatchUp(again: false, cancellation);
        if (!candidate.IsRegistered)
        {
            watched.TryRemove(new(stream, candidate));
        }

        return candidate.Room(lot);
    }

    /// <inheritdoc/>
    public async ValueTask Follow(MaskedItem item, CancellationToken cancellation)
    {
        var (stream, again) = item switch
        {
            MaskedItem.Happened happened => (happened.Event.Stream, false),
            MaskedItem.Opened opened => (opened.Stream, true),
            _ => throw new InvalidOperationException($"The masked tail gave an unknown item, {item.GetType().Name}."),
        };
        if (watched.TryGetValue(stream, out var tender))
        {
            await tender.CatchUp(again, cancellation);
        }
    }

    private void MakeSpace()
    {
        foreach (var (stream, tender) in watched.Count < MaxTenders ? [] : watched.ToArray())
        {
            if (tender.Watchers == 0)
            {
                watched.TryRemove(new(stream, tender));
            }
        }
    }
}
