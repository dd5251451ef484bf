using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Trading.Evaluation.PriceMethods;

namespace Trading.Evaluation.Tests.PriceMethods;

public sealed class BenchmarkMethodTests
{
    private static readonly Money _ceiling = Wan("1000");

    private static readonly BenchmarkMethod _method = new()
    {
        Coefficients = [.. new[] { "0.005", "0.01", "0.015", "0.02", "0.025", "0.03" }.Select(Rational.Parse)],
    };

    [Fact]
    public void C1_the_benchmark_is_911_412_and_the_scores_follow()
    {
        var result = _method.Score(Bids("910", "925", "930", "940", "948", "955", "970"), _ceiling, K("0.03"));

        Assert.Equal<string>(["b970"], result.DroppedHighest);
        Assert.Equal<string>(["b910"], result.DroppedLowest);
        Assert.Equal(7, result.Population.Length);
        Assert.Equal(K("9396000"), result.Mean);
        Assert.Equal(result.Mean, result.Composed);
        Assert.Equal(K("9114120"), result.Benchmark);
        Assert.Equal(
            ["59.92", "58.51", "57.96", "56.86", "55.99", "55.22", "53.57"],
            result.Scores.Select(score => score.Score!.Value.ToFixed(2)));
        Assert.Equal("-0.1549", (result.Scores[0].Deviation!.Value * 100).ToFixed(4));
        Assert.Equal(new Rational(-14120, 9114120), result.Scores[0].Deviation);
    }

    [Fact]
    public void C2_the_ceiling_enters_the_benchmark_with_its_weight()
    {
        var method = _method with { CeilingWeight = K("0.4") };
        var result = method.Score(Bids("910", "925", "930", "940", "948", "955", "970"), _ceiling, K("0.03"));

        Assert.Equal(K("9637600"), result.Composed);
        Assert.Equal(K("9348472"), result.Benchmark);
    }

    [Fact]
    public void C6_one_point_for_each_percent_of_deviation()
    {
        var method = new BenchmarkMethod { FullScore = 55, BelowPerPercent = 1, Trimming = [] };
        var result = method.Score(Bids("97", "103"), null, 0);

        Assert.Equal(["52.00", "52.00"], result.Scores.Select(score => score.Score!.Value.ToFixed(2)));
    }

    [Theory] // n, dropped from the top, from the bottom: n ≥ 5
    [InlineData(1, 0, 0)]
    [InlineData(2, 0, 0)]
    [InlineData(3, 0, 0)]
    [InlineData(4, 0, 0)]
    [InlineData(5, 1, 1)]
    [InlineData(6, 1, 1)]
    [InlineData(7, 1, 1)]
    [InlineData(8, 1, 1)]
    public void From_five_bids_on_one_is_dropped_on_each_side(int n, int high, int low) =>
        AssertTrimmed(_method, n, high, low);

    [Theory] // "more than five"
    [InlineData(5, 0, 0)]
    [InlineData(6, 1, 1)]
    public void More_than_five_is_from_six(int n, int high, int low) =>
        AssertTrimmed(_method with { Trimming = [new() { From = 6, HighCount = 1, LowCount = 1 }] }, n, high, low);

    [Theory] // 4 to 6: the highest only; from 7: 20 % above and 15 % below, rounded half up
    [InlineData(1, 0, 0)]
    [InlineData(2, 0, 0)]
    [InlineData(3, 0, 0)]
    [InlineData(4, 1, 0)]
    [InlineData(5, 1, 0)]
    [InlineData(6, 1, 0)]
    [InlineData(7, 1, 1)]
    [InlineData(8, 2, 1)]
    [InlineData(10, 2, 2)]
    public void Bands_of_counts_and_shares(int n, int high, int low) =>
        AssertTrimmed(
            _method with
            {
                Trimming =
                [
                    new() { From = 4, HighCount = 1 },
                    new()
                    {
                        From = 7, HighShare = K("0.2"), LowShare = K("0.15"), Rounding = CountRounding.HalfUp,
                    },
                ],
            },
            n, high, low);

    [Theory]
    [InlineData(CountRounding.Floor, 1)]
    [InlineData(CountRounding.HalfUp, 2)]
    [InlineData(CountRounding.Ceiling, 2)]
    public void The_rounding_of_a_share_is_a_parameter(CountRounding rounding, int high) =>
        AssertTrimmed(
            _method with { Trimming = [new() { From = 5, HighShare = K("0.2"), Rounding = rounding }] }, 8, high, 0);

