using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Trading.Evaluation.Scoring;

namespace Trading.Evaluation.Tests.Scoring;

public sealed class RankingTests
{
    private static readonly RankingMethod _method = new();

    [Fact]
    public void The_highest_total_is_first_and_every_step_is_listed()
    {
        var method = new RankingMethod
        {
            TechnicalWeight = new(3, 10), BusinessWeight = new(1, 10), PriceWeight = new(6, 10),
        };
        var ranking = method.Rank([Bid("a", 100, 90, 80, 70), Bid("b", 90, 80, 90, 95)]);

        Assert.Equal(["b", "a"], ranking.Select(ranked => ranked.Bid.Bidder));
        Assert.Equal([1, 2], ranking.Select(ranked => ranked.Rank));
        Assert.Equal((24, 9, 57, 90), Steps(ranking[0]));
        Assert.Equal((27, 8, 42, 77), Steps(ranking[1]));
        Assert.All(ranking, ranked => Assert.Null(ranked.DecidedBy));

        static (Rational, Rational, Rational, Rational) Steps(RankedBid ranked) =>
            (ranked.WeightedTechnical, ranked.WeightedBusiness, ranked.WeightedPrice, ranked.Total);
    }

    [Fact]
    public void Equal_totals_go_by_price_then_technical_then_business()
    {
        var ranking = _method.Rank(
        [
            Bid("dearer", 101, 40, 10, 50), Bid("business", 100, 30, 20, 50), Bid("technical", 100, 31, 19, 50),
            Bid("cheaper", 99, 10, 10, 80),
        ]);

        Assert.Equal(
            [("cheaper", null), ("technical", TieBreak.PriceAscending), ("business", TieBreak.TechnicalDescending),
                ("dearer", TieBreak.PriceAscending)],
            ranking.Select(ranked => (ranked.Bid.Bidder, ranked.DecidedBy)));
        Assert.Equal([1, 2, 3, 4], ranking.Select(ranked => ranked.Rank));
    }

    [Fact]
    public void The_order_of_tie_breaks_is_a_parameter()
    {
        ImmutableArray<ScoredBid> bids = [Bid("cheap", 90, 30, 10, 60), Bid("able", 100, 40, 10, 50)];
        var technicalFirst = _method with { TieBreaks = [TieBreak.TechnicalDescending, TieBreak.PriceAscending] };

        Assert.Equal("cheap", _method.Rank(bids)[0].Bid.Bidder);
        Assert.Equal("able", technicalFirst.Rank(bids)[0].Bid.Bidder);
    }

    [Fact]
    public void Who_cannot_be_parted_shares_a_rank_and_the_next_is_skipped()
    {
        var ranking = _method.Rank(
            [Bid("c", 100, 10, 10, 10), Bid("b", 90, 20, 20, 20), Bid("a", 90, 20, 20, 20), Bid("d", 1, 0, 0, 0)]);

        Assert.Equal(
            [(1, "a", true), (1, "b", true), (3, "c", false), (4, "d", false)],
            ranking.Select(ranked => (ranked.Rank, ranked.Bid.Bidder, ranked.IsShared)));
    }

    [Fact]
    public void T44_a_lottery_is_refused_by_name()
    {
        var method = _method with { TieBreaks = [TieBreak.PriceAscending, TieBreak.Lottery] };

        Assert.Contains("1117", method.Faults().Single().Reason, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => method.Rank([]));
        Assert.Contains(
            "1117",
            Assert.Throws<FormatException>(() => RankingMethod.Parse("""{"tie_breaks":["lottery"]}""")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Totals_are_compared_after_rounding()
    {
        var bids = new[] { Bid("a", 100, 0, 0, new(9000, 101)), Bid("b", 90, 0, 0, new(8999, 101)) };

        Assert.Equal("b", (_method with { TotalDecimals = 0 }).Rank(bids)[0].Bid.Bidder); // 89 and 89: price
        Assert.Equal("a", _method.Rank(bids)[0].Bid.Bidder); // 89.11 and 89.10
    }

    [Theory]
    [InlineData("""{"technical_weight":"-1"}""", "technical_weight")]
    [InlineData("""{"business_weight":"-1"}""", "business_weight")]
    [InlineData("""{"price_weight":"-1"}""", "price_weight")]
    [InlineData("""{"technical_weight":"0","business_weight":"0","price_weight":"0"}""", "price_weight")]
    [InlineData("""{"total_decimals":11}""", "total_decimals")]
    [InlineData("""{"tie_breaks":[]}""", "tie_breaks")]
    [InlineData("""{"tie_breaks":["price_ascending","price_ascending"]}""", "tie_breaks")]
    public void A_parameter_that_cannot_be_used_is_named(string json, string parameter) =>
        Assert.StartsWith(
            parameter + ":",
            Assert.Throws<FormatException>(() => RankingMethod.Parse(json)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_method_is_written_and_read_back() =>
        Assert.Equal(_method.ToJson(), RankingMethod.Parse(_method.ToJson()).ToJson());

    [Fact]
    public void A_bidder_is_ranked_once_and_nobody_is_ranked_of_none()
    {
        Assert.Throws<ArgumentException>(() => _method.Rank([Bid("a", 1, 1, 1, 1), Bid("a", 2, 2, 2, 2)]));
        Assert.Empty(_method.Rank([]));
    }

    [Fact]
    public void Ranking_does_not_depend_on_order_and_totals_never_rise() =>
        Prop.ForAll(Bids(), bids =>
        {
            var straight = _method.Rank(bids);
            return straight.SequenceEqual(_method.Rank([.. bids.Reverse()]))
                && straight.Zip(straight.Skip(1)).All(pair =>
                    pair.First.Total >= pair.Second.Total && pair.First.Rank <= pair.Second.Rank);
        }).QuickCheckThrowOnFailure();

    // Few different values, so that ties of every depth occur.
    private static Arbitrary<ScoredBid[]> Bids() =>
        (from count in Gen.Choose(0, 9)
         from bids in Gen.ArrayOf(
             from price in Gen.Choose(1, 2)
             from technical in Gen.Choose(1, 3)
             from business in Gen.Choose(1, 3)
             from score in Gen.Choose(1, 3)
             select Bid("", price, technical, business, score), count)
         select bids.Select((bid, i) => bid with { Bidder = $"b{i}" }).ToArray()).ToArbitrary();

    private static ScoredBid Bid(string bidder, long yuan, Rational technical, Rational business, Rational price) =>
        new(bidder, Money.FromYuan(yuan), technical, business, price);
}
