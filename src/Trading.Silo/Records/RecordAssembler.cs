using System.Collections.Immutable;
using Trading.Grains.Documents;
using Trading.Grains.Journal;
using Trading.Grains.Log;
using Trading.Grains.Parties;
using Trading.Grains.Records;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Log;

namespace Trading.Silo.Records;

/// <summary>Gathers what a record holds: the tender's stream, its proofs under one checkpoint, certificates, documents, bids.</summary>
public sealed class RecordAssembler(
    IJournal journal, IPublicLog log, IDocumentStore documents, IGrainFactory grains, RecordOptions options)
{
    private static readonly EventCodec<TenderEvent> Codec = EventCodec<TenderEvent>.Instance;

    /// <summary>Writes one form of a tender's record.</summary>
    public async Task Write(TenderId tender, bool restricted, Stream zip, CancellationToken cancellation)
    {
        var events = await Events(tender, cancellation);
        await log.PendingPublished(events[^1].Position, cancellation);

        using var record = new RecordWriter(zip, tender.Value, restricted);
        record.AddEvents(events);
        var (note, proofs) = await Proofs(events, cancellation);
        record.AddLog(note, log.Key, proofs);

        var acts = events.ConvertAll(Codec.Decode);
        record.AddCertificates(await Certificates(acts), options.Issuers);
        foreach (var (path, digest) in Files(Replay(tender, events), acts, restricted))
        {
            await using var content = await documents.Open(digest, cancellation)
                ?? throw new InvalidDataException($"The document {digest} of tender {tender} is not in the store.");
            await record.AddFileAsync(path, content, cancellation);
        }

        record.Finish(EventChain.DigestOf(events[^1]), options.Centre);
    }

    /// <summary>The tender's whole stream.</summary>
    public async Task<List<RecordedEvent>> Events(TenderId tender, CancellationToken cancellation) =>
        await journal.Read(StreamId.Of(TenderGrain.Kind, tender.Value), cancellation: cancellation).ToListAsync(cancellation);

    /// <summary>The tender as its stream leaves it.</summary>
    public static Tender Replay(TenderId tender, IEnumerable<RecordedEvent> events) =>
        events.Select(Codec.Decode).Aggregate(Tender.Initial(tender.Value), Tender.Evolve);

    /// <summary>All proofs under one checkpoint: a batch that comes between is waited out.</summary>
    private async Task<(SignedNote Note, ImmutableArray<EventProof> Proofs)> Proofs(
        IReadOnlyList<RecordedEvent> events, CancellationToken cancellation)
    {
        while (true)
        {
            var note = await log.Checkpoint(cancellation);
            var proofs = ImmutableArray.CreateBuilder<EventProof>(events.Count);
            foreach (var e in events)
            {
                var proof = await log.ProofOf(EventChain.Leaf(e), cancellation)
                    ?? throw new InvalidDataException($"Event {e.Version} of {e.Stream} is not in the log.");
                if (proof.Note.Text != note.Text)
                {
                    break;
                }

                proofs.Add(new EventProof(e.Version, proof.Index, proof.Path));
            }

            if (proofs.Count == events.Count)
            {
                return (note, proofs.MoveToImmutable());
            }
        }
    }

    /// <summary>The certificates of everybody who acted, as their parties registered them, and of the centre itself and its log.</summary>
    private async Task<IEnumerable<Certificate>> Certificates(IReadOnlyCollection<TenderEvent> acts)
    {
        List<Certificate> found = [options.LogCertificate, .. acts.OfType<TenderPublished>().SelectMany(e => e.Certificates).Select(Certificate.FromPem)];
        foreach (var party in acts.Where(act => act.By.Role != Role.Platform).Select(act => act.By.Party).Distinct())
        {
            var view = await grains.GetGrain<IPartyGrain>(party.Value).View();
            var used = acts.Where(act => act.By.Party == party).Select(act => act.By.Certificate).ToHashSet();
            found.AddRange((view?.Certificates ?? []).Where(c => used.Contains(c.Id)).Select(c => Certificate.FromPem(c.Pem)));
        }

        return found;
    }

    private static IEnumerable<(string Path, Proofs.Primitives.Digest Digest)> Files(
        Tender tender, IEnumerable<TenderEvent> acts, bool restricted)
    {
        foreach (var published in acts.Select(DocumentsOf).OfType<TenderDocuments>().SelectMany(d => d.Files))
        {
            yield return (RecordPaths.Document(published.Digest), published.Digest);
        }

        foreach (var lot in tender.LotsInOrder)
        {
            foreach (var verdict in (lot.Opening?.Verdicts?.Verdicts ?? []).Where(v => v.IsOpened || VerdictLaw.IsByTheFile(v.Cause)))
            {
                foreach (var part in lot.Bids[verdict.Bidder].Parts.Where(p => restricted || p.Part == VerdictLaw.PublicPart))
                {
                    yield return (RecordPaths.Sealed(lot.Id.Value, verdict.Bidder.Value, part.Part), part.File);
                    if (verdict.IsOpened && verdict.Parts.FirstOrDefault(p => p.Part == part.Part)?.ContentSm3 is { } content)
                    {
                        yield return (RecordPaths.Opened(lot.Id.Value, verdict.Bidder.Value, part.Part), content);
                    }
                }
            }
        }
    }

    private static TenderDocuments? DocumentsOf(TenderEvent e) => e switch
    {
        TenderPublished published => published.Documents,
        DocumentsAmended amended => amended.Documents,
        _ => null,
    };
}
