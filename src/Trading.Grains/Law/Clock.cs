using System.Text.Json.Serialization;

namespace Trading.Grains.Law;

/// <summary>What a clock counts.</summary>
public enum ClockUnit
{
    /// <summary>Calendar days (日).</summary>
    [JsonStringEnumMemberName("d")]
    Days,

    /// <summary>Working days (工作日).</summary>
    [JsonStringEnumMemberName("wd")]
    WorkingDays,
}

/// <summary>Which side of the last day the end event must lie on.</summary>
public enum ClockDirection
{
    /// <summary>Not before the last day begins.</summary>
    FromLastDay,

    /// <summary>Not before the last day is over.</summary>
    AfterLastDay,

    /// <summary>Before the last day is over.</summary>
    UntilLastDay,
}

/// <summary>What happens when the last day is not one to act on.</summary>
public enum RollPolicy
{
    /// <summary>The last day stays.</summary>
    None,

    /// <summary>A day of a published holiday rolls to the first day after the holiday, weekend or not.</summary>
    Holiday,

    /// <summary>A day that is not a working day rolls to the next working day.</summary>
    RestDay,
}

/// <summary>
/// One legal clock: from a start event to an end event, counted in days of Beijing with the start day excluded
/// (Law/README.md). <c>EffectiveFrom</c> is the first day in force, <c>EffectiveTo</c> the first day
/// no longer in force.
/// </summary>
public sealed record Clock(
    string Id,
    string Start,
    string End,
    int Length,
    ClockUnit Unit,
    ClockDirection Direction,
    RollPolicy Roll,
    string Source,
    DateOnly EffectiveFrom,
    string Zh,
    string En,
    DateOnly? EffectiveTo = null)
{
    /// <summary>The longest clock that is counted; the law's longest is far shorter.</summary>
    public const int MaxLength = 366;

    public bool IsInForceOn(DateOnly day) => day >= EffectiveFrom && (EffectiveTo is not { } end || day < end);

    /// <summary>The last day of the clock started on a day, rolled; null when that leaves the calendar.</summary>
    public DateOnly? LastDay(DateOnly start, WorkingCalendar calendar)
    {
        if (!calendar.Covers(start))
        {
            return null;
        }

        var day = start;
        for (var counted = 0; counted < Length;)
        {
            day = day.AddDays(1);
            switch (calendar.KindOf(day))
            {
                case DayKind.BeyondCalendar:
                    return null;
                case DayKind.Working:
                    counted++;
                    break;
                default:
                    counted += Unit == ClockUnit.Days ? 1 : 0;
                    break;
            }
        }

        return Rolled(day, calendar);
    }

    /// <summary>
    /// The latest start day whose clock still allows the end event on a day, for the two directions that demand a
    /// minimum; null for the third, or when that leaves the calendar. Its use: "the last day to object is …".
    /// </summary>
    public DateOnly? LatestStart(DateOnly end, WorkingCalendar calendar)
    {
        if (Direction == ClockDirection.UntilLastDay)
        {
            return null;
        }

        var first = Direction == ClockDirection.AfterLastDay ? end.AddDays(-1) : end;
        for (var day = first; calendar.Covers(day); day = day.AddDays(-1))
        {
            if (LastDay(day, calendar) is { } last && last <= first)
            {
                return day;
            }
        }

        return null;
    }

    private DateOnly? Rolled(DateOnly day, WorkingCalendar calendar)
    {
        while (Roll != RollPolicy.None)
        {
            var kind = calendar.KindOf(day);
            if (kind == DayKind.BeyondCalendar)
            {
                return null;
            }

            if (kind == DayKind.Working || (kind == DayKind.Weekend && Roll == RollPolicy.Holiday))
            {
                return day;
            }

            day = day.AddDays(1);
        }

        return day;
    }
}
