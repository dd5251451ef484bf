using Trading.Grains.Shell;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Journal;

/// <summary>The append-only truth: state, audit trail, live feed and public record at once.</summary>
public interface IJournal
{
    /// <summary>
    /// Appends the entry's events and its command row in one durable step, together with whatever other grains append
    /// meanwhile. Entries are taken in the order of the calls: a grain begins the next append before it has awaited the
    /// last, and where one is not kept, those of the same stream after it are not kept either. The version is compared
    /// even where there are no events.
    /// </summary>
    /// <returns>False where another activation has already written at this version: the caller must drop its
    /// state.</returns>
    /// <exception cref="IOException">The store refused the write: nothing of the entry was kept.</exception>
    ValueTask<bool> Append(JournalEntry entry, CancellationToken cancellation = default);

    /// <summary>The stream's events from a version on, in order.</summary>
    IAsyncEnumerable<RecordedEvent> Read(
        StreamId stream, long fromVersion = 1, CancellationToken cancellation = default);

    /// <summary>All events from a position on, in commit order, up to what is durable now.</summary>
    IAsyncEnumerable<RecordedEvent> ReadAll(long fromPosition = 1, CancellationToken cancellation = default);

    /// <summary>The end of the stream, from durable state.</summary>
    ValueTask<StreamHead> Head(StreamId stream, CancellationToken cancellation = default);

    /// <summary>The stored answer of a command, or null.</summary>
    ValueTask<StoredCommand?> FindCommand(StreamId stream, CommandId command, CancellationToken cancellation = default);

    /// <summary>Everything after a position, for ever, unmasked: for the platform's own services only.</summary>
    IAsyncEnumerable<RecordedEvent> Tail(long afterPosition, CancellationToken cancellation = default);
}

/// <summary>What a grain appends at once.</summary>
/// <param name="Stream">The grain's stream.</param>
/// <param name="ExpectedVersion">The version the events follow.</param>
/// <param name="Events">Sealed events with versions from <paramref name="ExpectedVersion"/> + 1 on; may be
/// empty.</param>
/// <param name="Command">The command they answer.</param>
public sealed record JournalEntry(
    StreamId Stream,
    long ExpectedVersion,
    IReadOnlyList<RecordedEvent> Events,
    StoredCommand? Command);

/// <summary>A command that was answered: its content's digest and the answer as JSON.</summary>
public sealed record StoredCommand(CommandId Id, Digest Content, string Answer);
