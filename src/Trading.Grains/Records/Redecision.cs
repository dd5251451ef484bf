using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Records;

namespace Trading.Grains.Records;

/// <summary>
/// Every act of a record sent through the rules again: the command is rebuilt from its first event, decided on the state before it,
/// and must give the very events that were recorded. So each signature, clock, stage and role is judged by the same code
/// that the centre ran, on the reader's machine. An event that no act explains is a fault: only so can none be slipped in.
/// </summary>
public sealed class Redecision
{
    private static readonly CommandId Again = CommandId.Create("again");

    /// <summary>What a public record withholds, and where alone it may stand.</summary>
    private static readonly ImmutableHashSet<string> OfEvaluation =
    [
        GrainJson.NameOf(typeof(CommitteeNamed)), GrainJson.NameOf(typeof(MarksEntered)), WithheldResults.Type,
    ];

    private readonly ImmutableDictionary<long, string> _faults;

    private readonly ImmutableHashSet<long> _decided;

    private Redecision(ImmutableDictionary<long, string> faults, ImmutableHashSet<long> decided, Tender end) =>
        (_faults, _decided, End) = (faults, decided, end);

    /// <summary>The state after the last event.</summary>
    public Tender End { get; }

    /// <summary>The number of events of these types that follow from their acts; the first that does not fails the check.</summary>
    internal static string Check(OpenedRecord record, params ReadOnlySpan<string> types)
    {
        var (held, withheld) = (0, 0);
        foreach (var act in record.Acts)
        {
            var line = act.Shown.Line;
            if (!types.Contains(line.Type))
            {
                continue;
            }

            var fault = record.Redecision._faults.GetValueOrDefault(line.Version);
            Expect.That(fault is null, () => $"event {line.Version} ({line.Type}): {fault}");
            held += record.Redecision._decided.Contains(line.Version) ? 1 : 0;
            withheld += act.Event is null ? 1 : 0;
        }

        return held > 0 ? string.Create(CultureInfo.InvariantCulture, $"{held} events decided again")
            : throw new CheckNotApplicableException(withheld > 0
                ? string.Create(CultureInfo.InvariantCulture, $"the public form withholds the {withheld} events; the restricted form shows them")
                : "the record shows no such act");
    }

    internal static Redecision Of(OpenedRecord record)
    {
        var faults = ImmutableDictionary.CreateBuilder<long, string>();
        var decided = ImmutableHashSet.CreateBuilder<long>();
        var tender = Tender.Initial(record.Manifest.Tender);
        var withheld = new WithheldResults(record);
        for (var i = 0; i < record.Acts.Length;)
        {
            var step = Next(record, tender, withheld, i);
            foreach (var act in record.Acts.AsSpan(i, step.Count))
            {
                var version = act.Shown.Line.Version;
                if (step.Fault is not null)
                {
                    faults[version] = step.Fault;
                }
                else if (act.Event is not null)
                {
                    decided.Add(version);
                }
            }

            (tender, i) = (step.After, i + step.Count);
        }

        return new Redecision(faults.ToImmutable(), decided.ToImmutable(), tender);
    }

    /// <summary>Decides the act that begins at an event; whatever a hostile record makes the rules throw is a fault.</summary>
    private static Step Next(OpenedRecord record, Tender tender, WithheldResults withheld, int at)
    {
        var (shown, first) = record.Acts[at];
        if (first is null)
        {
            return new Step(tender, 1, WithheldFault(tender, shown.Line.Type));
        }

        try
        {
            var before = withheld.Before(tender, first, at);
            return ActBehind.Of(record, before, at) is not { } command
                ? new Step(Tender.Evolve(tender, first), 1, "no act leads to it")
                : Decide(before, first, command) switch
                {
                    Decision<TenderEvent>.Accepted { Events.IsEmpty: false } accepted => Compare(record, before, at, accepted.Events),
                    Decision<TenderEvent>.Refused refused =>
                        new Step(Tender.Evolve(before, first), 1, $"the rules refuse it: {refused.Refusal.Code}"),
                    _ => new Step(Tender.Evolve(before, first), 1, "the rules say that nothing happens"),
                };
        }
        catch (Exception e) when (RecordCheck.IsOfTheRecord(e))
        {
            return new Step(Tender.Evolve(tender, first), 1, $"it cannot be judged: {e.Message}");
        }
    }

    internal static Decision<TenderEvent> Decide(Tender before, TenderEvent first, TenderCommand command) =>
        TenderRules.Decide(before, new Act<TenderCommand>(Again, first.By, first.At, command));

    private static Step Compare(OpenedRecord record, Tender tender, int at, ImmutableArray<TenderEvent> expected)
    {
        string? fault = null;
        var count = Math.Min(expected.Length, record.Acts.Length - at);
        for (var k = 0; k < count; k++)
        {
            var (shown, found) = record.Acts[at + k];
            var name = GrainJson.NameOf(expected[k].GetType());
            if (shown.Line.Type != name)
            {
                // What follows belongs to another act and is judged on its own.
                return new Step(
                    k == 0 ? Tender.Evolve(tender, found!) : tender, Math.Max(k, 1),
                    $"the rules give {name} next, the record has {shown.Line.Type}");
            }

            if (shown.Body is { } body && Difference(body, expected[k]) is { } property)
            {
                fault ??= $"the rules give another {name}: {property}";
            }

            tender = Tender.Evolve(tender, found ?? expected[k]);
        }

        return new Step(tender, count, count < expected.Length ? "events of the act are missing at the end" : fault);
    }

    /// <summary>A withheld event that stands alone belongs to the evaluation: those of other acts stand behind a shown one.</summary>
    private static string? WithheldFault(Tender tender, string type) =>
        OfEvaluation.Contains(type) && tender.Lots.Values.Any(lot => lot.Stage == LotStage.Evaluating)
            ? null
            : "it is withheld, and stands where no such act can be";

    /// <summary>The first property of an event's body that is not as the rules give it; null where every byte is.</summary>
    private static string? Difference(JsonElement body, TenderEvent expected)
    {
        var made = JsonSerializer.SerializeToElement(expected, GrainJson.Options);
        if (CanonicalJson.Write(body).AsSpan().SequenceEqual(CanonicalJson.Write(made)))
        {
            return null;
        }

        return body.EnumerateObject().Concat(made.EnumerateObject()).Select(property => property.Name).First(name =>
            !body.TryGetProperty(name, out var found) || !made.TryGetProperty(name, out var wanted)
            || !CanonicalJson.Write(found).AsSpan().SequenceEqual(CanonicalJson.Write(wanted)));
    }

    private sealed record Step(Tender After, int Count, string? Fault);
}
