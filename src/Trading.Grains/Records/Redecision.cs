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
/// that the centre ran, on the reader's machine.
/// </summary>
public sealed class Redecision
{
    private static readonly CommandId Again = CommandId.Create("again");

    private readonly ImmutableDictionary<long, string> _faults;

    private readonly ImmutableHashSet<long> _decided;

    private Redecision(ImmutableDictionary<long, string> faults, ImmutableHashSet<long> decided, Tender end) =>
        (_faults, _decided, End) = (faults, decided, end);

    /// <summary>The state after the last event.</summary>
    public Tender End { get; }

    /// <summary>The number of events of these types that follow from their acts; the first that does not fails the check.</summary>
    internal static string Check(OpenedRecord record, params ReadOnlySpan<string> types)
    {
        var held = 0;
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
        }

        return held > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{held} events decided again")
            : throw new CheckNotApplicableException("the record shows no such act");
    }

    internal static Redecision Of(OpenedRecord record)
    {
        var faults = ImmutableDictionary.CreateBuilder<long, string>();
        var decided = ImmutableHashSet.CreateBuilder<long>();
        var tender = Tender.Initial(record.Manifest.Tender);
        for (var i = 0; i < record.Acts.Length;)
        {
            var step = Next(record, tender, i);
            foreach (var act in record.Acts.AsSpan(i, step.Count))
            {
                var version = act.Shown.Line.Version;
                if (step.Fault is not null)
                {
                    faults[version] = step.Fault;
                }
                else if (step.WasDecided && act.Event is not null)
                {
                    decided.Add(version);
                }
            }

            (tender, i) = (step.After, i + step.Count);
        }

        return new Redecision(faults.ToImmutable(), decided.ToImmutable(), tender);
    }

    /// <summary>Decides the act that begins at an event.</summary>
    private static Step Next(OpenedRecord record, Tender tender, int at)
    {
        if (record.Acts[at].Event is not { } first)
        {
            return new Step(tender, 1, null, WasDecided: false);
        }

        var alone = new Step(Tender.Evolve(tender, first), 1, null, WasDecided: false);
        if (ActBehind.Of(record, tender, at) is not { } command)
        {
            return alone;
        }

        return TenderRules.Decide(tender, new Act<TenderCommand>(Again, first.By, first.At, command)) switch
        {
            Decision<TenderEvent>.Accepted { Events.IsEmpty: false } accepted => Compare(record, tender, at, accepted.Events),
            Decision<TenderEvent>.Refused refused => alone with { Fault = $"the rules refuse it: {refused.Refusal.Code}" },
            _ => alone with { Fault = "the rules say that nothing happens" },
        };
    }

    private static Step Compare(OpenedRecord record, Tender tender, int at, ImmutableArray<TenderEvent> expected)
    {
        if (at + expected.Length > record.Acts.Length)
        {
            return new Step(tender, record.Acts.Length - at, "events of the act are missing at the end", WasDecided: true);
        }

        string? fault = null;
        for (var k = 0; k < expected.Length; k++)
        {
            var found = record.Acts[at + k].Event;
            if (found is not null && !Bytes(found).AsSpan().SequenceEqual(Bytes(expected[k])))
            {
                fault ??= $"the rules give another {record.Acts[at + k].Shown.Line.Type}";
            }

            tender = Tender.Evolve(tender, found ?? expected[k]);
        }

        return new Step(tender, expected.Length, fault, WasDecided: true);
    }

    private static byte[] Bytes(TenderEvent e) => CanonicalJson.Write(JsonSerializer.SerializeToElement(e, GrainJson.Options));

    private sealed record Step(Tender After, int Count, string? Fault, bool WasDecided);
}
