using System.Globalization;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Log;

namespace Trading.Grains.Records;

/// <summary>Checks 6 to 13: the events hang together, say what they say, and stand in the log.</summary>
internal static class ChainChecks
{
    public static string VersionsHaveNoGap(OpenedRecord record)
    {
        var version = 0L;
        foreach (var shown in record.Events)
        {
            Expect.Same(++version, shown.Line.Version, "version");
            Expect.Same(record.Stream, shown.Line.Stream, $"event {version}: stream");
        }

        Expect.That(version > 0, () => "the record holds no event");
        return string.Create(CultureInfo.InvariantCulture, $"{version} events of {record.Stream}");
    }

    public static string EachFollowsTheOneBefore(OpenedRecord record)
    {
        var previous = default(Proofs.Primitives.Digest);
        foreach (var shown in record.Events)
        {
            Expect.Same(previous, shown.Line.Previous, $"event {shown.Line.Version}: previous");
            previous = shown.Digest;
        }

        return previous.ToString();
    }

    public static string BodiesAreTheirs(OpenedRecord record)
    {
        var shownBodies = record.Events.Where(e => e.Body is not null).ToList();
        foreach (var shown in shownBodies)
        {
            Expect.That(shown.BodyFits, () => $"event {shown.Line.Version}: the body is not the one its line covers");
        }

        // A body that calls itself something else than its line does would pass by the checks of its type.
        foreach (var act in record.Acts.Where(act => act.Event is not null))
        {
            Expect.Same(act.Shown.Line.Type, GrainJson.NameOf(act.Event!.GetType()), $"event {act.Shown.Line.Version}: type");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{shownBodies.Count} bodies of {record.Events.Length} events");
    }

    /// <summary>Only what the law keeps secret is withheld, and only from the public form.</summary>
    public static string OnlySecretsAreWithheld(OpenedRecord record)
    {
        var withheld = record.Events.Where(e => e.Body is null).ToList();
        Expect.That(
            withheld.Count == 0 || !record.Manifest.Restricted,
            () => $"event {withheld[0].Line.Version}: a restricted record withholds nothing");
        foreach (var line in withheld.Select(e => e.Line))
        {
            Expect.That(
                TenderVisibility.Of(line.Type) == Visibility.Restricted,
                () => $"event {line.Version}: the body of {line.Type} is withheld, and it is public");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{withheld.Count} withheld");
    }

    /// <summary>The log's key signed the checkpoint.</summary>
    public static string CheckpointIsSigned(OpenedRecord record)
    {
        var fault = record.Note.Check(record.LogKey);
        Expect.That(fault is null, () => $"the checkpoint's signature: {fault}");
        Expect.Same(record.LogKey.Name, record.Checkpoint.Origin, "origin");
        var centre = ContainerChecks.Centre(record);
        Expect.That(
            record.Certificates.TryGetValue(record.LogKey.Key.Id, out var certificate)
                && certificate.CreditCode == centre && certificate.Usage.HasFlag(CertificateUsage.Sign)
                && ContainerChecks.ChainFault(record, certificate, record.Events[^1].Line.RecordedAt, CertificateUsage.Sign) is null,
            () => "no certificate of the centre is for the log's key");
        return string.Create(CultureInfo.InvariantCulture, $"{record.Checkpoint.Origin}, {record.Checkpoint.Size} leaves");
    }

    /// <summary>The events lead to the end of the lots: nothing was left open.</summary>
    public static string ReplayEndsClosed(OpenedRecord record)
    {
        // Without a registration there is no lot, and of no lot everything holds.
        Expect.That(record.Redecision.End.LotsInOrder.Any(), () => "no tender was registered");
        foreach (var lot in record.Redecision.End.LotsInOrder)
        {
            Expect.That(lot.Stage == LotStage.RecordClosed, () => $"lot {lot.Id} ends as {lot.Stage}");
        }

        return string.Join(", ", record.Redecision.End.LotsInOrder.Select(lot => $"{lot.Id}: {lot.Stage}"));
    }

    public static string LastEventIsTheManifests(OpenedRecord record)
    {
        Expect.Same(record.Manifest.LastEvent, record.Events[^1].Digest, "last event");
        return record.Manifest.LastEvent.ToString();
    }

    public static string LeavesAreInTheLog(OpenedRecord record)
    {
        Expect.Same(record.Events.Length, record.Proofs.Length, "number of proofs");
        foreach (var (shown, proof) in record.Events.Zip(record.Proofs))
        {
            Expect.Same(shown.Line.Version, proof.Version, "proof's version");
            var inclusion = new InclusionProof(proof.Index, record.Checkpoint.Size, proof.Path);
            Expect.That(
                inclusion.Check(MerkleHash.Leaf(shown.LogEntry.AsSpan()), record.Checkpoint.Root),
                () => $"event {shown.Line.Version}: its leaf is not in the log at {proof.Index}");
        }

        Expect.Same(record.Proofs.Length, record.Proofs.Select(p => p.Index).Distinct().Count(), "distinct leaves");
        return string.Create(CultureInfo.InvariantCulture, $"{record.Proofs.Length} leaves under {record.Checkpoint.Size}");
    }

    public static string TimesNeverRunBackwards(OpenedRecord record)
    {
        foreach (var (earlier, later) in record.Events.Zip(record.Events.Skip(1)))
        {
            Expect.That(
                earlier.Line.RecordedAt <= later.Line.RecordedAt,
                () => $"event {later.Line.Version} is recorded before event {earlier.Line.Version}");
        }

        foreach (var act in record.Acts.Where(act => act.Event is not null))
        {
            Expect.Same(act.Shown.Line.RecordedAt, act.Event!.At, $"event {act.Shown.Line.Version}: the time of the act");
        }

        return $"{record.Events[0].Line.RecordedAt:O} … {record.Events[^1].Line.RecordedAt:O}";
    }
}