    [Fact]
    public void A_price_on_the_ceiling_counts_and_one_fen_above_it_does_not()
    {
        var bids = new[]
        {
            new BenchmarkBid("on", _ceiling), new BenchmarkBid("above", _ceiling + new Money(1)),
            new BenchmarkBid("below", Wan("980")),
        };
        var result = _method.Score(bids, _ceiling, K("0.005"));

        Assert.Equal<string>(["on", "below"], result.Population);
        Assert.Equal(
            [BidStanding.Scored, BidStanding.AboveCeiling, BidStanding.Scored],
            result.Scores.Select(score => score.Standing));
        Assert.Null(result.Scores[1].Score);
        Assert.Null(result.Scores[1].Deviation);
    }

    [Theory]
    [InlineData(Population.ConformingWithinCeiling, "900")]
    [InlineData(Population.Conforming, "1000")]
    [InlineData(Population.AllOpened, "900")]
    public void The_population_of_the_mean_is_a_parameter(Population population, string mean)
    {
        var bids = new[]
        {
            new BenchmarkBid("a", Wan("900")), new BenchmarkBid("above", Wan("1100")),
            new BenchmarkBid("bad", Wan("700"), Conforming: false), new BenchmarkBid("shut", null),
        };
        var result = (_method with { Population = population }).Score(bids, _ceiling, K("0.005"));

        Assert.Equal(Wan(mean).InYuan, result.Mean);
        Assert.Equal(
            [BidStanding.Scored, BidStanding.AboveCeiling, BidStanding.NotConforming, BidStanding.NoPrice],
            result.Scores.Select(score => score.Standing));
        Assert.Single(result.Scores, score => score.Score is not null);
    }

    [Fact]
    public void Nobody_with_a_price_means_no_benchmark_and_no_score()
    {
        var result = _method.Score([new BenchmarkBid("shut", null)], _ceiling, K("0.005"));

        Assert.Null(result.Benchmark);
        Assert.Null(result.Mean);
        Assert.Null(result.Scores[0].Score);
        Assert.Empty(_method.Score([], null, K("0.005")).Scores);
    }

    [Theory]
    [InlineData(null, "58.51")] // 1.4908… % exact
    [InlineData(4, "58.51")] // 1.49 %
    [InlineData(2, "59.00")] // 1 %
    public void The_rounding_of_the_deviation_is_a_parameter(int? decimals, string score)
    {
        var result = (_method with { DeviationDecimals = decimals })
            .Score(Bids("910", "925", "930", "940", "948", "955", "970"), _ceiling, K("0.03"));

        Assert.Equal(score, result.Scores[1].Score!.Value.ToFixed(2));
    }

    [Fact]
    public void The_divisor_of_the_deviation_is_a_parameter()
    {
        var method = new BenchmarkMethod { Trimming = [], BelowPerPercent = 1 };
        var bids = Bids("80", "120"); // benchmark 100

        Assert.Equal(["40", "40"], method.Score(bids, null, 0).Scores.Select(score => score.Score.ToString()));
        Assert.Equal(
            [K("-0.25"), new Rational(1, 6)],
            (method with { DeviationBase = DeviationBase.Bid }).Score(bids, null, 0)
                .Scores.Select(score => score.Deviation!.Value));
    }

    [Fact]
    public void Floor_and_cap_bound_the_score_but_not_the_points_shown()
    {
        var method = new BenchmarkMethod { Trimming = [], Floor = 30, Cap = 50, AbovePerPercent = 4 };
        var scores = method.Score(Bids("90", "110", "100"), null, 0).Scores;

        Assert.Equal(["50", "30", "50"], scores.Select(score => score.Score.ToString()));
        Assert.Equal(["55", "20", "60"], scores.Select(score => score.Points.ToString()));
    }

    [Fact]
    public void Mean_and_benchmark_are_rounded_only_where_the_method_says_so()
    {
        var bids = Bids("1", "1", "2").Select((bid, i) => bid with { Bidder = $"b{i}" }).ToList();

        Assert.Equal(new Rational(40000, 3), _method.Score(bids, null, K("0.03")).Mean);
        var rounded = (_method with { MeanDecimals = 2, BenchmarkDecimals = 2 }).Score(bids, null, K("0.03"));
        Assert.Equal(K("13333.33"), rounded.Mean);
        Assert.Equal(K("12933.33"), rounded.Benchmark); // 12933.3301
    }

