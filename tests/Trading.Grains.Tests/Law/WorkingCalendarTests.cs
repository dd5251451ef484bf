using System.Text.Json;
using Trading.Grains.Law;

namespace Trading.Grains.Tests.Law;

public sealed class WorkingCalendarTests
{
    private static readonly WorkingCalendar _calendar = WorkingCalendar.Load();

    [Theory]
    [InlineData("2026-01-04", DayKind.Working)] // Sunday, swapped
    [InlineData("2026-02-14", DayKind.Working)] // Saturday, swapped
    [InlineData("2026-02-28", DayKind.Working)]
    [InlineData("2026-05-09", DayKind.Working)]
    [InlineData("2026-09-20", DayKind.Working)]
    [InlineData("2026-10-10", DayKind.Working)]
    [InlineData("2026-01-01", DayKind.Holiday)]
    [InlineData("2026-02-15", DayKind.Holiday)]
    [InlineData("2026-02-23", DayKind.Holiday)] // Monday, last of the Spring Festival
    [InlineData("2026-02-24", DayKind.Working)] // the day after it
    [InlineData("2026-04-06", DayKind.Holiday)]
    [InlineData("2026-06-19", DayKind.Holiday)]
    [InlineData("2026-09-25", DayKind.Holiday)]
    [InlineData("2026-10-07", DayKind.Holiday)]
    [InlineData("2026-10-08", DayKind.Working)]
    [InlineData("2026-03-21", DayKind.Weekend)]
    [InlineData("2026-03-22", DayKind.Weekend)]
    [InlineData("2026-03-23", DayKind.Working)]
    [InlineData("2025-12-31", DayKind.BeyondCalendar)]
    [InlineData("2026-12-31", DayKind.Working)]
    [InlineData("2027-01-01", DayKind.BeyondCalendar)]
    [InlineData("0001-01-01", DayKind.BeyondCalendar)]
    [InlineData("9999-12-31", DayKind.BeyondCalendar)]
    public void Every_day_is_what_the_notice_says(string day, DayKind kind) =>
        Assert.Equal(kind, _calendar.KindOf(DateOnly.Parse(day, null)));

    [Fact]
    public void The_year_2026_has_33_holidays_6_swapped_days_and_248_working_days()
    {
        var days = Enumerable.Range(0, 365).Select(new DateOnly(2026, 1, 1).AddDays).ToList();
        var swapped = days.Count(day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday
            && _calendar.IsWorkingDay(day));

        Assert.Equal(3 + 9 + 3 + 5 + 3 + 3 + 7, days.Count(day => _calendar.KindOf(day) == DayKind.Holiday));
        Assert.Equal(6, swapped);
        Assert.Equal(248, days.Count(_calendar.IsWorkingDay));
    }

    [Fact]
    public void A_day_beyond_the_calendar_is_refused_and_never_guessed()
    {
        Assert.False(_calendar.Covers(new DateOnly(2027, 1, 4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _calendar.IsWorkingDay(new DateOnly(2027, 1, 4)));
    }

    [Fact]
    public void The_version_names_the_years_and_revisions() => Assert.Equal("2026@1", _calendar.Version);

    [Fact]
    public void A_further_year_is_data()
    {
        var calendar = WorkingCalendar.Parse(
            [Year(2030, """{"zh":"测试","en":"Test","from":"2030-01-01","to":"2030-01-02","work":["2030-01-05"]}""")]);

        Assert.Equal(DayKind.Holiday, calendar.KindOf(new DateOnly(2030, 1, 2)));
        Assert.Equal(DayKind.Working, calendar.KindOf(new DateOnly(2030, 1, 5)));
        Assert.Equal(DayKind.Weekend, calendar.KindOf(new DateOnly(2030, 1, 6)));
        Assert.Equal("2030@1", calendar.Version);
    }

    [Theory]
    [InlineData("""{"zh":"x","en":"x","from":"2030-01-02","to":"2030-01-01","work":[]}""")] // ends before it begins
    [InlineData("""{"zh":"x","en":"x","from":"2029-12-31","to":"2030-01-01","work":[]}""")] // another year
    [InlineData("""{"zh":"x","en":"x","from":"2030-01-05","to":"2030-01-05","work":["2030-01-05"]}""")] // both
    [InlineData("""{"zh":"x","en":"x","from":"2030-01-01","to":"2030-01-01","work":["2030-01-07"]}""")] // a Monday
    public void A_calendar_that_contradicts_itself_is_refused(string holiday) =>
        Assert.Throws<FormatException>(() => WorkingCalendar.Parse([Year(2030, holiday)]));

    [Fact]
    public void A_year_given_twice_is_refused() =>
        Assert.Throws<FormatException>(() => WorkingCalendar.Parse([Year(2030, ""), Year(2030, "")]));

    [Fact]
    public void Unknown_and_missing_fields_are_refused()
    {
        Assert.Throws<JsonException>(() => WorkingCalendar.Parse(["""{"year":2030}"""]));
        Assert.Throws<JsonException>(() => WorkingCalendar.Parse([Year(2030, """{"zh":"x"}""")]));
        Assert.Throws<JsonException>(() => WorkingCalendar.Parse(
            ["""{"year":2030,"revision":1,"source":"x","holidays":[],"extra":1}"""]));
    }

    private static string Year(int year, string holidays) =>
        $$"""{"year":{{year}},"revision":1,"source":"测试","holidays":[{{holidays}}]}""";
}
