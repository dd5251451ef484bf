using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Trading.Grains.Documents;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Silo.Openings;

/// <summary>What was released of one sealed file: the bidder's m, and the custodians' that fit their stanzas; or a copy.</summary>
internal sealed record ReleasedFile(ReadOnlyMemory<byte>? Bidder, ImmutableArray<ShareRelease> Shares, Digest? Copy)
{
    /// <summary>T from the bidder's seal record, for a file whose shares failed.</summary>
    public byte[]? Secret { get; init; }
}

/// <summary>A bid's verdict, B and T of its parts where it was opened with keys, and the documents that hold its contents.</summary>
internal sealed record OpenedBid(BidVerdict Verdict, ImmutableArray<KeptSecret> Secrets, ImmutableArray<Digest> Contents);

/// <summary>Opens one bid: steps 0 to 9 of sealing.md B.3 for every part, streaming from store to store.</summary>
internal sealed class BidOpener(
    IDocumentStore store, OpeningListSchema schema, ImmutableArray<Certificate> custodians, int threshold, int openingListBytes)
{
    /// <summary>EIO as .NET hands it on: the device could not read the place.</summary>
    private const int InputOutputError = 5;

    /// <param name="bid">A live bid.</param>
    /// <param name="releases">What was released of each part; null where the bidder released nothing.</param>
    /// <param name="fixedCause">Why it cannot be opened, where the evidence of window and shares alone says so.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<OpenedBid> Open(
        LiveBid bid, IReadOnlyDictionary<string, ReleasedFile>? releases, (string Cause, Attribution Attribution)? fixedCause,
        CancellationToken cancellation)
    {
        var parts = ImmutableArray.CreateBuilder<PartVerdict>();
        foreach (var part in bid.Parts)
        {
            parts.Add(releases is not null && fixedCause is null
                ? await OpenPart(bid, part, releases[part.Part], cancellation)
                : new PartVerdict(part.Part, await ReadBack(part, cancellation), null, null, fixedCause?.Cause));
        }

        var all = parts.ToImmutable();
        var isCopy = bid.Copies is { IsDefaultOrEmpty: false };
        if (!isCopy && all.Zip(bid.Parts).Any(pair => pair.First.StoredSm3 != pair.Second.File))
        {
            return Refused(bid, all, VerdictLaw.DamagedInStorage, Attribution.Platform);
        }

        if (fixedCause is { } known)
        {
            return Refused(bid, all, known.Cause, known.Attribution);
        }

        // What shows that the file is at fault is kept too: else the bidder would have only the centre's word for it.
        ImmutableArray<KeptSecret> tried = isCopy ? [] : [.. bid.Parts.Select(p => Secret(bid, p, releases![p.Part]))];
        if (all.FirstOrDefault(part => part.Cause is not null) is { Cause: { } cause })
        {
            return Refused(bid, all, cause, VerdictLaw.AttributionOf(cause), VerdictLaw.IsByTheFile(cause) ? tried : []);
        }

        var summary = all.FirstOrDefault(part => part.Part == VerdictLaw.PublicPart);
        var list = summary?.ContentSm3 is { } content ? await ReadList(content, cancellation) : null;
        return list is null
            ? Refused(bid, all, VerdictLaw.OpeningListMalformed, Attribution.Bidder, tried)
            : new OpenedBid(
                new BidVerdict(bid.Bidder, bid.Version, null, null, all, list),
                tried,
                [.. all.Select(part => part.ContentSm3!.Value)]);
    }

    /// <summary>The header as recorded at submission, where it was checked.</summary>
    public static SealedHeader HeaderOf(SealedPart part) =>
        SealedHeader.TryParse(Encoding.ASCII.GetBytes(part.Header), out var header, out var fault)
            ? header
            : throw new InvalidDataException($"A recorded header cannot be read: {fault}.");

    private static OpenedBid Refused(
        LiveBid bid, ImmutableArray<PartVerdict> parts, string cause, Attribution? attribution,
        ImmutableArray<KeptSecret> tried = default) =>
        new(new BidVerdict(bid.Bidder, bid.Version, cause, attribution, parts, null), tried.IsDefault ? [] : tried, []);

    private async Task<PartVerdict> OpenPart(LiveBid bid, SealedPart part, ReleasedFile release, CancellationToken cancellation)
    {
        var stored = await ReadBack(part, cancellation);
        if (release.Copy is { } copy)
        {
            return await OpenCopy(bid, part, stored, copy, cancellation);
        }

        if (stored != part.File)
        {
            return new PartVerdict(part.Part, stored, null, null, VerdictLaw.DamagedInStorage);
        }

        var request = new OpeningRequest
        {
            Certificates = [.. bid.EncryptionCertificates.Select(Certificate.FromPem), .. custodians],
            BidderRelease = release.Bidder,
            CustodianReleases = release.Shares,
            CustodianSecret = release.Secret is { } t ? t : null,
        };
        await using var file = new SeekableDocument(store, part.File, part.Size);
        OpeningVerdict? verdict = null;
        StoredDocument? content;
        try
        {
            content = await Keep(
                bid,
                async output =>
                {
                    verdict = await Opener.OpenAsync(request, file, output, cancellation: cancellation);
                    return verdict.IsOpen;
                },
                cancellation);
        }
        catch (Exception e) when (IsDamage(e))
        {
            // It was whole a moment ago and is not any more: the disk, never the bidder. Where it is whole, something else failed.
            var left = await ReadBack(part, cancellation);
            return left == part.File ? throw new IOException($"The document {part.File} could not be read through.", e)
                : new PartVerdict(part.Part, left, null, null, VerdictLaw.DamagedInStorage);
        }

        if (content is not null)
        {
            return new PartVerdict(part.Part, stored, verdict!.PlaintextDigest, content.Digest, null);
        }

        // A file that does not open is the storage's fault only where its bytes are no longer the receipt's.
        var again = await ReadBack(part, cancellation);
        var cause = again == part.File ? VerdictLaw.FileMalformed : VerdictLaw.DamagedInStorage;
        return new PartVerdict(part.Part, again, null, null, cause);
    }

    private async Task<PartVerdict> OpenCopy(
        LiveBid bid, SealedPart part, Digest stored, Digest copy, CancellationToken cancellation)
    {
        var plaintext = HeaderOf(part).Meta.PlaintextDigest;
        var content = await Keep(
            bid,
            async output =>
            {
                await using var stream = await store.Open(copy, cancellation)
                    ?? throw new InvalidDataException($"The copy {copy} is not in the store.");
                return await PaddedPlaintext.CheckAsync(stream, plaintext, output, cancellation) is not null;
            },
            cancellation);
        return content is null
            ? new PartVerdict(part.Part, stored, null, null, VerdictLaw.FileMalformed)
            : new PartVerdict(part.Part, stored, plaintext, content.Digest, null);
    }

    /// <summary>
    /// Keeps what <paramref name="write"/> writes, as a restricted document of the bidder; null, and nothing kept, where it says
    /// that what it wrote is worthless.
    /// </summary>
    private async Task<StoredDocument?> Keep(LiveBid bid, Func<Stream, Task<bool>> write, CancellationToken cancellation)
    {
        var pipe = new Pipe();
        var keeping = KeepFrom(bid, pipe.Reader, cancellation);
        Exception? failure = null;
        try
        {
            await using var output = pipe.Writer.AsStream(leaveOpen: true);
            failure = await write(output) ? null : new IOException("What was written so far is worthless.");
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            // The reader meets the failure instead of an end, so the store keeps nothing.
            await pipe.Writer.CompleteAsync(failure);
            await Task.WhenAny(keeping);
            _ = keeping.Exception;
        }

        return failure is null ? await keeping : null;
    }

    private async Task<StoredDocument> KeepFrom(LiveBid bid, PipeReader reader, CancellationToken cancellation)
    {
        Exception? failure = null;
        try
        {
            return await store.Put(DocumentClass.Restricted, bid.Bidder, reader.AsStream(leaveOpen: true), cancellation);
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            // A full disk ends the reading: whoever writes hears of it, instead of waiting for ever for somebody to read on.
            await reader.CompleteAsync(failure);
        }
    }

    /// <summary>SM3 of the file as the store gives it back; of what can be read where it is damaged, zeros where it is gone.</summary>
    private async Task<Digest> ReadBack(SealedPart part, CancellationToken cancellation)
    {
        var hasher = new Sm3Hasher();
        try
        {
            await using var stream = await store.Open(part.File, cancellation);
            if (stream is null)
            {
                return default;
            }

            var buffer = new byte[256 * 1024];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellation)) > 0)
            {
                hasher.Append(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (IsDamage(e))
        {
            // What was read so far is the evidence: it is not the receipt's digest.
        }

        return hasher.Finish();
    }

    /// <summary>
    /// Whether it is this file that cannot be read: other bytes than its digest's, or a place of the disk that gives none. A full
    /// disk, too many open files or a missing right is the machine's trouble with every file: it fails the opening, which begins
    /// again, and condemns nobody.
    /// </summary>
    private static bool IsDamage(Exception e) => e is InvalidDataException || (e is IOException && e.HResult == InputOutputError);

    private async Task<JsonElement?> ReadList(Digest content, CancellationToken cancellation)
    {
        var document = await store.Describe(content, cancellation);
        if (document is null || document.Size > openingListBytes)
        {
            return null;
        }

        await using var stream = await store.Open(content, cancellation);
        var bytes = new byte[document.Size];
        await stream!.ReadExactlyAsync(bytes, cancellation);
        if (CanonicalJson.Check(bytes) is not null)
        {
            return null;
        }

        var list = JsonSerializer.Deserialize<JsonElement>(bytes);
        return OpeningListForm.FaultOf(schema, list) is null ? list : null;
    }

    private KeptSecret Secret(LiveBid bid, SealedPart part, ReleasedFile release)
    {
        var shares = release.Shares.OrderBy(share => share.Custodian).Take(threshold)
            .Select(share => (share.Custodian, share.Message[2..].ToArray()))
            .ToArray();
        return new KeptSecret(
            bid.Bidder, part.Part, Convert.ToBase64String(release.Bidder!.Value.Span[2..]),
            Convert.ToBase64String(shares.Length < threshold ? release.Secret! : Shamir.Combine(shares)));
    }
}
