namespace Trading.Silo.Schedules;

/// <summary>How nudges are looked after.</summary>
public sealed record NudgeOptions
{
    /// <summary>How often the clock is looked at, in real time: a jump of the clock is met so soon. Quartz takes no less.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>When a nudge that failed is tried again.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Nudges under way at the same time.</summary>
    public int AtOnce { get; init; } = 8;
}
