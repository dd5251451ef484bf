using FsCheck;
using FsCheck.Fluent;
using Trading.Grains.Law;

namespace Trading.Grains.Tests.Law;

public sealed class ClockTests
{
    private static readonly WorkingCalendar _calendar = WorkingCalendar.Load();
    private static readonly RulePack _works = RulePack.Load("works/2026");

    [Fact]
    public void T1_twenty_days_from_2_March_end_on_Sunday_22_March()
    {
        var check = _works.Due(WorksLaw.Preparation, At("2026-03-02T09:00"), _calendar);

        Assert.Equal(new DateOnly(2026, 3, 22), check.Earliest);
        Assert.Null(check.Latest);
        Assert.Equal("招标投标法 第二十四条", check.Article);
        Assert.Equal("works/2026@1", check.Pack);
        Assert.Equal("2026@1", check.Calendar);
    }

    [Fact]
    public void T1_with_the_weekend_rolled_it_is_Monday_23_March()
    {
        var rolled = _works.Clock(WorksLaw.Preparation) with { Roll = RollPolicy.RestDay };

        Assert.Equal(new DateOnly(2026, 3, 23), rolled.LastDay(new DateOnly(2026, 3, 2), _calendar));
    }

    [Theory]
    [InlineData("2026-03-21T23:59:59.999", ClockOutcome.TooEarly)]
    [InlineData("2026-03-22T00:00:00.000", ClockOutcome.Kept)]
    [InlineData("2026-03-22T00:00:00.001", ClockOutcome.Kept)]
    [InlineData("2026-03-21T10:00", ClockOutcome.TooEarly)]
    [InlineData("2026-03-23T10:00", ClockOutcome.Kept)]
    public void A_deadline_may_lie_on_the_twentieth_day_not_a_millisecond_before(string end, ClockOutcome outcome) =>
        Assert.Equal(outcome, Check(WorksLaw.Preparation, "2026-03-02T23:59:59.999", end).Outcome);

    [Fact]
    public void T2_a_clarification_of_10_March_needs_a_deadline_of_25_March()
    {
        var check = _works.Check(WorksLaw.Clarification, At("2026-03-10T15:00"), At("2026-03-23T10:00"), _calendar);

        Assert.Equal(ClockOutcome.TooEarly, check.Outcome);
        Assert.Equal(new DateOnly(2026, 3, 25), check.Earliest);
        Assert.Equal(new DateOnly(2026, 3, 8), check.LatestStart);
        Assert.Contains("第二十三条", check.Article, StringComparison.Ordinal);
        Assert.True(Check(WorksLaw.Clarification, "2026-03-10T15:00", "2026-03-25T10:00").IsKept);
        Assert.False(Check(WorksLaw.Clarification, "2026-03-10T15:00", "2026-03-24T23:59:59.999").IsKept);
    }

    [Theory]
    [InlineData("2026-03-12T10:00", true)]
    [InlineData("2026-03-13T00:00", true)]
    [InlineData("2026-03-13T23:59:59.999", true)]
    [InlineData("2026-03-14T00:00", false)]
    public void T3_the_last_day_to_object_is_13_March(string raised, bool kept)
    {
        var check = _works.Check(WorksLaw.DocumentObjection, At(raised), At("2026-03-23T10:00"), _calendar);

        Assert.Equal(kept, check.IsKept);
        Assert.Equal(new DateOnly(2026, 3, 13), check.LatestStart);
    }

    [Theory]
    [InlineData("2026-04-28T17:00", ClockOutcome.Kept)]
    [InlineData("2026-04-29T23:59:59.999", ClockOutcome.Kept)]
    [InlineData("2026-04-30T00:00", ClockOutcome.TooLate)]
    [InlineData("2026-03-30T08:59:59.999", ClockOutcome.TooEarly)]
    [InlineData("2026-03-30T09:00", ClockOutcome.Kept)]
    public void T7_the_contract_is_signed_by_29_April(string signed, ClockOutcome outcome)
    {
        var check = _works.Check(WorksLaw.Contract, At("2026-03-30T09:00"), At(signed), _calendar);

        Assert.Equal(outcome, check.Outcome);
        Assert.Equal(new DateOnly(2026, 4, 29), check.Latest);
        Assert.Null(check.LatestStart);
    }

