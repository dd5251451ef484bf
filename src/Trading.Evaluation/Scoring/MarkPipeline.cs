using System.Collections.Immutable;

namespace Trading.Evaluation.Scoring;

/// <summary>The points of one item of one bidder.</summary>
/// <param name="Item">The item's id.</param>
/// <param name="DroppedHighest">The expert whose mark was left out at the top, if any.</param>
/// <param name="DroppedLowest">The expert whose mark was left out at the bottom, if any.</param>
/// <param name="Mean">The exact mean of the other marks.</param>
/// <param name="Points">Mean × weight, exact.</param>
public sealed record ItemPoints(
    string Item, string? DroppedHighest, string? DroppedLowest, Rational Mean, Rational Points);

/// <summary>The points of one bidder; the two groups are rounded as the method says, the items are exact.</summary>
public sealed record BidderPoints(
    string Bidder, ImmutableArray<ItemPoints> Items, Rational Technical, Rational Business);

/// <summary>The steps of <see cref="MarkMethod"/>.</summary>
internal static class MarkPipeline
{
    public static ImmutableArray<BidderPoints> Run(
        MarkMethod method,
        IReadOnlyCollection<string> experts,
        IReadOnlyCollection<string> bidders,
        IReadOnlyCollection<ExpertMark> marks)
    {
        if (method.Faults() is [var fault, ..])
        {
            throw new ArgumentException($"The method cannot combine marks: {fault}.", nameof(method));
        }

        if (experts.Count == 0 || experts.Distinct().Count() != experts.Count
            || bidders.Distinct().Count() != bidders.Count)
        {
            throw new ArgumentException(
                "There is an expert, and each expert and bidder is named once.", nameof(experts));
        }

        if (method.Check(experts, bidders, marks) is [var wrong, ..])
        {
            throw new ArgumentException(
                $"The mark of {wrong.Expert} for {wrong.Bidder}, {wrong.Item}: {wrong.Problem}.", nameof(marks));
        }

        var drops = method.DropFrom is { } from && experts.Count >= from;
        return [.. bidders.Select(bidder =>
            OneBidder(method, drops, bidder, [.. marks.Where(mark => mark.Bidder == bidder)]))];
    }

    private static BidderPoints OneBidder(
        MarkMethod method, bool drops, string bidder, ImmutableArray<ExpertMark> marks)
    {
        var weights = method.Items.ToDictionary(item => item.Id, item => item.Weight);
        var perBidder = drops && method.DropScope == DropScope.PerBidder
            ? Extremes(marks.GroupBy(mark => mark.Expert)
                .Select(own => (own.Key, Rational.Sum(own.Select(mark => mark.Mark * weights[mark.Item])))))
            : (null, null);

        ImmutableArray<ItemPoints> items = [.. method.Items.Select(item =>
        {
            var own = marks.Where(mark => mark.Item == item.Id).ToImmutableArray();
            var (highest, lowest) = drops && method.DropScope == DropScope.PerItem
                ? Extremes(own.Select(mark => (mark.Expert, mark.Mark)))
                : perBidder;
            var mean = Rational.Mean(
                [.. own.Where(mark => mark.Expert != highest && mark.Expert != lowest).Select(mark => mark.Mark)]);
            return new ItemPoints(item.Id, highest, lowest, mean, mean * item.Weight);
        })];

        return new BidderPoints(
            bidder, items, Group(method, items, ScoreGroup.Technical), Group(method, items, ScoreGroup.Business));
    }

    // Among equal values the expert's id decides who is named, so that the order of the marks changes nothing.
    private static (string? Highest, string? Lowest) Extremes(IEnumerable<(string Expert, Rational Value)> values)
    {
        var rising = values.OrderBy(value => value.Value)
            .ThenBy(value => value.Expert, StringComparer.Ordinal)
            .ToArray();
        return (rising[^1].Expert, rising[0].Expert);
    }

    private static Rational Group(MarkMethod method, ImmutableArray<ItemPoints> items, ScoreGroup group) =>
        Rational.Sum(method.Items.Zip(items)
                .Where(pair => pair.First.Group == group)
                .Select(pair => pair.Second.Points))
            .HalfUp(method.PointDecimals);
}
