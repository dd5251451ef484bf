using Trading.Client.Messages;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;

namespace Trading.Client;

public sealed partial class CentreClient
{
    /// <summary>Notices of all lots, newest first; <paramref name="before"/> is the last number of the page before.</summary>
    public Task<NoticePage> Notices(long? before = null, CancellationToken cancellation = default) =>
        Send<NoticePage>(HttpMethod.Get, before is null ? "api/notices" : $"api/notices?before={before}", null, cancellation);

    public Task<TenderView> Tender(TenderId tender, CancellationToken cancellation = default) =>
        Send<TenderView>(HttpMethod.Get, $"api/tenders/{tender}", null, cancellation);

    /// <summary>The opening room of a lot.</summary>
    /// <exception cref="CentreRefusedException">NotFound until the opening began.</exception>
    public Task<OpeningView> Opening(TenderId tender, LotId lot, CancellationToken cancellation = default) =>
        Send<OpeningView>(HttpMethod.Get, $"api/tenders/{tender}/lots/{lot}/opening", null, cancellation);

    /// <summary>The own bids, and what the person can do next with the text to sign.</summary>
    public Task<TenderViewForActor> Mine(TenderId tender, CancellationToken cancellation = default) =>
        Send<TenderViewForActor>(HttpMethod.Get, $"api/tenders/{tender}/mine", null, cancellation);

    /// <summary>The open task for a command, or null.</summary>
    public async Task<OpenTask?> FindTask(
        TenderId tender, LotId? lot, string command, CancellationToken cancellation = default) =>
        (await Mine(tender, cancellation)).Tasks.FirstOrDefault(task => task.Command == command && task.Lot == lot);

    public Task<WhoAmI> Me(CancellationToken cancellation = default) =>
        Send<WhoAmI>(HttpMethod.Get, "api/me", null, cancellation);

    /// <summary>A document by its digest; the caller disposes of the stream. Its bytes are checked at the end of reading.</summary>
    public Task<Stream> Document(Digest digest, CancellationToken cancellation = default) =>
        Download($"api/documents/{digest}", cancellation);

    /// <summary>The own sealed file of a live bid.</summary>
    public Task<Stream> OwnFile(TenderId tender, LotId lot, string part, CancellationToken cancellation = default) =>
        Download($"api/tenders/{tender}/lots/{lot}/own-files/{part}", cancellation);

    /// <summary>Committee: the opened content of a bid, while the own marks are open.</summary>
    public Task<Stream> BidContent(TenderId tender, LotId lot, Digest digest, CancellationToken cancellation = default) =>
        Download($"api/tenders/{tender}/lots/{lot}/contents/{digest}", cancellation);

    /// <summary>The closed record, record/1: public, or restricted for supervisor and auditor.</summary>
    public Task<Stream> Record(TenderId tender, bool isRestricted = false, CancellationToken cancellation = default) =>
        Download($"api/tenders/{tender}/{(isRestricted ? "restricted-record" : "record")}", cancellation);

    /// <summary>The log's key, as published by the centre; compare it with a copy from elsewhere.</summary>
    public async Task<NoteKey> LogKey(CancellationToken cancellation = default) =>
        NoteKey.Parse(await Text("api/log/key", cancellation));

    public async Task<SignedNote> Checkpoint(CancellationToken cancellation = default) =>
        SignedNote.Parse(await Text("api/log/checkpoint", cancellation));

    /// <summary>The proof of a blinded leaf under the newest checkpoint; null while it is not published.</summary>
    public async Task<LogProof?> LogProof(Digest leaf, CancellationToken cancellation = default)
    {
        try
        {
            return Proofs.Log.LogProof.Parse(await Text($"api/log/proofs/{leaf}", cancellation));
        }
        catch (CentreRefusedException e) when (e.Problem.Code == "NotYetPublished")
        {
            return null;
        }
    }

    /// <summary>The centre's own signing certificate, with which it signs receipts.</summary>
    public async Task<Certificate> Centre(CancellationToken cancellation = default) =>
        Certificate.ReadAll(await Text("api/centre", cancellation)).First(c => c.Usage.HasFlag(CertificateUsage.Sign));

    private async Task<string> Text(string path, CancellationToken cancellation)
    {
        using var response = await Send(HttpMethod.Get, path, null, cancellation);
        return await response.Content.ReadAsStringAsync(cancellation);
    }

    private async Task<Stream> Download(string path, CancellationToken cancellation)
    {
        // The response lives as long as its stream: disposing of the stream ends both.
        var response = await Send(HttpMethod.Get, path, null, cancellation);
        return await response.Content.ReadAsStreamAsync(cancellation);
    }
}
