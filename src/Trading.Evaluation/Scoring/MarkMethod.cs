using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Trading.Evaluation.Scoring;

/// <summary>Which part of the composite score an item belongs to; the price part is computed, never marked.</summary>
[JsonConverter(typeof(WordConverter<ScoreGroup>))]
public enum ScoreGroup
{
    /// <summary>技术.</summary>
    Technical,

    /// <summary>商务.</summary>
    Business,
}

/// <summary>From what the highest and lowest are dropped.</summary>
[JsonConverter(typeof(WordConverter<DropScope>))]
public enum DropScope
{
    /// <summary>From the marks of each item of each bidder.</summary>
    PerItem,

    /// <summary>
    /// From the experts' totals of each bidder: the expert with the highest or lowest total is left out.
    /// </summary>
    PerBidder,
}

/// <summary>An item of the score sheet.</summary>
/// <param name="Id">Unique within the sheet.</param>
/// <param name="Group">Technical or business.</param>
/// <param name="Maximum">The highest mark, inclusive; the lowest is 0.</param>
public sealed record ScoreItem(string Id, ScoreGroup Group, Rational Maximum)
{
    /// <summary>What a mark is multiplied by; default 1.</summary>
    public Rational Weight { get; init; } = 1;
}

/// <summary>
/// How the marks of a committee become points: mean of the experts' marks per item, the highest and lowest dropped
/// where the documents say so, times the item's weight; groups are rounded last. Immutable;
/// JSON by <see cref="ToJson"/>.
/// </summary>
public sealed record MarkMethod
{
    /// <summary>The most items on a sheet.</summary>
    public const int MaxItems = 200;

    public required ImmutableArray<ScoreItem> Items { get; init; }

    /// <summary>The committee size from which one highest and one lowest are dropped (n ≥ this, 3 or more);
    /// default: nothing is dropped.</summary>
    public int? DropFrom { get; init; }

    /// <summary>From what they are dropped; default: per item.</summary>
    public DropScope DropScope { get; init; } = DropScope.PerItem;

    /// <summary>The most decimals an expert's mark may have, 0 to 4; default 2.</summary>
    public int MarkDecimals { get; init; } = 2;

    /// <summary>Decimals of a group's points, half up, 0 to 10; default 2.</summary>
    public int PointDecimals { get; init; } = 2;

    /// <summary>Reads a method and checks it.</summary>
    /// <exception cref="FormatException">Not of the form, or a parameter cannot be used; the message names
    /// it.</exception>
    public static MarkMethod Parse(string json)
    {
        var method = EvaluationJson.Read<MarkMethod>(json);
        return method.Faults() is [var fault, ..] ? throw new FormatException(fault.ToString()) : method;
    }

    public string ToJson() => EvaluationJson.Write(this);

    /// <summary>What cannot be used in this method; empty when it can combine marks.</summary>
    public ImmutableArray<MethodFault> Faults() =>
    [
        .. ItemFaults(),
        .. Check(DropFrom is null or >= 3, "drop_from", "is 3 or more, so that a mark is left"),
        .. Check(Enum.IsDefined(DropScope), "drop_scope", "is per_item or per_bidder"),
        .. Check(MarkDecimals is >= 0 and <= 4, "mark_decimals", "lies from 0 to 4"),
        .. Check(PointDecimals is >= 0 and <= 10, "point_decimals", "lies from 0 to 10"),
    ];

    /// <summary>The highest points a bidder can have in a group.</summary>
    public Rational Maximum(ScoreGroup group) =>
        Rational.Sum(Items.Where(item => item.Group == group).Select(item => item.Maximum * item.Weight));

    /// <summary>
    /// What is wrong with the marks, in the order of experts, bidders and items; empty when every expert has marked
    /// every item of every bidder once and in range. Only then may they be combined.
    /// </summary>
    public ImmutableArray<MarkFault> Check(
        IReadOnlyCollection<string> experts,
        IReadOnlyCollection<string> bidders,
        IReadOnlyCollection<ExpertMark> marks) =>
        MarkCheck.Faults(this, experts, bidders, marks);

    /// <summary>The points of each bidder, with every step, in the order of <paramref name="bidders"/>.</summary>
    /// <exception cref="ArgumentException">The method or the marks have faults.</exception>
    public ImmutableArray<BidderPoints> Combine(
        IReadOnlyCollection<string> experts,
        IReadOnlyCollection<string> bidders,
        IReadOnlyCollection<ExpertMark> marks) =>
        MarkPipeline.Run(this, experts, bidders, marks);

    private IEnumerable<MethodFault> ItemFaults()
    {
        if (Items.IsDefault || Items.Length is 0 or > MaxItems)
        {
            return [new MethodFault("items", $"has 1 to {MaxItems} items")];
        }

        var fault = Items.Select((item, i) => (Index: i, Reason:
                item.Id.Length is 0 or > 64 ? "id has 1 to 64 characters"
                : Items.Take(i).Any(other => other.Id == item.Id) ? "id is there twice"
                : !Enum.IsDefined(item.Group) ? "group is technical or business"
                : item.Maximum.Sign <= 0 ? "maximum is positive"
                : item.Weight.Sign <= 0 ? "weight is positive"
                : null))
            .FirstOrDefault(found => found.Reason is not null);
        return fault.Reason is null
            ? []
            : [new MethodFault(string.Create(CultureInfo.InvariantCulture, $"items[{fault.Index}]"), fault.Reason)];
    }

    private static IEnumerable<MethodFault> Check(bool holds, string parameter, string rule) =>
        holds ? [] : [new MethodFault(parameter, rule)];
}
