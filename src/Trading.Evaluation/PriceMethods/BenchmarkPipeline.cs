using System.Collections.Immutable;

namespace Trading.Evaluation.PriceMethods;

/// <summary>The steps of <see cref="BenchmarkMethod"/>, in their order.</summary>
internal static class BenchmarkPipeline
{
    public static BenchmarkResult Run(
        BenchmarkMethod method, IReadOnlyCollection<BenchmarkBid> bids, Money? ceiling, Rational coefficient)
    {
        Demand(method, bids, ceiling, coefficient);
        var population = bids.Where(bid => IsCounted(bid, method.Population, ceiling)).ToImmutableArray();
        var (kept, highest, lowest) = Trim(method, population);
        Rational? mean = kept.IsEmpty ? null : Rounded(Rational.Mean([.. kept.Select(Yuan)]), method.MeanDecimals);
        var composed = mean is { } m ? Compose(method, m, ceiling) : null;
        Rational? benchmark = composed is { } c
            ? Rounded(c * (Rational.One - coefficient), method.BenchmarkDecimals)
            : null;

        return new BenchmarkResult(
            Names(population), Names(highest), Names(lowest), mean, composed, coefficient, benchmark,
            [.. bids.Select(bid => Score(method, bid, ceiling, benchmark))]);
    }

    private static void Demand(
        BenchmarkMethod method, IReadOnlyCollection<BenchmarkBid> bids, Money? ceiling, Rational coefficient)
    {
        if (method.Faults() is [var fault, ..])
        {
            throw new ArgumentException($"The method cannot score: {fault}.", nameof(method));
        }

        if (bids.Count > BenchmarkMethod.MaxBids || bids.Select(bid => bid.Bidder).Distinct().Count() != bids.Count)
        {
            throw new ArgumentException(
                $"At most {BenchmarkMethod.MaxBids} bids are scored, each bidder once.", nameof(bids));
        }

        if (bids.FirstOrDefault(bid => bid.Price is { Fen: <= 0 }) is { } free)
        {
            throw new ArgumentException($"The price of bidder {free.Bidder} is not positive.", nameof(bids));
        }

        if (ceiling is { Fen: <= 0 } || (ceiling is null && method.CeilingWeight.Sign > 0))
        {
            throw new ArgumentException("The ceiling is positive, and there where it has weight.", nameof(ceiling));
        }

        if (!method.Coefficients.Contains(coefficient))
        {
            throw new ArgumentException("The coefficient is one of the published set.", nameof(coefficient));
        }
    }

    private static bool IsCounted(BenchmarkBid bid, Population population, Money? ceiling) =>
        bid.Price is not null && population switch
        {
            Population.AllOpened => true,
            Population.Conforming => bid.Conforming,
            _ => bid.Conforming && !IsAbove(bid, ceiling),
        };

    // Among equal prices the bidder's id decides who is named as dropped; the mean is the same whoever it is.
    private static (ImmutableArray<BenchmarkBid> Kept, BenchmarkBid[] Highest, BenchmarkBid[] Lowest) Trim(
        BenchmarkMethod method, ImmutableArray<BenchmarkBid> population)
    {
        var n = population.Length;
        var band = method.Trimming.LastOrDefault(band => n >= band.From);
        if (band is null)
        {
            return (population, [], []);
        }

        var rising = population.OrderBy(bid => bid.Price).ThenBy(bid => bid.Bidder, StringComparer.Ordinal).ToArray();
        var (high, low) = (band.High(n), band.Low(n));
        return ([.. rising[low..^high]], [.. rising[^high..].Reverse()], rising[..low]);
    }

    private static Rational? Compose(BenchmarkMethod method, Rational mean, Money? ceiling) =>
        ceiling is { } a
            ? (a.InYuan * method.CeilingWeight) + (mean * (Rational.One - method.CeilingWeight))
            : mean;

    private static BenchmarkScore Score(
        BenchmarkMethod method, BenchmarkBid bid, Money? ceiling, Rational? benchmark)
    {
        var standing =
            bid.Price is null ? BidStanding.NoPrice
            : !bid.Conforming ? BidStanding.NotConforming
            : IsAbove(bid, ceiling) ? BidStanding.AboveCeiling
            : BidStanding.Scored;
        if (standing != BidStanding.Scored || benchmark is not { } b)
        {
            return new BenchmarkScore(bid.Bidder, standing, bid.Price);
        }

        var price = Yuan(bid);
        var divisor = method.DeviationBase == DeviationBase.Benchmark ? b : price;
        var deviation = Rounded((price - b) / divisor, method.DeviationDecimals);
        var perPercent = deviation.Sign > 0 ? method.AbovePerPercent : method.BelowPerPercent;
        var points = method.FullScore - (Rational.Abs(deviation) * 100 * perPercent);
        var bounded = Rational.Min(Rational.Max(points, method.Floor), method.Cap ?? method.FullScore);
        return new BenchmarkScore(
            bid.Bidder, standing, bid.Price, deviation, points, bounded.HalfUp(method.ScoreDecimals));
    }

    private static bool IsAbove(BenchmarkBid bid, Money? ceiling) => bid.Price > ceiling;

    private static Rational Yuan(BenchmarkBid bid) => bid.Price!.Value.InYuan;

    private static Rational Rounded(Rational value, int? decimals) =>
        decimals is { } places ? value.HalfUp(places) : value;

    private static ImmutableArray<string> Names(IEnumerable<BenchmarkBid> bids) => [.. bids.Select(bid => bid.Bidder)];
}
