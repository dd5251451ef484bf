using Trading.Grains.Journal;

namespace Trading.Silo.Journal;

/// <summary>Reads the whole journal once and checks what must hold of it.</summary>
public static class JournalCheck
{
    /// <summary>
    /// Positions have no gap, versions follow one another, every event carries the digest of the one before in its stream, and
    /// every box opens. Gives the number of events.
    /// </summary>
    /// <exception cref="InvalidDataException">Something does not hold; the message names the place.</exception>
    public static async Task<long> Run(IJournal journal, CancellationToken cancellation = default)
    {
        var heads = new Dictionary<StreamId, StreamHead>();
        var count = 0L;
        await foreach (var @event in journal.ReadAll(cancellation: cancellation).ConfigureAwait(false))
        {
            var head = heads.GetValueOrDefault(@event.Stream, StreamHead.Empty);
            if (EventChain.Check(head, @event) is { } fault)
            {
                throw new InvalidDataException($"The journal is damaged at position {@event.Position}. {fault}");
            }

            heads[@event.Stream] = EventChain.HeadAfter(@event);
            count++;
        }

        return count;
    }
}
