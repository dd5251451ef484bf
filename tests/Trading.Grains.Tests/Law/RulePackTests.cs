using System.Text.Json;
using System.Text.Json.Nodes;
using Trading.Evaluation;
using Trading.Grains.Law;

namespace Trading.Grains.Tests.Law;

public sealed class RulePackTests
{
    private static readonly RulePack _works = RulePack.Load("works/2026");

    [Fact]
    public void The_pack_of_a_day_is_found_by_kind_and_date()
    {
        Assert.Same(_works, RulePacks.For(TransactionKind.Works, new DateOnly(2026, 1, 1)));
        Assert.Same(_works, RulePacks.For(TransactionKind.Works, new DateOnly(2026, 12, 31)));
        Assert.Null(RulePacks.For(TransactionKind.Works, new DateOnly(2025, 12, 31)));
    }

    [Fact]
    public void An_unknown_pack_clock_or_limit_is_named()
    {
        Assert.Contains("works/2026", Assert.Throws<ArgumentException>(() => RulePack.Load("works/1999")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _works.Clock("none"));
        Assert.Throws<ArgumentException>(() => _works.Limit("none"));
    }

    [Fact]
    public void Every_rule_names_its_article_and_speaks_both_languages()
    {
        Assert.All(_works.Clocks, clock =>
        {
            Assert.Matches("^招标投标法(实施条例)? 第.+条", clock.Source);
            Assert.EndsWith("。", clock.Zh, StringComparison.Ordinal);
            Assert.EndsWith(".", clock.En, StringComparison.Ordinal);
        });
        Assert.All(_works.Limits, limit => Assert.Matches("^招标投标法(实施条例)? 第.+条", limit.Source));
    }

    [Theory]
    [InlineData(WorksLaw.Preparation, 20, ClockDirection.FromLastDay)]
    [InlineData(WorksLaw.DocumentSale, 5, ClockDirection.AfterLastDay)]
    [InlineData(WorksLaw.Clarification, 15, ClockDirection.FromLastDay)]
    [InlineData(WorksLaw.DocumentObjection, 10, ClockDirection.FromLastDay)]
    [InlineData(WorksLaw.PublicityStart, 3, ClockDirection.UntilLastDay)]
    [InlineData(WorksLaw.Publicity, 3, ClockDirection.AfterLastDay)]
    [InlineData(WorksLaw.SupervisorReport, 15, ClockDirection.UntilLastDay)]
    [InlineData(WorksLaw.Contract, 30, ClockDirection.UntilLastDay)]
    [InlineData(WorksLaw.BondRefund, 5, ClockDirection.UntilLastDay)]
    public void The_clocks_are_those_of_the_law(string id, int days, ClockDirection direction)
    {
        var clock = _works.Clock(id);

        Assert.Equal((days, ClockUnit.Days, direction), (clock.Length, clock.Unit, clock.Direction));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void Nothing_is_opened_below_three_bidders(int bidders, bool kept) =>
        Assert.Equal(kept, _works.Check(WorksLaw.MinimumBidders, bidders).IsKept);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void One_to_three_candidates(int candidates, bool kept) =>
        Assert.Equal(kept, _works.Check(WorksLaw.Candidates, candidates).IsKept);

    [Theory]
    [InlineData(7, 4, WorksLaw.CommitteeExpertShare)] // T15
    [InlineData(5, 3, WorksLaw.CommitteeExpertShare)] // T15
    [InlineData(6, 6, WorksLaw.CommitteeMembers)] // T15
    [InlineData(3, 3, WorksLaw.CommitteeMembers)]
    [InlineData(0, 0, WorksLaw.CommitteeMembers)]
    [InlineData(7, 5, null)]
    [InlineData(5, 4, null)]
    [InlineData(9, 6, null)] // two thirds exactly
    [InlineData(9, 5, WorksLaw.CommitteeExpertShare)]
    public void A_committee_is_odd_at_least_five_and_two_thirds_experts(int members, int experts, string? broken)
    {
        var check = _works.CheckCommittee(members, experts);

        Assert.Equal(broken is null, check.IsKept);
        Assert.Equal(broken ?? WorksLaw.CommitteeExpertShare, check.Limit.Id);
        Assert.Equal("招标投标法 第三十七条", check.Article);
    }

    [Fact]
    public void More_experts_than_members_is_a_broken_promise() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _works.CheckCommittee(5, 6));

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void The_opening_is_set_for_the_very_millisecond_of_the_deadline(int milliseconds, bool kept)
    {
        var deadline = new DateTimeOffset(2026, 3, 23, 10, 0, 0, BeijingDay.Offset);
        var opening = deadline.AddMilliseconds(milliseconds).ToUniversalTime();

        Assert.Equal(kept, _works.CheckOpening(deadline, opening).IsKept);
    }

    [Fact]
    public void T46_the_bond_is_at_most_two_percent_and_a_cap_where_one_is_in_force()
    {
        var estimate = Money.FromYuan(50_000_000);

        Assert.Equal(Money.FromYuan(1_000_000), _works.MaximumBond(estimate));
        Assert.Equal(Money.FromYuan(800_000), Capped().MaximumBond(estimate));
        Assert.Equal(Money.FromYuan(800_000), Capped().MaximumBond(Money.FromYuan(40_000_000)));
        Assert.Equal(Money.FromYuan(600_000), Capped().MaximumBond(Money.FromYuan(30_000_000)));
    }

    [Fact]
    public void A_bond_is_never_rounded_above_two_percent()
    {
        Assert.Equal(new Money(1), _works.MaximumBond(new Money(99)));
        Assert.Equal(new Money(2), _works.MaximumBond(new Money(100)));
        Assert.True(_works.Check(WorksLaw.BondShare, new Rational(2, 100)).IsKept);
        Assert.False(_works.Check(WorksLaw.BondShare, new Rational(2_000_001, 100_000_000)).IsKept);
    }

    [Fact]
    public void A_rule_counts_from_its_first_day_to_before_its_end()
    {
        var clock = _works.Clock(WorksLaw.Preparation) with
        {
            EffectiveFrom = new DateOnly(2026, 3, 1),
            EffectiveTo = new DateOnly(2026, 4, 1),
        };

        Assert.Equal(
            [false, true, true, false],
            [.. new[] { "2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01" }
                .Select(day => clock.IsInForceOn(DateOnly.Parse(day, null)))]);
        Assert.Equal(
            ClockOutcome.NotInForce,
            ClockCheck.Due(clock, BeijingDay.Begins(new(2026, 4, 1)), WorkingCalendar.Load(), "test@1").Outcome);
    }

    [Theory]
    [InlineData("revision", "0")]
    [InlineData("effective_to", "\"2026-01-01\"")]
    [InlineData("clocks", "[]")]
    [InlineData("limits", "[]")]
    public void A_pack_that_cannot_be_used_is_refused(string field, string value)
    {
        var pack = Json();
        pack[field] = JsonNode.Parse(value);

        Assert.Throws<FormatException>(() => RulePack.Parse(pack.ToJsonString()));
    }

    [Theory]
    [InlineData("clocks", "length", "0")]
    [InlineData("clocks", "length", "367")]
    [InlineData("clocks", "source", "\"\"")]
    [InlineData("clocks", "effective_to", "\"2017-12-28\"")]
    [InlineData("clocks", "id", "\"contract\"")]
    [InlineData("limits", "at_least", null)]
    [InlineData("limits", "at_most", "\"2\"")]
    public void A_rule_that_is_impossible_is_refused(string list, string field, string? value)
    {
        var pack = Json();
        pack[list]![0]![field] = value is null ? null : JsonNode.Parse(value);

        Assert.Throws<FormatException>(() => RulePack.Parse(pack.ToJsonString()));
    }

    [Theory]
    [InlineData("unit", "\"weeks\"")]
    [InlineData("unit", "0")]
    [InlineData("length", "\"20\"")]
    [InlineData("source", "null")]
    [InlineData("suspended", "true")]
    public void A_rule_of_another_form_is_refused(string field, string value)
    {
        var pack = Json();
        pack["clocks"]![0]![field] = JsonNode.Parse(value);

        Assert.Throws<JsonException>(() => RulePack.Parse(pack.ToJsonString()));
    }

    private static JsonNode Json() => JsonNode.Parse(LawJson.Embedded("packs", "works-2026")!)!;

    private static RulePack Capped()
    {
        var pack = Json();
        pack["name"] = "works/test";
        pack["limits"]!.AsArray().Add(JsonNode.Parse(
            """
            {"id":"bond_cap","at_most":"80000000","source":"30号令 第三十七条","effective_from":"2013-05-01",
             "zh":"投标保证金最高不得超过八十万元。","en":"The bid bond is at most 800,000 yuan."}
            """));
        return RulePack.Parse(pack.ToJsonString());
    }
}
