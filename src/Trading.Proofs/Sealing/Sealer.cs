using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>
/// Writes bidseal/1 files of suite SM. Deterministic: the same request, secrets and file give the same bytes.
/// </summary>
public static class Sealer
{
    private const int ChunksAtOnce = 16;

    /// <summary>Seals a file, reading it twice from its beginning: for the digest, then to encrypt.</summary>
    /// <param name="request">What to seal for.</param>
    /// <param name="secrets">Fresh ones, or those of a seal record to get the same file again.</param>
    /// <param name="file">Seekable; any length whose sealed form stays within 4 GiB.</param>
    /// <param name="output">Takes the sealed file, from its present position.</param>
    /// <param name="progress">Bytes of both passes together, twice the padded length at the end.</param>
    /// <param name="suite">The block cipher; the default one when null.</param>
    /// <param name="cancellation">Ends the work between two blocks.</param>
    /// <returns>The seal record.</returns>
    /// <exception cref="ArgumentException">The request has a fault, or the file is too large.</exception>
    /// <exception cref="IOException">The file changed between the passes: the output is worthless.</exception>
    public static async Task<SealRecord> SealAsync(
        SealRequest request,
        SealSecrets secrets,
        Stream file,
        Stream output,
        IProgress<long>? progress = null,
        CipherSuite? suite = null,
        CancellationToken cancellation = default)
    {
        suite ??= CipherSuite.Default;
        if (request.Fault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(request));
        }

        if (PayloadLength(file.Length) > SealLimits.File - SealLimits.Header)
        {
            throw new ArgumentException(
                $"A sealed file has at most {SealLimits.File} bytes; this one of {file.Length} would have more.",
                nameof(file));
        }

        var digest = await PaddedPlaintext.DigestAsync(secrets.SaltBytes, file, progress, cancellation)
            .ConfigureAwait(false);
        var (header, keys) = BuildHeader(request, secrets, digest, suite);
        var hasher = new Sm3Hasher();
        var (key, nonce, commitment) = keys.Payload(header.HeaderDigest);
        byte[] start = [.. header.Bytes, .. keys.PayloadSalt, .. commitment];
        hasher.Append(start);
        await output.WriteAsync(start, cancellation).ConfigureAwait(false);

        var reader = new PaddedReader(secrets.SaltBytes, file);
        var cipher = new ChunkCipher(suite, key, nonce);
        var again = await EncryptAsync(reader, cipher, output, hasher, progress, cancellation).ConfigureAwait(false);
        if (again != digest)
        {
            throw new IOException(
                "The file changed while it was being sealed; seal it again when nothing writes to it.");
        }

        return new SealRecord
        {
            Request = request,
            Secrets = secrets,
            PlaintextDigest = digest,
            Length = reader.FileLength,
            FileDigest = hasher.Finish(),
            FileLength = header.Length + PayloadLength(reader.FileLength),
        };
    }

    /// <summary>The header of a sealed file and its keys; also how an opener rebuilds it.</summary>
    internal static (SealedHeader Header, SealKeys Keys) BuildHeader(
        SealRequest request, SealSecrets secrets, Digest plaintextDigest, CipherSuite suite)
    {
        var meta = new SealedMeta
        {
            Tender = request.Tender,
            Lot = request.Lot,
            Part = request.Part,
            Bidder = request.Bidder,
            Version = request.Version,
            Opening = request.Opening,
            Release = request.Release,
            Threshold = request.Threshold,
            Custodians = request.CustodianCertificates.Length,
            PlaintextDigest = plaintextDigest,
        };
        var hm = Digest.OfUtf8(meta.ToText());
        var stanzas = new List<Stanza>();
        foreach (var certificate in request.BidderCertificates)
        {
            stanzas.Add(NewStanza(StanzaRole.Bidder, 0, secrets.B, certificate));
        }

        var custodians = request.CustodianCertificates;
        var shares = Shamir.Share(hm, secrets.T, Shamir.CustodianPurpose, meta.Threshold, meta.Custodians);
        for (var i = 0; i < shares.Length; i++)
        {
            stanzas.Add(NewStanza(StanzaRole.Custodian, i + 1, shares[i], custodians[i]));
        }

        if (meta.Release == SealRelease.Escrow)
        {
            shares = Shamir.Share(hm, secrets.B, Shamir.EscrowPurpose, meta.Custodians, meta.Custodians);
            for (var i = 0; i < shares.Length; i++)
            {
                stanzas.Add(NewStanza(StanzaRole.Escrow, i + 1, shares[i], custodians[i]));
            }
        }

        var keys = new SealKeys(hm, secrets.B, secrets.T);
        return (SealedHeader.Build(meta, stanzas, keys.HeaderKey), keys);

        Stanza NewStanza(StanzaRole role, int index, ReadOnlySpan<byte> secret, Certificate certificate) =>
            new(role, index, certificate.Id, SecretEnvelope.Build(hm, role, index, secret, certificate, suite));
    }

    /// <summary>
    /// Bytes after the header for a file of so many bytes: P is a multiple of the chunk, so the last is empty.
    /// </summary>
    internal static long PayloadLength(long fileLength)
    {
        var padded = PaddedPlaintext.LengthFor(fileLength);
        return SealKeys.PayloadSaltSize + SealKeys.CommitmentSize + padded
            + (((padded / SealLimits.Chunk) + 1) * Sm4Gcm.TagSize);
    }

    private static async Task<Digest> EncryptAsync(
        PaddedReader reader,
        ChunkCipher cipher,
        Stream output,
        Sm3Hasher fileHasher,
        IProgress<long>? progress,
        CancellationToken cancellation)
    {
        var plaintextHasher = new Sm3Hasher();
        var plain = new byte[ChunksAtOnce * SealLimits.Chunk];
        var sealedBytes = new byte[ChunksAtOnce * ChunkCipher.SealedChunk];
        long index = 0;
        int read;
        while ((read = await reader.ReadAsync(plain, cancellation).ConfigureAwait(false)) > 0)
        {
            // The two digests are most of the work: they run beside each other.
            var block = plain.AsMemory(0, read);
            var hashing = Task.Run(() => plaintextHasher.Append(block.Span), CancellationToken.None);
            var written = 0;
            for (var offset = 0; offset < read; offset += SealLimits.Chunk)
            {
                var target = sealedBytes.AsSpan(written, ChunkCipher.SealedChunk);
                cipher.Seal(index++, plain.AsSpan(offset, SealLimits.Chunk), target);
                written += target.Length;
            }

            fileHasher.Append(sealedBytes.AsSpan(0, written));
            await output.WriteAsync(sealedBytes.AsMemory(0, written), cancellation).ConfigureAwait(false);
            await hashing.ConfigureAwait(false);
            progress?.Report(reader.Length + (index * SealLimits.Chunk));
        }

        var last = new byte[Sm4Gcm.TagSize];
        cipher.Seal(index, [], last);
        fileHasher.Append(last);
        await output.WriteAsync(last, cancellation).ConfigureAwait(false);
        return plaintextHasher.Finish();
    }
}
