using System.Collections.Immutable;
using Trading.Evaluation;
using Trading.Evaluation.PriceMethods;
using Trading.Evaluation.Scoring;

namespace Trading.Grains.Tenders;

/// <summary>Everything from prices and marks to the ranking, exact, for anyone to recompute.</summary>
/// <param name="Coefficient">The coefficient drawn at the opening; the only one where there was nothing to
/// draw.</param>
/// <param name="Prices">The price scores with every intermediate value.</param>
/// <param name="Marks">All marks; experts are named by their number in the committee.</param>
/// <param name="Points">The points of each ranked bid, with every step.</param>
/// <param name="Ranking">Totals and ranks, the first first.</param>
public sealed record EvaluationResult(
    Rational Coefficient,
    BenchmarkResult Prices,
    ImmutableArray<ExpertMark> Marks,
    ImmutableArray<BidderPoints> Points,
    ImmutableArray<RankedBid> Ranking);
