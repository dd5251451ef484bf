using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Trading.Evaluation.PriceMethods;

/// <summary>A bid as the price method sees it.</summary>
/// <param name="Bidder">The bidder's id; unique within one scoring.</param>
/// <param name="Price">The price read at the opening; null where the bid could not be opened.</param>
/// <param name="Conforming">Whether the bid passed the preliminary review.</param>
public sealed record BenchmarkBid(string Bidder, Money? Price, bool Conforming = true);

/// <summary>Whether a bid has a score, or why not.</summary>
[JsonConverter(typeof(WordConverter<BidStanding>))]
public enum BidStanding
{
    Scored,

    /// <summary>The bid could not be opened.</summary>
    NoPrice,

    /// <summary>The bid did not pass the preliminary review.</summary>
    NotConforming,

    /// <summary>The price is above the ceiling (实施条例 51).</summary>
    AboveCeiling,
}

/// <summary>The score of one bid; the three numbers are there exactly when it is scored.</summary>
/// <param name="Bidder">The bidder's id.</param>
/// <param name="Standing">Whether it is scored, or why not.</param>
/// <param name="Price">The price, where there is one.</param>
/// <param name="Deviation">D as a fraction, rounded as the method says: −0.001549… is 0.1549 % below.</param>
/// <param name="Points">F − |D|·100·E, before floor, cap and rounding.</param>
/// <param name="Score">The points after floor, cap and rounding.</param>
public sealed record BenchmarkScore(
    string Bidder,
    BidStanding Standing,
    Money? Price,
    Rational? Deviation = null,
    Rational? Points = null,
    Rational? Score = null);

/// <summary>
/// Every intermediate value of one scoring, exact, so that anyone can follow it with pencil and paper. Prices, mean
/// and benchmark are in yuan. Mean, composed and benchmark are null when no bid is in the population.
/// </summary>
/// <param name="Population">The bidders the mean was to be made of, in the order of the bids.</param>
/// <param name="DroppedHighest">Dropped from the top, highest first.</param>
/// <param name="DroppedLowest">Dropped from the bottom, lowest first.</param>
/// <param name="Mean">M: the mean of the rest.</param>
/// <param name="Composed">A·w + M·(1 − w); equal to the mean where the ceiling has no weight.</param>
/// <param name="Coefficient">K as drawn.</param>
/// <param name="Benchmark">B.</param>
/// <param name="Scores">One for each bid, in the order of the bids.</param>
public sealed record BenchmarkResult(
    ImmutableArray<string> Population,
    ImmutableArray<string> DroppedHighest,
    ImmutableArray<string> DroppedLowest,
    Rational? Mean,
    Rational? Composed,
    Rational Coefficient,
    Rational? Benchmark,
    ImmutableArray<BenchmarkScore> Scores);
