namespace Trading.Silo.Journal;

/// <summary>The journal's limits.</summary>
public sealed record JournalOptions
{
    /// <summary>Entries that may wait for the writer; one more waits at the door.</summary>
    public int QueueLength { get; init; } = 1024;

    /// <summary>Entries made durable by one flush.</summary>
    public int MaximumBatch { get; init; } = 256;

    /// <summary>Events of one entry.</summary>
    public int MaximumEvents { get; init; } = 256;

    /// <summary>Characters of one event's body, of its private part, and of one answer.</summary>
    public int MaximumText { get; init; } = 4 * 1024 * 1024;

    /// <summary>Events read at a time: a slow reader holds one page, never a transaction.</summary>
    public int PageSize { get; init; } = 256;

    /// <summary>How long a locked database is waited for before the callers hear it.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);
}
