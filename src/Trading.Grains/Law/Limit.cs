using Trading.Evaluation;

namespace Trading.Grains.Law;

/// <summary>Whether a count must be odd.</summary>
public enum Parity
{
    Any,
    Odd,
}

/// <summary>
/// One number of the law that is not a clock: a count or share with an inclusive lower and upper bound
/// ("以上", "不少于", "不超过" include the number). Effective dates as in <see cref="Clock"/>.
/// </summary>
public sealed record Limit(
    string Id,
    string Source,
    DateOnly EffectiveFrom,
    string Zh,
    string En,
    Rational? AtLeast = null,
    Rational? AtMost = null,
    Parity Parity = Parity.Any,
    DateOnly? EffectiveTo = null)
{
    public bool IsInForceOn(DateOnly day) => day >= EffectiveFrom && (EffectiveTo is not { } end || day < end);

    /// <summary>Whether the value lies within the bounds and has the parity.</summary>
    public bool Allows(Rational value) =>
        !(value < AtLeast) && !(value > AtMost)
        && (Parity == Parity.Any || (value.Denominator.IsOne && !value.Numerator.IsEven));
}

/// <summary>The answer of one limit for one value.</summary>
/// <param name="Limit">The limit, with its article, bounds and sentences.</param>
/// <param name="Value">The value that was compared.</param>
/// <param name="IsKept">Whether the value is allowed.</param>
/// <param name="Pack">The rule pack and its revision, such as <c>works/2026@1</c>.</param>
public sealed record LimitCheck(Limit Limit, Rational Value, bool IsKept, string Pack)
{
    /// <summary>The article of law, such as <c>招标投标法 第二十八条</c>.</summary>
    public string Article => Limit.Source;
}
