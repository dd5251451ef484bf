using System.Collections.Immutable;

namespace Trading.Evaluation.Scoring;

/// <summary>A bid with its three scores.</summary>
public sealed record ScoredBid(string Bidder, Money Price, Rational Technical, Rational Business, Rational PriceScore);

/// <summary>One place of the ranking, with its steps.</summary>
/// <param name="Rank">1 for the first; equal for bids that no tie break could part, and the next rank is then
/// skipped.</param>
/// <param name="Bid">The bid and its scores.</param>
/// <param name="WeightedTechnical">Technical × w₁, exact.</param>
/// <param name="WeightedBusiness">Business × w₂, exact.</param>
/// <param name="WeightedPrice">Price score × w₃, exact.</param>
/// <param name="Total">Their sum, rounded as the method says.</param>
/// <param name="DecidedBy">The tie break that put it behind the bid before it, where their totals are equal.</param>
/// <param name="IsShared">Whether another bid has the same rank: then people decide as the documents say, never a
/// draw.</param>
public sealed record RankedBid(
    int Rank,
    ScoredBid Bid,
    Rational WeightedTechnical,
    Rational WeightedBusiness,
    Rational WeightedPrice,
    Rational Total,
    TieBreak? DecidedBy,
    bool IsShared);

internal static class Ranking
{
    public static ImmutableArray<RankedBid> Of(RankingMethod method, IReadOnlyCollection<ScoredBid> bids)
    {
        if (method.Faults() is [var fault, ..])
        {
            throw new ArgumentException($"The method cannot rank: {fault}.", nameof(method));
        }

        if (bids.Select(bid => bid.Bidder).Distinct().Count() != bids.Count)
        {
            throw new ArgumentException("Each bidder is ranked once.", nameof(bids));
        }

        // The id orders only those who share a rank, so that the list reads the same wherever it is computed.
        var order = bids.Select(bid => Weighted(method, bid))
            .Order(Comparer<RankedBid>.Create((left, right) => Compare(method, left, right).Order))
            .ThenBy(ranked => ranked.Bid.Bidder, StringComparer.Ordinal)
            .ToArray();
        for (var i = 0; i < order.Length; i++)
        {
            var before = i == 0 ? ((int Order, TieBreak? By)?)null : Compare(method, order[i - 1], order[i]);
            order[i] = order[i] with
            {
                Rank = before is { Order: 0 } ? order[i - 1].Rank : i + 1,
                DecidedBy = before?.By,
            };
        }

        var shared = order.CountBy(ranked => ranked.Rank)
            .Where(rank => rank.Value > 1)
            .Select(rank => rank.Key)
            .ToHashSet();
        return [.. order.Select(ranked => ranked with { IsShared = shared.Contains(ranked.Rank) })];
    }

    private static RankedBid Weighted(RankingMethod method, ScoredBid bid)
    {
        var (technical, business, price) = (bid.Technical * method.TechnicalWeight,
            bid.Business * method.BusinessWeight, bid.PriceScore * method.PriceWeight);
        var total = (technical + business + price).HalfUp(method.TotalDecimals);
        return new RankedBid(0, bid, technical, business, price, total, null, false);
    }

    private static (int Order, TieBreak? By) Compare(RankingMethod method, RankedBid left, RankedBid right)
    {
        var byTotal = right.Total.CompareTo(left.Total);
        if (byTotal != 0)
        {
            return (byTotal, null);
        }

        foreach (var tieBreak in method.TieBreaks)
        {
            var order = tieBreak switch
            {
                TieBreak.PriceAscending => left.Bid.Price.CompareTo(right.Bid.Price),
                TieBreak.TechnicalDescending => right.Bid.Technical.CompareTo(left.Bid.Technical),
                _ => right.Bid.Business.CompareTo(left.Bid.Business),
            };
            if (order != 0)
            {
                return (order, tieBreak);
            }
        }

        return (0, null);
    }
}
