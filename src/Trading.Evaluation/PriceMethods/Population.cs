using System.Text.Json.Serialization;

namespace Trading.Evaluation.PriceMethods;

/// <summary>Which bids the mean is made of.</summary>
[JsonConverter(typeof(WordConverter<Population>))]
public enum Population
{
    /// <summary>
    /// Conforming bids with a price not above the ceiling; all conforming ones where there is no ceiling.
    /// </summary>
    ConformingWithinCeiling,

    /// <summary>Conforming bids with a price, above the ceiling or not.</summary>
    Conforming,

    /// <summary>Every bid with a price that was opened.</summary>
    AllOpened,
}

/// <summary>What the difference to the benchmark is divided by.</summary>
[JsonConverter(typeof(WordConverter<DeviationBase>))]
public enum DeviationBase
{
    Benchmark,

    Bid,
}
