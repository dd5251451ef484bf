namespace Trading.Grains.Shell;

/// <summary>
/// Gives acts their legal time (decision 0002): UTC in whole milliseconds, never running backwards on this node.
/// Closing waits for stamps that are outstanding, so a transfer that was complete in time is never made late by a
/// queue.
/// </summary>
public interface IStampDesk
{
    /// <summary>
    /// Stamps an act on <paramref name="key"/> (the grain's stream) with the present moment. The stamp is outstanding
    /// until the ticket is disposed of, which is when the act's answer is durable or given up.
    /// </summary>
    IStampTicket Take(string key);

    /// <summary>True while a stamp of this key earlier than <paramref name="before"/> is outstanding.</summary>
    bool IsOutstanding(string key, DateTimeOffset before);

    /// <summary>
    /// Completes when no stamp of this key earlier than <paramref name="before"/> is outstanding. Where that moment has
    /// been reached, no later stamp will be earlier than it either, even if the machine's clock is set back.
    /// </summary>
    Task Outstanding(string key, DateTimeOffset before, CancellationToken cancellation = default);
}

/// <summary>A stamp that is outstanding until it is disposed of; disposing twice is once.</summary>
public interface IStampTicket : IDisposable
{
    /// <summary>The legal time of the act: UTC, whole milliseconds.</summary>
    DateTimeOffset ReceivedAt { get; }
}
