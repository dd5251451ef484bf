using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Trading.Evaluation.Scoring;

namespace Trading.Evaluation.Tests.Scoring;

public sealed class MarkMethodTests
{
    private static readonly MarkMethod _one = new() { Items = [new("plan", ScoreGroup.Technical, 100)], DropFrom = 7 };

    private static readonly MarkMethod _two = new()
    {
        Items = [new("plan", ScoreGroup.Technical, 20), new("record", ScoreGroup.Business, 10) { Weight = new(1, 2) }],
    };

    [Fact]
    public void T25_seven_marks_without_the_highest_and_lowest_are_90_80()
    {
        var points = _one.Combine(Experts(7), ["b"], Marks(85, 88, 90, 91, 92, 93, 99))[0];

        Assert.Equal("90.80", points.Technical.ToFixed(2));
        Assert.Equal(new Rational(454, 5), points.Items[0].Mean);
        Assert.Equal("e7", points.Items[0].DroppedHighest);
        Assert.Equal("e1", points.Items[0].DroppedLowest);
        Assert.Equal(Rational.Zero, points.Business);
    }

    [Theory]
    [InlineData(7, "90.8")]
    [InlineData(8, "91.142857")] // seven experts are one too few: all 638 / 7
    public void Dropping_begins_exactly_at_the_size_the_documents_name(int dropFrom, string mean)
    {
        var points = (_one with { DropFrom = dropFrom })
            .Combine(Experts(7), ["b"], Marks(85, 88, 90, 91, 92, 93, 99))[0];

        Assert.Equal(Rational.Parse(mean), points.Items[0].Mean.HalfUp(6));
    }

    [Fact]
    public void Per_bidder_the_expert_with_the_highest_and_lowest_total_is_left_out()
    {
        var method = _two with { DropFrom = 3, DropScope = DropScope.PerBidder };
        ImmutableArray<ExpertMark> marks =
        [
            new("e1", "b", "plan", 20), new("e1", "b", "record", 2), // 21
            new("e2", "b", "plan", 18), new("e2", "b", "record", 10), // 23
            new("e3", "b", "plan", 19), new("e3", "b", "record", 4), // 21, later in order than e1
        ];
        var points = method.Combine(Experts(3), ["b"], marks)[0];

        Assert.All(points.Items, item => Assert.Equal(("e2", "e1"), (item.DroppedHighest, item.DroppedLowest)));
        Assert.Equal(19, points.Technical);
        Assert.Equal(2, points.Business);
    }

    [Fact]
    public void Weights_multiply_and_groups_are_rounded_last()
    {
        ImmutableArray<ExpertMark> marks =
        [
            new("e1", "b", "plan", 20), new("e1", "b", "record", 9),
            new("e2", "b", "plan", 20), new("e2", "b", "record", 8),
            new("e3", "b", "plan", 19), new("e3", "b", "record", 8),
        ];
        var points = _two.Combine(Experts(3), ["b"], marks)[0];

        Assert.Equal(new Rational(59, 3), points.Items[0].Mean);
        Assert.Equal(Rational.Parse("19.67"), points.Technical);
        Assert.Equal(new Rational(25, 6), points.Items[1].Points);
        Assert.Equal(Rational.Parse("4.17"), points.Business);
        Assert.Equal(5, _two.Maximum(ScoreGroup.Business));
    }

    [Theory]
    [InlineData("-0.01", MarkProblem.OutOfRange)]
    [InlineData("0", null)]
    [InlineData("100", null)]
    [InlineData("100.01", MarkProblem.OutOfRange)]
    [InlineData("99.99", null)]
    [InlineData("99.995", MarkProblem.TooFine)]
    public void A_mark_lies_from_zero_to_the_maximum_and_is_not_too_fine(string mark, MarkProblem? problem)
    {
        var faults = _one.Check(["e1"], ["b"], [new("e1", "b", "plan", Rational.Parse(mark))]);

        Assert.Equal(problem, faults.IsEmpty ? null : faults.Single().Problem);
    }

    [Fact]
    public void Incomplete_sheets_are_named_and_never_combined()
    {
        ImmutableArray<ExpertMark> marks =
        [
            new("e1", "b", "plan", 1), new("e1", "b", "plan", 2),
            new("stranger", "b", "plan", 1), new("e1", "nobody", "plan", 1), new("e1", "b", "nothing", 1),
        ];

        Assert.Equal(
            [MarkProblem.Twice, MarkProblem.Missing, MarkProblem.Unknown, MarkProblem.Unknown, MarkProblem.Unknown],
            _one.Check(["e1", "e2"], ["b"], marks).Select(fault => fault.Problem));
        Assert.Throws<ArgumentException>(() => _one.Combine(["e1", "e2"], ["b"], marks));
        Assert.Throws<ArgumentException>(() => _one.Combine([], ["b"], []));
        Assert.Throws<ArgumentException>(() => _one.Combine(["e1", "e1"], [], []));
        Assert.Throws<ArgumentException>(() => _one.Combine(["e1"], ["b", "b"], [new("e1", "b", "plan", 1)]));
    }

    [Theory]
    [InlineData("""{"items":[]}""", "items")]
    [InlineData("""{"items":[{"id":"a","group":"technical","maximum":"0"}]}""", "items[0]")]
    [InlineData("""{"items":[{"id":"","group":"technical","maximum":"1"}]}""", "items[0]")]
    [InlineData("""{"items":[{"id":"a","group":"technical","maximum":"1","weight":"0"}]}""", "items[0]")]
    [InlineData(
        """{"items":[{"id":"a","group":"technical","maximum":"1"},{"id":"a","group":"business","maximum":"1"}]}""",
        "items[1]")]
    [InlineData("""{"items":[{"id":"a","group":"technical","maximum":"1"}],"drop_from":2}""", "drop_from")]
    [InlineData("""{"items":[{"id":"a","group":"technical","maximum":"1"}],"mark_decimals":5}""", "mark_decimals")]
    [InlineData("""{"items":[{"id":"a","group":"technical","maximum":"1"}],"point_decimals":-1}""", "point_decimals")]
    [InlineData("""{"items":[{"id":"a","group":"price","maximum":"1"}]}""", "The method is not of the form at $.items")]
    public void A_parameter_that_cannot_be_used_is_named(string json, string parameter) =>
        Assert.StartsWith(
            parameter, Assert.Throws<FormatException>(() => MarkMethod.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_method_is_written_and_read_back() =>
        Assert.Equal(_two.ToJson(), MarkMethod.Parse(_two.ToJson()).ToJson());

    [Fact]
    public void The_order_of_marks_changes_nothing_and_points_stay_within_the_maximum() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Choose(0, 10000), 7).ToArbitrary(), hundredths =>
        {
            var marks = Marks([.. hundredths.Select(mark => new Rational(mark, 100))]);
            var straight = _one.Combine(Experts(7), ["b"], marks)[0];
            var turned = _one.Combine(Experts(7), ["b"], [.. marks.Reverse()])[0];
            return straight.Technical == turned.Technical
                && straight.Items[0] == turned.Items[0]
                && straight.Technical.Sign >= 0 && straight.Technical <= 100;
        }).QuickCheckThrowOnFailure();

    private static ImmutableArray<string> Experts(int count) => [.. Enumerable.Range(1, count).Select(i => $"e{i}")];

    private static ImmutableArray<ExpertMark> Marks(params Rational[] marks) =>
        [.. marks.Select((mark, i) => new ExpertMark($"e{i + 1}", "b", "plan", mark))];
}