    [Fact]
    public void T7_the_bond_is_refunded_by_15_April() =>
        Assert.Equal(
            new DateOnly(2026, 4, 15),
            _works.Due(WorksLaw.BondRefund, At("2026-04-10T09:00"), _calendar).Latest);

    [Theory]
    [InlineData("2026-03-26T23:59:59.999", false)]
    [InlineData("2026-03-27T00:00", true)]
    public void Publicity_is_three_whole_days(string end, bool kept) =>
        Assert.Equal(kept, _works.Check(WorksLaw.Publicity, At("2026-03-23T11:00"), At(end), _calendar).IsKept);

    [Theory]
    [InlineData("2026-03-07T23:59:59.999", false)]
    [InlineData("2026-03-08T00:00", true)]
    public void Documents_are_on_offer_for_five_whole_days(string end, bool kept) =>
        Assert.Equal(kept, _works.Check(WorksLaw.DocumentSale, At("2026-03-02T09:00"), At(end), _calendar).IsKept);

    [Fact]
    public void Publicity_that_would_end_in_a_holiday_ends_after_it()
    {
        // Day 3 from 2 April is Sunday 5 April, within Qingming (4 to 6 April): it rolls to Tuesday 7 April.
        var check = _works.Due(WorksLaw.Publicity, At("2026-04-02T11:00"), _calendar);

        Assert.Equal(new DateOnly(2026, 4, 7), check.LastDay);
        Assert.Equal(At("2026-04-08T00:00"), check.NotBefore);
    }

    [Fact]
    public void A_clock_that_protects_a_period_before_the_deadline_does_not_roll()
    {
        // Day 15 from 21 March is 5 April, within Qingming.
        var check = _works.Due(WorksLaw.Clarification, At("2026-03-21T11:00"), _calendar);

        Assert.Equal(new DateOnly(2026, 4, 5), check.Earliest);
    }

    [Theory]
    [InlineData("2026-02-13", 3, "2026-02-25")] // 14 (swapped), then 24, 25 after the festival
    [InlineData("2026-02-27", 1, "2026-02-28")] // a Saturday that is worked
    [InlineData("2026-03-06", 1, "2026-03-09")] // over a plain weekend
    [InlineData("2026-09-18", 5, "2026-09-24")] // Sunday 20 is worked
    [InlineData("2026-09-30", 3, "2026-10-10")] // 8, 9 and the swapped Saturday
    public void Working_days_follow_the_swapped_calendar(string start, int length, string last) =>
        Assert.Equal(Day(last), WorkingDays(length).LastDay(Day(start), _calendar));

    [Theory]
    [InlineData("2026-12-11", ClockOutcome.Kept)] // day 20 is 31 December
    [InlineData("2026-12-12", ClockOutcome.BeyondCalendar)] // day 20 would be 1 January 2027
    [InlineData("2025-12-31", ClockOutcome.NotInForce)]
    public void A_count_that_leaves_the_calendar_is_refused(string start, ClockOutcome outcome)
    {
        var clock = _works.Clock(WorksLaw.Preparation) with { EffectiveFrom = new DateOnly(2026, 1, 1) };
        var check = ClockCheck.Due(clock, BeijingDay.Begins(Day(start)), _calendar, _works.Version);

        Assert.Equal(outcome, check.Outcome);
        Assert.Equal(outcome == ClockOutcome.Kept, check.NotBefore is not null);
    }

