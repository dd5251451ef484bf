namespace Trading.Grains.Law;

/// <summary>
/// The day of an instant in Beijing: UTC+8, a fixed offset, so that the answer never depends on the machine.
/// </summary>
public static class BeijingDay
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The Beijing day that contains the instant; a day is half-open, [00:00, 24:00).</summary>
    public static DateOnly Of(DateTimeOffset instant) =>
        instant.UtcTicks > DateTimeOffset.MaxValue.UtcTicks - Offset.Ticks
            ? DateOnly.MaxValue
            : DateOnly.FromDateTime(new DateTime(instant.UtcTicks + Offset.Ticks));

    /// <summary>00:00 of the day, with offset +08:00. Days are those of law, from year 2 on.</summary>
    public static DateTimeOffset Begins(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Offset);

    /// <summary>24:00 of the day: the first instant that no longer belongs to it.</summary>
    public static DateTimeOffset Ends(DateOnly day) => Begins(day.AddDays(1));
}
