using System.Text.Json.Serialization;

namespace Trading.Evaluation.PriceMethods;

/// <summary>How a share of the bids becomes a whole number of bids.</summary>
[JsonConverter(typeof(WordConverter<CountRounding>))]
public enum CountRounding
{
    Floor,

    HalfUp,

    Ceiling,
}

/// <summary>
/// How many of the highest and lowest prices are dropped from a population of at least <see cref="From"/> bids
/// (n ≥ From; a document that says "more than five" is written as 6). On each side either a count or a share of n.
/// </summary>
public sealed record TrimBand
{
    /// <summary>
    /// The smallest population the band applies to, inclusive; the highest band that applies is used.
    /// </summary>
    public required int From { get; init; }

    /// <summary>How many of the highest prices are dropped, on top of <see cref="HighShare"/>.</summary>
    public int HighCount { get; init; }

    /// <summary>How many of the lowest prices are dropped, on top of <see cref="LowShare"/>.</summary>
    public int LowCount { get; init; }

    /// <summary>The share of n dropped from the top, 0 ≤ share &lt; 1.</summary>
    public Rational HighShare { get; init; }

    /// <summary>The share of n dropped from the bottom, 0 ≤ share &lt; 1.</summary>
    public Rational LowShare { get; init; }

    /// <summary>How a share of n is made whole.</summary>
    public CountRounding Rounding { get; init; } = CountRounding.Floor;

    internal int High(int n) => HighCount + Whole(HighShare * n);

    internal int Low(int n) => LowCount + Whole(LowShare * n);

    private int Whole(Rational share) => (int)(Rounding switch
    {
        CountRounding.Floor => share.Floor(),
        CountRounding.HalfUp => share.HalfUp(0).Numerator,
        _ => share.Ceiling(),
    });
}
