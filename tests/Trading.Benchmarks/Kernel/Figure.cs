using System.Globalization;

namespace Trading.Benchmarks.Kernel;

/// <summary>One measured thing.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">Of ours and of the baseline.</param>
/// <param name="Ours">The median of our rounds.</param>
/// <param name="Low">The lowest round.</param>
/// <param name="High">The highest round.</param>
/// <param name="Against">What it was measured beside; null where there is nothing to measure beside.</param>
/// <param name="Baseline">The median of the baseline's rounds.</param>
/// <param name="Ratio">The median of the rounds' own ratios, ours to baseline: what disturbs a round disturbs both.</param>
internal sealed record Figure(
    string Scenario, string Name, string Unit, double Ours, double Low, double High, string? Against, double? Baseline, double? Ratio)
{
    public static Figure Of(string scenario, string name, string unit, string against, IReadOnlyList<(double Ours, double Baseline)> rounds) =>
        new(
            scenario, name, unit, Median(rounds.Select(r => r.Ours)), rounds.Min(r => r.Ours), rounds.Max(r => r.Ours),
            against, Median(rounds.Select(r => r.Baseline)), Median(rounds.Select(r => r.Ours / r.Baseline)));

    public static Figure Alone(string scenario, string name, string unit, params IReadOnlyList<double> rounds) =>
        new(scenario, name, unit, Median(rounds), rounds.Min(), rounds.Max(), null, null, null);

    public override string ToString()
    {
        var ours = $"  {Name,-44} {Number(Ours),9} {Unit,-8} ({Number(Low)}–{Number(High)})";
        return Baseline is { } baseline
            ? $"{ours}\n  {"  beside " + Against,-44} {Number(baseline),9} {Unit,-8} ratio {Ratio?.ToString("0.###", CultureInfo.InvariantCulture)}"
            : ours;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The value below which a share of the values lies, by nearest rank.</summary>
    public static double Percentile(double[] values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) < 10 ? "0.00" : Math.Abs(value) < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);
}
