using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Trading.Grains.Law;

/// <summary>What a day is by the published calendar.</summary>
public enum DayKind
{
    /// <summary>The calendar of that year is not loaded; nothing may be computed with this day.</summary>
    BeyondCalendar,

    /// <summary>A working day (工作日), swapped ones (调休上班) included.</summary>
    Working,

    /// <summary>A Saturday or Sunday that is neither a holiday nor swapped.</summary>
    Weekend,

    /// <summary>A day of a published holiday (放假).</summary>
    Holiday,
}

/// <summary>
/// The working-day calendar with swapped days (调休), year by year. Each year is data with its source; a year that is
/// not loaded is refused by name (<see cref="DayKind.BeyondCalendar"/>), since a guess mis-counts. Immutable.
/// </summary>
public sealed class WorkingCalendar
{
    private readonly FrozenDictionary<int, CalendarYear> _years;

    private WorkingCalendar(IReadOnlyCollection<CalendarYear> years)
    {
        _years = years.ToFrozenDictionary(year => year.Year);
        Version = VersionOf(years);
    }

    /// <summary>All years loaded and their revisions, such as <c>2026@1</c>.</summary>
    public string Version { get; }

    /// <summary>
    /// The loaded years between two days and their revisions: what a count between them rests on. A year that is loaded later does
    /// not change it, so a computed date can be computed again by any later release.
    /// </summary>
    public string VersionOf(DateOnly from, DateOnly to) => VersionOf(_years.Values.Where(y => y.Year >= from.Year && y.Year <= to.Year));

    /// <summary>The calendars that come with this release.</summary>
    public static WorkingCalendar Load() =>
        Parse([.. LawJson.Names("calendars").Select(name => LawJson.Embedded("calendars", name)!)]);

    /// <summary>Calendars from their JSON, one text per year, as in <c>Law/calendars</c>.</summary>
    /// <exception cref="FormatException">A year is given twice, or its days do not belong to it.</exception>
    /// <exception cref="System.Text.Json.JsonException">A text is not of the form.</exception>
    public static WorkingCalendar Parse(IReadOnlyCollection<string> years)
    {
        var read = years.Select(LawJson.Read<CalendarYear>).ToImmutableArray();
        foreach (var year in read)
        {
            year.Validate();
        }

        var twice = read.GroupBy(year => year.Year).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? new WorkingCalendar(read)
            : throw new FormatException($"The calendar of {twice.Key} is given twice.");
    }

    public bool Covers(DateOnly day) => _years.ContainsKey(day.Year);

    /// <summary>What the day is; never throws.</summary>
    public DayKind KindOf(DateOnly day) =>
        !_years.TryGetValue(day.Year, out var year) ? DayKind.BeyondCalendar
        : year.IsSwappedIn(day) ? DayKind.Working
        : year.IsHoliday(day) ? DayKind.Holiday
        : day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? DayKind.Weekend
        : DayKind.Working;

    /// <summary>Whether work is done on the day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day is beyond the loaded calendars: ask
    /// <see cref="Covers"/> or <see cref="KindOf"/> first.</exception>
    public bool IsWorkingDay(DateOnly day) => KindOf(day) switch
    {
        DayKind.Working => true,
        DayKind.Weekend or DayKind.Holiday => false,
        _ => throw new ArgumentOutOfRangeException(nameof(day), day, $"The loaded calendars are {Version}."),
    };

    private static string VersionOf(IEnumerable<CalendarYear> years) => string.Join('+', years.OrderBy(year => year.Year)
        .Select(year => string.Create(CultureInfo.InvariantCulture, $"{year.Year}@{year.Revision}")));
}

internal sealed record CalendarYear(int Year, int Revision, string Source, ImmutableArray<Holiday> Holidays)
{
    public bool IsHoliday(DateOnly day) => Holidays.Any(holiday => day >= holiday.From && day <= holiday.To);

    public bool IsSwappedIn(DateOnly day) => Holidays.Any(holiday => holiday.Work.Contains(day));

    public void Validate()
    {
        var strange = Holidays.FirstOrDefault(holiday =>
            holiday.From > holiday.To || holiday.From.Year != Year || holiday.To.Year != Year
            || holiday.Work.Any(day => day.Year != Year || IsHoliday(day)
                || day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)));
        if (strange is not null || Revision < 1 || Source.Length == 0)
        {
            throw new FormatException($"The calendar of {Year} is wrong at {strange?.Zh ?? "its head"}: holidays lie "
                + "within the year, and swapped working days are weekend days outside the holidays.");
        }
    }
}

internal sealed record Holiday(string Zh, string En, DateOnly From, DateOnly To, ImmutableArray<DateOnly> Work);
