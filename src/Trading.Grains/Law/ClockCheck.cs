namespace Trading.Grains.Law;

/// <summary>How a clock was kept.</summary>
public enum ClockOutcome
{
    Kept,

    /// <summary>The end event lies before <see cref="ClockCheck.NotBefore"/>.</summary>
    TooEarly,

    /// <summary>The end event does not lie before <see cref="ClockCheck.Before"/>.</summary>
    TooLate,

    /// <summary>The count leaves the loaded calendars; nothing is decided.</summary>
    BeyondCalendar,

    /// <summary>The clock is not in force on the day of the start event; nothing is decided.</summary>
    NotInForce,
}

/// <summary>
/// The answer of one clock for two instants: whether it was kept, by which article, and the dates that follow.
/// Where the clock could be counted, <see cref="NotBefore"/> is set, and <see cref="Before"/> where it sets a maximum.
/// </summary>
/// <param name="Clock">The clock, with its article and sentences.</param>
/// <param name="Outcome">Kept, or why not.</param>
/// <param name="Pack">The rule pack and its revision, such as <c>works/2026@1</c>.</param>
/// <param name="Calendar">The calendar years counted in, such as <c>2026@1</c>; all loaded ones where it could not be counted.</param>
/// <param name="LastDay">The last day of the count, rolled.</param>
/// <param name="NotBefore">The first instant at which the end event may happen (inclusive); never before the
/// start.</param>
/// <param name="Before">The instant before which the end event must happen (exclusive).</param>
/// <param name="LatestStart">For a minimum: the latest day on which the start event still allows this end
/// event.</param>
public sealed record ClockCheck(
    Clock Clock,
    ClockOutcome Outcome,
    string Pack,
    string Calendar,
    DateOnly? LastDay = null,
    DateTimeOffset? NotBefore = null,
    DateTimeOffset? Before = null,
    DateOnly? LatestStart = null)
{
    public bool IsKept => Outcome == ClockOutcome.Kept;

    /// <summary>The article of law, such as <c>招标投标法 第二十四条</c>.</summary>
    public string Article => Clock.Source;

    /// <summary>The earliest day allowed for the end event; null where it could not be counted.</summary>
    public DateOnly? Earliest => NotBefore is { } instant ? BeijingDay.Of(instant) : null;

    /// <summary>The latest day allowed for the end event; null where the clock sets none.</summary>
    public DateOnly? Latest => Before is null ? null : LastDay;

    /// <summary>
    /// Counts <paramref name="clock"/> from <paramref name="start"/> and compares <paramref name="end"/>.
    /// </summary>
    public static ClockCheck Of(
        Clock clock, DateTimeOffset start, DateTimeOffset end, WorkingCalendar calendar, string pack)
    {
        var check = Due(clock, start, calendar, pack);
        if (!check.IsKept)
        {
            return check;
        }

        var endDay = BeijingDay.Of(end);
        if (!calendar.Covers(endDay))
        {
            return check with { Outcome = ClockOutcome.BeyondCalendar };
        }

        return check with
        {
            Outcome = end < check.NotBefore ? ClockOutcome.TooEarly
                : end >= check.Before ? ClockOutcome.TooLate
                : ClockOutcome.Kept,
            LatestStart = clock.LatestStart(endDay, calendar),
            Calendar = calendar.VersionOf(BeijingDay.Of(start), endDay > check.LastDay ? endDay : check.LastDay!.Value),
        };
    }

    /// <summary>
    /// Counts <paramref name="clock"/> from <paramref name="start"/> alone: <see cref="Earliest"/> or
    /// <see cref="Latest"/> tells the date. <see cref="ClockOutcome.Kept"/> means that it could be counted.
    /// </summary>
    public static ClockCheck Due(Clock clock, DateTimeOffset start, WorkingCalendar calendar, string pack)
    {
        var startDay = BeijingDay.Of(start);
        var check = new ClockCheck(clock, ClockOutcome.Kept, pack, calendar.Version);
        if (!clock.IsInForceOn(startDay))
        {
            return check with { Outcome = ClockOutcome.NotInForce };
        }

        if (clock.LastDay(startDay, calendar) is not { } last)
        {
            return check with { Outcome = ClockOutcome.BeyondCalendar };
        }

        check = check with { Calendar = calendar.VersionOf(startDay, last) };
        return clock.Direction switch
        {
            ClockDirection.FromLastDay => check with { LastDay = last, NotBefore = BeijingDay.Begins(last) },
            ClockDirection.AfterLastDay => check with { LastDay = last, NotBefore = BeijingDay.Ends(last) },
            _ => check with { LastDay = last, NotBefore = start, Before = BeijingDay.Ends(last) },
        };
    }
}
