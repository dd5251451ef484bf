using System.Collections.Concurrent;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;

namespace Trading.Web.Rooms;

/// <summary>One tender folded from what may be seen of its stream, with the same Evolve and views as the grain's.</summary>
internal sealed class WatchedTender(
    TenderId id, IMaskedTail tail, ITenderFold none, IPartyNames names, TimeProvider clock, RoomPace pace)
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly ConcurrentDictionary<LotId, LiveRoom> rooms = new();
    private ITenderFold? tender;
    private long folded;

    public static StreamId StreamOf(TenderId tender) => StreamId.Of("tender", tender.Value);

    public bool IsRegistered => !rooms.IsEmpty;

    public int Watchers => rooms.Values.Sum(room => room.Watchers);

    public LiveRoom? Room(LotId lot) => rooms.GetValueOrDefault(lot);

    /// <summary>Reads on from where it is, or all again, and shows what came of it.</summary>
    public async Task CatchUp(bool again, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var before = again ? none : tender ?? none;
            var (next, version) = await Fold(before, again ? 0 : folded, cancellation);
            if (next.OpeningBegan && !before.OpeningBegan && !again)
            {
                // What was masked so far lies before the version we had: only the whole stream tells the whole story.
                (next, version) = await Fold(none, 0, cancellation);
            }

            await Show(next, cancellation);
            (tender, folded) = (next, version);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<(ITenderFold Tender, long Version)> Fold(ITenderFold state, long version, CancellationToken cancellation)
    {
        await foreach (var recorded in tail.Read(StreamOf(id), version + 1, cancellation))
        {
            state = state.Apply(recorded);
            version = recorded.Version;
        }

        return (state, version);
    }

    private async Task Show(ITenderFold state, CancellationToken cancellation)
    {
        if (state.View() is not { } view)
        {
            return;
        }

        var known = new Dictionary<PartyId, string>();
        foreach (var party in RoomViews.PartiesOf(view))
        {
            known[party] = await names.NameOf(party, cancellation);
        }

        foreach (var lot in view.Lots)
        {
            var next = RoomViews.Of(view, lot, known);
            rooms.GetOrAdd(lot.Id, _ => new LiveRoom(next, clock, pace)).Show(next);
        }
    }
}
