using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Trading.Evaluation.PriceMethods;

/// <summary>
/// The price score by a benchmark price (综合评估法, 评标基准价) as one pipeline, each step a named
/// parameter: population → trimming → mean → composition with the ceiling → coefficient K → deviation → score.
/// <code>
/// B = (A·w + M·(1 − w))·(1 − K)      A ceiling, w ceiling weight, M trimmed mean
/// D = (P − B) / B                    or / P, by deviation base
/// score = F − |D|·100·E              E above (D &gt; 0) or below (D &lt; 0), then floor, cap, rounding
/// </code>
/// Everything is exact; it rounds only where a parameter says so. Immutable; JSON by <see cref="ToJson"/>.
/// </summary>
public sealed record BenchmarkMethod
{
    /// <summary>The most bids that are scored together.</summary>
    public const int MaxBids = 1000;

    /// <summary>The most coefficients that may be published.</summary>
    public const int MaxCoefficients = 100;

    /// <summary>Which bids the mean is made of; default: conforming and not above the ceiling.</summary>
    public Population Population { get; init; } = Population.ConformingWithinCeiling;

    /// <summary>The bands of trimming; default: one highest and one lowest from five bids on. Empty: none.</summary>
    public ImmutableArray<TrimBand> Trimming { get; init; } = [new TrimBand { From = 5, HighCount = 1, LowCount = 1 }];

    /// <summary>Decimals of yuan the mean is rounded to, 2 to 10; default: exact.</summary>
    public int? MeanDecimals { get; init; }

    /// <summary>The weight w of the ceiling in the benchmark, 0 ≤ w ≤ 1; default 0: the mean alone.</summary>
    public Rational CeilingWeight { get; init; }

    /// <summary>
    /// The published set of coefficients K (下浮系数) as fractions, 0 ≤ K ≤ 0.5, rising, from which one is drawn after
    /// the opening; default: 0 alone, nothing to draw.
    /// </summary>
    public ImmutableArray<Rational> Coefficients { get; init; } = [Rational.Zero];

    /// <summary>Decimals of yuan the benchmark is rounded to, 2 to 10; default: exact.</summary>
    public int? BenchmarkDecimals { get; init; }

    /// <summary>What a deviation is a share of; default: the benchmark.</summary>
    public DeviationBase DeviationBase { get; init; } = DeviationBase.Benchmark;

    /// <summary>
    /// Decimals of the fraction D is rounded to before it is multiplied (4 = 0.01 %); default: exact.
    /// </summary>
    public int? DeviationDecimals { get; init; }

    /// <summary>F: the points of a bid at the benchmark.</summary>
    public Rational FullScore { get; init; } = 60;

    /// <summary>E1: the points lost for each percentage point above the benchmark.</summary>
    public Rational AbovePerPercent { get; init; } = 1;

    /// <summary>E2: the points lost for each percentage point below the benchmark.</summary>
    public Rational BelowPerPercent { get; init; } = new(1, 2);

    /// <summary>The lowest score; default 0.</summary>
    public Rational Floor { get; init; }

    /// <summary>The highest score; default: <see cref="FullScore"/>.</summary>
    public Rational? Cap { get; init; }

    /// <summary>Decimals of the score, half up; default 2.</summary>
    public int ScoreDecimals { get; init; } = 2;

    /// <summary>Whether a coefficient must be drawn at the opening.</summary>
    [JsonIgnore]
    public bool NeedsDraw => Coefficients.Length > 1;

    /// <summary>Reads a method and checks it.</summary>
    /// <exception cref="FormatException">Not of the form, or a parameter cannot be used; the message names
    /// it.</exception>
    public static BenchmarkMethod Parse(string json)
    {
        var method = EvaluationJson.Read<BenchmarkMethod>(json);
        return method.Faults() is [var fault, ..] ? throw new FormatException(fault.ToString()) : method;
    }

    public string ToJson() => EvaluationJson.Write(this);

    /// <summary>What cannot be used in this method, in the order of the pipeline; empty when it can score.</summary>
    public ImmutableArray<MethodFault> Faults() => BenchmarkValidation.Faults(this);

    /// <summary>Scores the bids; see <see cref="BenchmarkResult"/> for what comes back.</summary>
    /// <param name="bids">Up to <see cref="MaxBids"/> bids, each bidder once; a price is positive, or absent where the
    /// bid could not be opened.</param>
    /// <param name="ceiling">The highest price allowed (最高投标限价), inclusive; needed when it has weight.</param>
    /// <param name="coefficient">The K drawn; one of <see cref="Coefficients"/>.</param>
    /// <exception cref="ArgumentException">The method has faults, or an argument is not as described.</exception>
    public BenchmarkResult Score(IReadOnlyCollection<BenchmarkBid> bids, Money? ceiling, Rational coefficient) =>
        BenchmarkPipeline.Run(this, bids, ceiling, coefficient);
}
