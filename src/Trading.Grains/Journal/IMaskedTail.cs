namespace Trading.Grains.Journal;

/// <summary>
/// The journal as everybody outside the shell sees it: rooms, lists, warnings. Restricted events and private parts are
/// never in it, and <see cref="Visibility.AtOpening"/> events not before the opening of their stream began (招标投标法
/// 第二十二条).
/// </summary>
public interface IMaskedTail
{
    /// <summary>
    /// What may be seen of everything after a position, for ever. Where the opening of a stream begins, its event is
    /// followed by <see cref="MaskedItem.Opened"/>: what was withheld of that stream can be read from now on.
    /// </summary>
    IAsyncEnumerable<MaskedItem> Tail(long afterPosition, CancellationToken cancellation = default);

    /// <summary>The same items up to what is durable now; then it ends.</summary>
    IAsyncEnumerable<MaskedItem> ReadAll(long afterPosition, CancellationToken cancellation = default);

    /// <summary>What may be seen of one stream now, in order of versions; withheld versions are left out.</summary>
    IAsyncEnumerable<RecordedEvent> Read(
        StreamId stream, long fromVersion = 1, CancellationToken cancellation = default);
}

/// <summary>One item of the masked tail. Positions are for checkpoints and never shown outside.</summary>
public abstract record MaskedItem(long Position)
{
    /// <summary>An event that may be seen, without its private part.</summary>
    public sealed record Happened(RecordedEvent Event) : MaskedItem(Event.Position);

    /// <summary>The opening of the stream began: reread it.</summary>
    public sealed record Opened(StreamId Stream, long Position) : MaskedItem(Position);
}
