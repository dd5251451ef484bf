using Trading.Grains.Journal;

namespace Trading.Grains.Schedules;

/// <summary>
/// Reads from an event which moments its grain now waits for. Every event of the journal goes through it, at the start from
/// the first one on, so nudges need no store of their own.
/// </summary>
public interface INudgePlan
{
    /// <summary>The moments this event sets or forgets; mostly none.</summary>
    IEnumerable<PlannedNudge> Of(RecordedEvent @event);
}

/// <summary>A moment of one grain, by name: <paramref name="At"/> null forgets it.</summary>
public sealed record PlannedNudge(string Kind, string Key, string Name, DateTimeOffset? At);
