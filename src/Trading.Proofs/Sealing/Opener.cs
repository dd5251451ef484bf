using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>
/// Opens bidseal/1 files in the order of sealing.md B.3, steps 0 to 9, and stops at the first failure with its cause.
/// Steps 5 to 9 depend on the file alone: which custodians take part cannot change the verdict.
/// </summary>
public static class Opener
{
    private const int ChunksAtOnce = 16;

    /// <summary>Opens a file.</summary>
    /// <param name="request">Releases, certificates, receipt and policy, as far as they are at hand.</param>
    /// <param name="file">The sealed file: seekable, read from its beginning.</param>
    /// <param name="output">
    /// Takes the file inside while its chunks verify; worthless unless the verdict is open.
    /// </param>
    /// <param name="progress">Bytes of the sealed file that are done.</param>
    /// <param name="suite">The block cipher; the default one when null.</param>
    /// <param name="cancellation">Ends the work between two blocks.</param>
    public static async Task<OpeningVerdict> OpenAsync(
        OpeningRequest request,
        Stream file,
        Stream output,
        IProgress<long>? progress = null,
        CipherSuite? suite = null,
        CancellationToken cancellation = default)
    {
        suite ??= CipherSuite.Default;
        var (header, verdict) = await ReadHeaderAsync(request, file, cancellation).ConfigureAwait(false);
        if (header is null || verdict is not null)
        {
            return verdict!;
        }

        var opening = new HeaderOpening(header, request, suite);
        var (keys, found) = opening.Run();
        if (keys is not null)
        {
            found = await OpenPayloadAsync(
                request, found, keys, new OpeningStreams(file, output, progress), suite, cancellation)
                .ConfigureAwait(false);
        }

        return found with { NotChecked = [.. NotChecked(request), .. opening.NotChecked] };
    }

    /// <summary>
    /// Steps 1 to 6 alone, with nothing but the header: what a server can say before the payload is touched.
    /// </summary>
    public static OpeningVerdict CheckHeader(SealedHeader header, OpeningRequest request, CipherSuite? suite = null)
    {
        if (request.Expected?.Difference(header) is { } difference)
        {
            return new OpeningVerdict
            {
                Cause = OpeningCause.PolicyMismatch,
                Step = 1,
                Evidence = difference,
                Header = header,
            };
        }

        var opening = new HeaderOpening(header, request, suite ?? CipherSuite.Default);
        var (_, verdict) = opening.Run();
        return verdict with { NotChecked = [.. NotChecked(request), .. opening.NotChecked] };
    }

    /// <summary>Step 0: whether the stored bytes are the receipt's; null when they are, else the evidence.</summary>
    public static async Task<string?> CompareWithReceiptAsync(
        FileReceipt receipt, Stream file, CancellationToken cancellation = default)
    {
        if (file.Length != receipt.FileLength)
        {
            return $"the stored file has {file.Length} bytes, the receipt says {receipt.FileLength}";
        }

        file.Position = 0;
        var digest = await Sm3.HashAsync(file, cancellation).ConfigureAwait(false);
        return digest == receipt.FileDigest
            ? null
            : $"the stored file has SM3 {digest}, the receipt says {receipt.FileDigest}";
    }

    private static async Task<(SealedHeader? Header, OpeningVerdict? Verdict)> ReadHeaderAsync(
        OpeningRequest request, Stream file, CancellationToken cancellation)
    {
        if (request.Receipt is { } receipt
            && await CompareWithReceiptAsync(receipt, file, cancellation).ConfigureAwait(false) is { } damage)
        {
            return (null, Fail(OpeningCause.DamagedInStorage, 0, damage));
        }

        if (file.Length > SealLimits.File)
        {
            return (null, Fail(
                OpeningCause.BidderFileMalformed, 1, $"{file.Length} bytes, more than {SealLimits.File}"));
        }

        file.Position = 0;
        var (header, fault) = await SealedHeader.ReadAsync(file, cancellation).ConfigureAwait(false);
        if (header is null)
        {
            return (null, Fail(OpeningCause.BidderFileMalformed, 1, $"header refused: {fault}") with
            {
                HeaderFault = fault,
            });
        }

        return request.Expected?.Difference(header) is { } difference
            ? (header, Fail(OpeningCause.PolicyMismatch, 1, difference) with { Header = header })
            : (header, null);
    }

