using Trading.Evaluation;

namespace Trading.Grains.Tenders;

/// <summary>Everything from prices and marks to the ranking, as exact decimals, for anyone to recompute.</summary>
/// <param name="Coefficient">The coefficient drawn at opening.</param>
public sealed record EvaluationResult(
    Rational Coefficient);
