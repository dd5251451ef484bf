using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Trading.Evaluation.Scoring;

/// <summary>What decides between equal totals.</summary>
[JsonConverter(typeof(WordConverter<TieBreak>))]
public enum TieBreak
{
    /// <summary>The lower price goes first.</summary>
    PriceAscending,

    /// <summary>The higher technical points go first.</summary>
    TechnicalDescending,

    /// <summary>The higher business points go first.</summary>
    BusinessDescending,

    /// <summary>A draw (抽签, 摇号, 抓阄): known so that it can be refused by name (发改法规规〔2022〕1117号).</summary>
    Lottery,
}

/// <summary>
/// How scores become an order (综合评估法): total = technical·w₁ + business·w₂ + price·w₃, the highest first; equal
/// totals by the tie breaks in their order. Immutable; JSON by <see cref="ToJson"/>.
/// </summary>
public sealed record RankingMethod
{
    /// <summary>w₁, not negative; default 1 (the points of the groups add up as they are).</summary>
    public Rational TechnicalWeight { get; init; } = 1;

    /// <summary>w₂, not negative; default 1.</summary>
    public Rational BusinessWeight { get; init; } = 1;

    /// <summary>w₃, not negative; default 1.</summary>
    public Rational PriceWeight { get; init; } = 1;

    /// <summary>Decimals of the total, half up, 0 to 10; default 2. Totals are compared after rounding.</summary>
    public int TotalDecimals { get; init; } = 2;

    /// <summary>What decides between equal totals; default: lower price, then technical, then business.</summary>
    public ImmutableArray<TieBreak> TieBreaks { get; init; } =
        [TieBreak.PriceAscending, TieBreak.TechnicalDescending, TieBreak.BusinessDescending];

    /// <summary>Reads a method and checks it.</summary>
    /// <exception cref="FormatException">Not of the form, or a parameter cannot be used; the message names
    /// it.</exception>
    public static RankingMethod Parse(string json)
    {
        var method = EvaluationJson.Read<RankingMethod>(json);
        return method.Faults() is [var fault, ..] ? throw new FormatException(fault.ToString()) : method;
    }

    public string ToJson() => EvaluationJson.Write(this);

    /// <summary>What cannot be used in this method; empty when it can rank.</summary>
    public ImmutableArray<MethodFault> Faults() =>
    [
        .. Check(TechnicalWeight.Sign >= 0, "technical_weight", "is not negative"),
        .. Check(BusinessWeight.Sign >= 0, "business_weight", "is not negative"),
        .. Check(PriceWeight.Sign >= 0, "price_weight", "is not negative"),
        .. Check(
            (TechnicalWeight + BusinessWeight + PriceWeight).Sign != 0, "price_weight", "some weight is positive"),
        .. Check(TotalDecimals is >= 0 and <= 10, "total_decimals", "lies from 0 to 10"),
        .. Check(
            TieBreaks.IsDefaultOrEmpty || !TieBreaks.Contains(TieBreak.Lottery),
            "tie_breaks", "a draw may not choose candidates or winners (发改法规规〔2022〕1117号)"),
        .. Check(
            !TieBreaks.IsDefaultOrEmpty && TieBreaks.All(Enum.IsDefined)
                && TieBreaks.Distinct().Count() == TieBreaks.Length,
            "tie_breaks", "names at least one tie break, each once"),
    ];

    /// <summary>The order of the bids, first to last; see <see cref="RankedBid"/>.</summary>
    /// <param name="bids">The bids that are scored, each bidder once.</param>
    /// <exception cref="ArgumentException">The method has faults, or a bidder is there twice.</exception>
    public ImmutableArray<RankedBid> Rank(IReadOnlyCollection<ScoredBid> bids) => Ranking.Of(this, bids);

    private static IEnumerable<MethodFault> Check(bool holds, string parameter, string rule) =>
        holds ? [] : [new MethodFault(parameter, rule)];
}
