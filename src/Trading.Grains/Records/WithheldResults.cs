using Trading.Grains.Shell;
using Trading.Grains.Tenders;

namespace Trading.Grains.Records;

/// <summary>
/// The evaluations that a public record withholds. Their results are published with the candidates and their times stand in their
/// event lines: so the state before a publication can be made again, and the publication decided.
/// </summary>
internal sealed class WithheldResults(OpenedRecord record)
{
    public static readonly string Type = GrainJson.NameOf(typeof(EvaluationCompleted));

    private readonly HashSet<long> _used = [];

    /// <summary>The state in which an event was decided: for candidates of a withheld evaluation, with that evaluation.</summary>
    public Tender Before(Tender tender, TenderEvent first, int at)
    {
        if (first is not CandidatesPublished published || tender.Lots.GetValueOrDefault(published.Lot)?.Stage != LotStage.Evaluating)
        {
            return tender;
        }

        Tender? nearest = null;
        foreach (var act in record.Acts.AsSpan(0, at))
        {
            var line = act.Shown.Line;
            if (line.Type != Type || act.Event is not null || _used.Contains(line.Version))
            {
                continue;
            }

            // Of which lot a withheld evaluation was is not shown: it is the first by which the publication is lawful.
            var with = Tender.Evolve(
                tender, new EvaluationCompleted(published.Lot, published.Result) { At = line.RecordedAt, By = Actor.Platform });
            var command = new PublishCandidates(published.Lot, published.Until);
            if (Redecision.Decide(with, first, command) is Decision<TenderEvent>.Accepted)
            {
                _used.Add(line.Version);
                return with;
            }

            nearest ??= with;
        }

        // None makes it lawful: the first says by which rule it is not.
        return nearest ?? tender;
    }
}
