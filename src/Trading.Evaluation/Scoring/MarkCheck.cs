using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Trading.Evaluation.Scoring;

/// <summary>One expert's mark for one item of one bidder.</summary>
public sealed record ExpertMark(string Expert, string Bidder, string Item, Rational Mark);

/// <summary>What is wrong with a mark.</summary>
[JsonConverter(typeof(WordConverter<MarkProblem>))]
public enum MarkProblem
{
    /// <summary>The expert has not marked the item.</summary>
    Missing,

    /// <summary>The item is marked more than once by the same expert.</summary>
    Twice,

    /// <summary>Expert, bidder or item is not one of those given.</summary>
    Unknown,

    /// <summary>Below 0 or above the item's maximum.</summary>
    OutOfRange,

    /// <summary>More decimals than the method allows.</summary>
    TooFine,
}

/// <summary>A mark that is wrong or missing.</summary>
public sealed record MarkFault(MarkProblem Problem, string Expert, string Bidder, string Item);

/// <summary>A ranking is made of complete sheets only; this finds what is not complete.</summary>
internal static class MarkCheck
{
    public static ImmutableArray<MarkFault> Faults(
        MarkMethod method,
        IReadOnlyCollection<string> experts,
        IReadOnlyCollection<string> bidders,
        IReadOnlyCollection<ExpertMark> marks)
    {
        var items = method.Items.ToDictionary(item => item.Id);
        var given = marks.ToLookup(mark => (mark.Expert, mark.Bidder, mark.Item));
        var (knownExperts, knownBidders) = (experts.ToHashSet(), bidders.ToHashSet());
        var unknown = marks.Where(mark => !knownExperts.Contains(mark.Expert) || !knownBidders.Contains(mark.Bidder)
            || !items.ContainsKey(mark.Item));

        return
        [
            .. from expert in experts
               from bidder in bidders
               from item in method.Items
               let problem = Problem(method, item, [.. given[(expert, bidder, item.Id)]])
               where problem is not null
               select new MarkFault(problem.Value, expert, bidder, item.Id),
            .. unknown.Select(mark => new MarkFault(MarkProblem.Unknown, mark.Expert, mark.Bidder, mark.Item)),
        ];
    }

    private static MarkProblem? Problem(MarkMethod method, ScoreItem item, ImmutableArray<ExpertMark> marks) =>
        marks switch
        {
            [] => MarkProblem.Missing,
            [_, _, ..] => MarkProblem.Twice,
            [var only] when only.Mark.Sign < 0 || only.Mark > item.Maximum => MarkProblem.OutOfRange,
            [var only] when only.Mark != only.Mark.HalfUp(method.MarkDecimals) => MarkProblem.TooFine,
            _ => null,
        };
}