    [Fact]
    public void A_start_before_the_calendar_and_an_end_after_it_are_refused()
    {
        Assert.Equal(
            ClockOutcome.BeyondCalendar,
            _works.Due(WorksLaw.Preparation, At("2025-12-31T10:00"), _calendar).Outcome);
        Assert.Equal(
            ClockOutcome.BeyondCalendar,
            _works.Check(WorksLaw.Preparation, At("2026-03-02T10:00"), At("2027-01-01T00:00"), _calendar).Outcome);
        Assert.Equal(
            ClockOutcome.Kept,
            Check(WorksLaw.Preparation, "2026-03-02T10:00", "2026-12-31T23:59:59.999").Outcome);
        Assert.Equal(
            ClockOutcome.BeyondCalendar,
            _works.Check(WorksLaw.Preparation, At("2026-03-02T10:00"), DateTimeOffset.MaxValue, _calendar).Outcome);
    }

    [Fact]
    public void Days_are_days_of_Beijing_whatever_the_offset_of_the_instant()
    {
        // 16:00 UTC is midnight in Beijing.
        Assert.Equal(Day("2026-03-01"), BeijingDay.Of(new(2026, 3, 1, 15, 59, 59, 999, TimeSpan.Zero)));
        Assert.Equal(Day("2026-03-02"), BeijingDay.Of(new(2026, 3, 1, 16, 0, 0, TimeSpan.Zero)));
        Assert.Equal(DateOnly.MinValue, BeijingDay.Of(DateTimeOffset.MinValue));
        Assert.Equal(DateOnly.MaxValue, BeijingDay.Of(DateTimeOffset.MaxValue));
        Assert.Equal(Day("2026-03-02"), BeijingDay.Of(new(2026, 3, 1, 11, 0, 0, TimeSpan.FromHours(-5))));
        Assert.Equal(
            new DateTimeOffset(2026, 3, 21, 16, 0, 0, TimeSpan.Zero),
            _works.Due(WorksLaw.Preparation, new(2026, 3, 1, 16, 0, 0, TimeSpan.Zero), _calendar).NotBefore);
    }

    [Fact]
    public void The_last_day_never_moves_back_when_the_start_moves_on() =>
        Prop.ForAll(AnyClock(), AnyDay(), (clock, day) =>
        {
            var (earlier, later) = (clock.LastDay(day, _calendar), clock.LastDay(day.AddDays(1), _calendar));
            return earlier is null || later is null || earlier <= later;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_latest_start_is_the_last_that_keeps_the_clock() =>
        Prop.ForAll(AnyClock(), AnyDay(), (clock, end) =>
        {
            bool Kept(DateOnly start) => ClockCheck.Of(
                clock, BeijingDay.Begins(start), BeijingDay.Begins(end), _calendar, "test@1").IsKept;
            return clock.LatestStart(end, _calendar) is not { } latest || (Kept(latest) && !Kept(latest.AddDays(1)));
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<DateOnly> AnyDay() =>
        Gen.Choose(0, 363).Select(new DateOnly(2026, 1, 1).AddDays).ToArbitrary();

    private static Arbitrary<Clock> AnyClock() =>
        (from length in Gen.Choose(1, 40)
         from unit in Gen.Elements(ClockUnit.Days, ClockUnit.WorkingDays)
         from direction in Gen.Elements(ClockDirection.FromLastDay, ClockDirection.AfterLastDay)
         from roll in Gen.Elements(RollPolicy.None, RollPolicy.Holiday, RollPolicy.RestDay)
         select WorkingDays(length) with { Unit = unit, Direction = direction, Roll = roll }).ToArbitrary();

    private static Clock WorkingDays(int length) =>
        new("test", "a", "b", length, ClockUnit.WorkingDays, ClockDirection.UntilLastDay, RollPolicy.None, "测试",
            new DateOnly(2020, 1, 1), "测试。", "Test.");

    private static ClockCheck Check(string clock, string start, string end) =>
        _works.Check(clock, At(start), At(end), _calendar);

    private static DateOnly Day(string text) => DateOnly.Parse(text, null);

    private static DateTimeOffset At(string beijing) => DateTimeOffset.Parse(beijing + "+08:00", null);
}
