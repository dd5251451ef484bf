using System.Collections.Immutable;

namespace Trading.Grains.Tenders;

/// <summary>Evaluation and award of one lot.</summary>
public sealed record Award
{
    /// <summary>Member number n is the n-th of the list, from 1.</summary>
    public CommitteeNamed? Committee { get; init; }

    /// <summary>The signed sheets by member number; a signed sheet never changes.</summary>
    public ImmutableSortedDictionary<int, MarksEntered> Sheets { get; init; } =
        ImmutableSortedDictionary<int, MarksEntered>.Empty;

    public EvaluationCompleted? Completed { get; init; }

    public CandidatesPublished? Published { get; init; }

    public LotAwarded? Awarded { get; init; }

    public static Award Evolve(Award award, LotEvent @event) => @event switch
    {
        CommitteeNamed e => award with { Committee = e },
        MarksEntered e => award with { Sheets = award.Sheets.ContainsKey(e.Member) ? award.Sheets : award.Sheets.Add(e.Member, e) },
        EvaluationCompleted e => award with { Completed = e },
        CandidatesPublished e => award with { Published = e },
        LotAwarded e => award with { Awarded = e },
        _ => award,
    };
}