    [Fact]
    public void What_cannot_be_scored_is_refused()
    {
        var bid = new BenchmarkBid("a", Wan("1"));

        Assert.Throws<ArgumentException>(() => _method.Score([bid], _ceiling, K("0.04"))); // not in the set
        Assert.Throws<ArgumentException>(() => _method.Score([bid, bid], _ceiling, K("0.03"))); // twice
        Assert.Throws<ArgumentException>(() => _method.Score([bid with { Price = Money.Zero }], _ceiling, K("0.03")));
        Assert.Throws<ArgumentException>(() => _method.Score([bid], Money.Zero, K("0.03")));
        Assert.Throws<ArgumentException>(() => (_method with { CeilingWeight = 1 }).Score([bid], null, K("0.03")));
        Assert.Throws<ArgumentException>(() => (_method with { FullScore = 0 }).Score([bid], null, K("0.03")));
        Assert.Throws<ArgumentException>(() => _method.Score(
            [.. Enumerable.Range(0, BenchmarkMethod.MaxBids + 1).Select(i => new BenchmarkBid($"b{i}", Wan("1")))],
            null, K("0.03")));
    }

    [Fact]
    public void Permuting_the_bids_permutes_nothing_but_order() =>
        Prop.ForAll(ManyBids(), Gen.Choose(1, 40).ToArbitrary(), (bids, shift) =>
        {
            var straight = _method.Score(bids, _ceiling, K("0.03"));
            var turned = _method.Score(
                [.. bids.Skip(shift % bids.Length).Concat(bids.Take(shift % bids.Length)).Reverse()],
                _ceiling, K("0.03"));
            return straight.Benchmark == turned.Benchmark
                && straight.DroppedHighest.SequenceEqual(turned.DroppedHighest)
                && straight.DroppedLowest.SequenceEqual(turned.DroppedLowest)
                && straight.Scores.OrderBy(score => score.Bidder).SequenceEqual(turned.Scores.OrderBy(s => s.Bidder));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Among_equal_prices_the_id_says_who_is_named_as_dropped()
    {
        BenchmarkBid[] bids = [.. new[] { "e", "c", "a", "d", "b" }.Select(id => new BenchmarkBid(id, Wan("900")))];
        var result = _method.Score(bids, _ceiling, K("0.03"));

        Assert.Equal<string>(["a"], result.DroppedLowest);
        Assert.Equal<string>(["e"], result.DroppedHighest);
    }

    [Fact]
    public void A_score_is_there_exactly_for_a_scored_bid_and_lies_between_floor_and_cap() =>
        Prop.ForAll(ManyBids(), bids => _method.Score(bids, _ceiling, K("0.01")).Scores.All(score =>
            (score.Score is null) == (score.Standing != BidStanding.Scored)
            && (score.Score is not { } value || (value.Sign >= 0 && value <= _method.FullScore))))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Scores_do_not_change_with_the_unit_of_money() =>
        Prop.ForAll(ManyBids(), bids =>
        {
            var tenfold = bids.Select(bid => bid with
            {
                Price = bid.Price is { } price ? new Money(price.Fen * 10) : null,
            }).ToArray();
            return _method.Score(bids, null, K("0.02")).Scores.Select(score => score.Score)
                .SequenceEqual(_method.Score(tenfold, null, K("0.02")).Scores.Select(score => score.Score));
        }).QuickCheckThrowOnFailure();

    private static void AssertTrimmed(BenchmarkMethod method, int n, int high, int low)
    {
        var bids = Enumerable.Range(1, n).Select(i => new BenchmarkBid($"b{i:00}", Money.FromYuan(i))).ToArray();
        var result = method.Score(bids, null, method.Coefficients[0]);

        Assert.Equal(bids.Reverse().Take(high).Select(bid => bid.Bidder), result.DroppedHighest);
        Assert.Equal(bids.Take(low).Select(bid => bid.Bidder), result.DroppedLowest);
        Assert.Equal(new Rational(low + 1 + n - high, 2), result.Mean);
    }

    private static Arbitrary<BenchmarkBid[]> ManyBids() =>
        (from count in Gen.Choose(1, 12)
         from bids in Gen.ArrayOf(
             from price in Gen.OneOf(Arbitraries.Price, Gen.Elements(Wan("90"), Wan("95"), Wan("100")))
             from shut in Gen.Choose(0, 9)
             from bad in Gen.Choose(0, 9)
             select new BenchmarkBid("", shut == 0 ? null : price, bad != 0), count)
         select bids.Select((bid, i) => bid with { Bidder = $"b{i:00}" }).ToArray()).ToArbitrary();

    private static ImmutableArray<BenchmarkBid> Bids(params string[] wan) =>
        [.. wan.Select(price => new BenchmarkBid($"b{price}", Wan(price)))];

    private static Money Wan(string wan) => Money.FromYuan(Rational.Parse(wan) * 10_000);

    private static Rational K(string text) => Rational.Parse(text);
}
