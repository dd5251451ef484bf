using System.Runtime.CompilerServices;
using Trading.Grains.Journal;

namespace Trading.Silo.Journal;

/// <summary>
/// Withholds what may not be seen yet. Whether an event is withheld depends on its position alone, so that a consumer that
/// begins again from an old checkpoint meets the same items in the same order.
/// </summary>
public sealed class MaskedTail(SqliteJournal journal) : IMaskedTail
{
    private const int RememberedOpenings = 4096;

    public IAsyncEnumerable<MaskedItem> Tail(long afterPosition, CancellationToken cancellation = default) =>
        Mask(journal.Tail(afterPosition, cancellation));

    public IAsyncEnumerable<MaskedItem> ReadAll(long afterPosition, CancellationToken cancellation = default) =>
        Mask(journal.ReadAll(afterPosition + 1, cancellation));

    public async IAsyncEnumerable<RecordedEvent> Read(
        StreamId stream, long fromVersion = 1, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var opened = journal.OpeningOf(stream) is not null;
        await foreach (var @event in journal.Read(stream, fromVersion, cancellation).ConfigureAwait(false))
        {
            if (@event.Visibility == Visibility.Public
                || @event.BeginsOpening
                || (@event.Visibility == Visibility.AtOpening && opened))
            {
                yield return Masked(@event);
            }
        }
    }

    private async IAsyncEnumerable<MaskedItem> Mask(IAsyncEnumerable<RecordedEvent> events)
    {
        var openings = new Dictionary<StreamId, long>();
        await foreach (var @event in events.ConfigureAwait(false))
        {
            if (@event.BeginsOpening)
            {
                yield return new MaskedItem.Happened(Masked(@event));
                if (OpeningOf(openings, @event.Stream) == @event.Position)
                {
                    yield return new MaskedItem.Opened(@event.Stream, @event.Position);
                }
            }
            else if (@event.Visibility == Visibility.Public
                || (@event.Visibility == Visibility.AtOpening && OpeningOf(openings, @event.Stream) < @event.Position))
            {
                yield return new MaskedItem.Happened(Masked(@event));
            }
        }
    }

    private long? OpeningOf(Dictionary<StreamId, long> openings, StreamId stream)
    {
        if (openings.TryGetValue(stream, out var known))
        {
            return known;
        }

        if (journal.OpeningOf(stream) is not { } position)
        {
            return null;
        }

        if (openings.Count >= RememberedOpenings)
        {
            openings.Clear();
        }

        return openings[stream] = position;
    }

    private static RecordedEvent Masked(RecordedEvent @event) => @event with { Private = null };
}