    private static async Task<OpeningVerdict> OpenPayloadAsync(
        OpeningRequest request,
        OpeningVerdict verdict,
        SealKeys keys,
        OpeningStreams streams,
        CipherSuite suite,
        CancellationToken cancellation)
    {
        var header = verdict.Header!;
        var (key, nonce, commitment) = keys.Payload(header.HeaderDigest);
        byte[] expected = [.. keys.PayloadSalt, .. commitment];
        var start = new byte[expected.Length];
        streams.File.Position = header.Length;
        var read = await streams.File.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation)
            .ConfigureAwait(false);
        if (read < start.Length || !Sm3.SameBytes(start, expected))
        {
            return verdict with
            {
                Cause = OpeningCause.BidderFileMalformed,
                Step = 7,
                Evidence = "the payload does not begin with the salt and the commitment B and T give",
            };
        }

        var plaintext = new PaddedWriter(streams.Output);
        var damage = await DecryptAsync(
            streams, new ChunkCipher(suite, key, nonce), plaintext, cancellation).ConfigureAwait(false);
        if (damage is not null)
        {
            return await BlameAsync(request, verdict, damage, streams.File, cancellation).ConfigureAwait(false);
        }

        var digest = plaintext.Finish();
        var difference = digest != header.Meta.PlaintextDigest
            ? $"the plaintext has SM3 {digest}, the header says {header.Meta.PlaintextDigest}"
            : plaintext.Fault;
        return difference is null
            ? verdict with
            {
                Step = 9,
                Evidence = $"the plaintext has SM3 {digest}, as the header says",
                Length = plaintext.FileLength,
                PlaintextDigest = digest,
            }
            : verdict with { Cause = OpeningCause.BidderFileMalformed, Step = 9, Evidence = difference };
    }

    /// <summary>Step 8: chunks in order, each written only after its tag verified; the last one is short.</summary>
    private static async Task<string?> DecryptAsync(
        OpeningStreams streams, ChunkCipher cipher, PaddedWriter plaintext, CancellationToken cancellation)
    {
        var sealedBytes = new byte[ChunksAtOnce * ChunkCipher.SealedChunk];
        var plain = new byte[ChunksAtOnce * SealLimits.Chunk];
        long index = 0;
        while (true)
        {
            var read = await streams.File
                .ReadAtLeastAsync(sealedBytes, sealedBytes.Length, throwOnEndOfStream: false, cancellation)
                .ConfigureAwait(false);
            var opened = 0;
            var last = false;
            for (var offset = 0; offset < read; offset += ChunkCipher.SealedChunk)
            {
                var length = Math.Min(ChunkCipher.SealedChunk, read - offset);
                last = length < ChunkCipher.SealedChunk;
                if (length < Sm4Gcm.TagSize || !cipher.TryOpen(
                    index, sealedBytes.AsSpan(offset, length), plain.AsSpan(opened, length - Sm4Gcm.TagSize)))
                {
                    return $"chunk {index} does not verify";
                }

                index++;
                opened += length - Sm4Gcm.TagSize;
            }

            await plaintext.AppendAsync(plain.AsMemory(0, opened), cancellation).ConfigureAwait(false);
            streams.Progress?.Report(streams.File.Position);
            if (last)
            {
                return null;
            }

            if (read < sealedBytes.Length)
            {
                return $"the file ends after chunk {index - 1}, which is not a last one";
            }
        }
    }

    /// <summary>
    /// A chunk that fails is the storage's fault if the bytes are no longer the receipt's, else the bidder's.
    /// </summary>
    private static async Task<OpeningVerdict> BlameAsync(
        OpeningRequest request,
        OpeningVerdict verdict,
        string damage,
        Stream file,
        CancellationToken cancellation)
    {
        if (request.Receipt is not { } receipt)
        {
            return verdict with
            {
                Cause = OpeningCause.DamagedOrMalformed,
                Step = 8,
                Evidence = $"{damage}; without the receipt it cannot be said whether storage or bidder is to blame",
            };
        }

        var difference = await CompareWithReceiptAsync(receipt, file, cancellation).ConfigureAwait(false);
        return verdict with
        {
            Cause = difference is null ? OpeningCause.BidderFileMalformed : OpeningCause.DamagedInStorage,
            Step = 8,
            Evidence = $"{damage}; {difference ?? "the stored bytes are the receipt's"}",
        };
    }

    private static IEnumerable<string> NotChecked(OpeningRequest request)
    {
        if (request.Receipt is null)
        {
            yield return "whether these are the bytes that were submitted (no receipt at hand)";
        }

        if (request.Expected is null)
        {
            yield return "the header against policy and submission (not at hand)";
        }
    }

    private static OpeningVerdict Fail(OpeningCause cause, int step, string evidence) =>
        new() { Cause = cause, Step = step, Evidence = evidence };
}
