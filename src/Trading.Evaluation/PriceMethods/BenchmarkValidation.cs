using System.Collections.Immutable;
using System.Globalization;

namespace Trading.Evaluation.PriceMethods;

/// <summary>What every parameter of a <see cref="BenchmarkMethod"/> must satisfy.</summary>
internal static class BenchmarkValidation
{
    public static ImmutableArray<MethodFault> Faults(BenchmarkMethod method) =>
    [
        .. Check(Enum.IsDefined(method.Population), "population", "is not one of the three populations"),
        .. Trimming(method.Trimming),
        .. YuanDecimals(method.MeanDecimals, "mean_decimals"),
        .. Check(IsShare(method.CeilingWeight), "ceiling_weight", "lies from 0 to 1"),
        .. Coefficients(method.Coefficients),
        .. YuanDecimals(method.BenchmarkDecimals, "benchmark_decimals"),
        .. Check(Enum.IsDefined(method.DeviationBase), "deviation_base", "is benchmark or bid"),
        .. Decimals(method.DeviationDecimals, "deviation_decimals"),
        .. Check(method.FullScore.Sign > 0, "full_score", "is positive"),
        .. Check(method.AbovePerPercent.Sign >= 0, "above_per_percent", "is not negative"),
        .. Check(method.BelowPerPercent.Sign >= 0, "below_per_percent", "is not negative"),
        .. Check(method.Floor.Sign >= 0 && method.Floor <= method.FullScore, "floor", "lies from 0 to full_score"),
        .. Check(
            method.Cap is not { } cap || (cap >= method.Floor && cap <= method.FullScore),
            "cap", "lies from floor to full_score"),
        .. Decimals(method.ScoreDecimals, "score_decimals"),
    ];

    private static IEnumerable<MethodFault> Trimming(ImmutableArray<TrimBand> bands)
    {
        if (bands.IsDefault || bands.Length > 16)
        {
            yield return new MethodFault("trimming", "is a list of at most 16 bands");
            yield break;
        }

        for (var i = 0; i < bands.Length; i++)
        {
            var band = bands[i];
            var name = string.Create(CultureInfo.InvariantCulture, $"trimming[{i}]");
            var next = i + 1 < bands.Length ? bands[i + 1].From : BenchmarkMethod.MaxBids + 1;
            var fault =
                band.From is < 1 or > BenchmarkMethod.MaxBids ? $"from lies from 1 to {BenchmarkMethod.MaxBids}"
                : next <= band.From ? "from rises from band to band"
                : band.HighCount is < 0 or > BenchmarkMethod.MaxBids ? "high_count is not negative"
                : band.LowCount is < 0 or > BenchmarkMethod.MaxBids ? "low_count is not negative"
                : !IsShare(band.HighShare) ? "high_share lies from 0 to 1"
                : !IsShare(band.LowShare) ? "low_share lies from 0 to 1"
                : !Enum.IsDefined(band.Rounding) ? "rounding is floor, half_up or ceiling"
                : Enumerable.Range(band.From, Math.Max(next - band.From, 0)).Any(n => band.High(n) + band.Low(n) >= n)
                    ? "drops every bid of some population"
                : null;
            if (fault is not null)
            {
                yield return new MethodFault(name, fault);
            }
        }
    }

    private static IEnumerable<MethodFault> Coefficients(ImmutableArray<Rational> set)
    {
        if (set.IsDefault || set.Length is 0 or > BenchmarkMethod.MaxCoefficients)
        {
            return [new MethodFault("coefficients", $"has 1 to {BenchmarkMethod.MaxCoefficients} values")];
        }

        return Check(
            set.All(k => k.Sign >= 0 && k <= new Rational(1, 2))
                && set.Zip(set.Skip(1)).All(pair => pair.First < pair.Second),
            "coefficients", "rises, each from 0 to 0.5");
    }

    private static IEnumerable<MethodFault> Decimals(int? decimals, string parameter) =>
        Check(decimals is null or (>= 0 and <= 10), parameter, "lies from 0 to 10");

    // A price is at least one fen: rounded to the fen or finer, and lowered by half at most, nothing becomes zero.
    private static IEnumerable<MethodFault> YuanDecimals(int? decimals, string parameter) =>
        Check(decimals is null or (>= 2 and <= 10), parameter, "lies from 2 to 10");

    private static bool IsShare(Rational value) => value.Sign >= 0 && value <= 1;

    private static IEnumerable<MethodFault> Check(bool holds, string parameter, string rule) =>
        holds ? [] : [new MethodFault(parameter, rule)];
}
