namespace Trading.Grains.Schedules;

/// <summary>
/// Wakes a grain when one of its moments has come. A nudge decides nothing: the grain compares its stamp with the deadline, and
/// a nudge too many, too late or lost changes no answer.
/// </summary>
public interface INudge
{
    /// <summary>
    /// Nudges the grain <paramref name="key"/> of <paramref name="kind"/> once the clock shows <paramref name="at"/> or later.
    /// The same name again moves the moment; null forgets it. Kept in memory: after a restart the plans ask again.
    /// </summary>
    ValueTask At(string kind, string key, string name, DateTimeOffset? at, CancellationToken cancellation = default);
}

/// <summary>What is called when a moment has come, for one kind of grain.</summary>
public interface INudged
{
    /// <summary>The kind of grain, as in its streams' names.</summary>
    string Kind { get; }

    /// <summary>Tells the grain that a moment has come. An exception is logged and the nudge tried again.</summary>
    Task Nudge(string key, CancellationToken cancellation = default);
}
