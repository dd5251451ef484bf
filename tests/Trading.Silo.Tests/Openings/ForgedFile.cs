using System.Buffers.Binary;
using System.Text;
using Trading.Proofs.Primitives;
using Trading.Proofs.Sealing;

namespace Trading.Silo.Tests.Openings;

/// <summary>What a dishonest or broken sealing program may do wrong; each is of good form at submission.</summary>
public enum Flaw
{
    None,

    /// <summary>The last custodian's stanza holds a share of another secret.</summary>
    CustodianStanza,

    /// <summary>Every custodian's stanza holds a share of another secret than the file was sealed with.</summary>
    EveryCustodianStanza,

    /// <summary>The last custodian's stanza is enveloped to a key that is not the custodian's.</summary>
    UnreadableStanza,
    Mac,
    Commitment,
    Chunk,
    ChunksSwapped,
    LastChunkMissing,
    BytesBehind,
    PayloadMissing,
    PlaintextDigest,
    Padding,
    Length,
}

/// <summary>
/// Writes bidseal/1 files by the text of sealing.md B.3 and public primitives alone, with one flaw at a chosen place. Without a
/// flaw it gives the sealer's bytes, so that it is the flaw that is found and not the forger's mistake.
/// </summary>
internal static class ForgedFile
{
    private const int Step = SealLimits.Chunk + Sm4Gcm.TagSize;

    public static byte[] Make(SealRequest request, SealSecrets secrets, byte[] file, Flaw flaw)
    {
        var plaintext = Plaintext(secrets, file, flaw);
        var stated = Digest.Of(flaw == Flaw.PlaintextDigest ? [.. plaintext, 0] : plaintext);
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
            PlaintextDigest = stated,
        }.ToText();
        var hm = Digest.OfUtf8(meta);
        var prk = Hkdf.Extract(hm.AsSpan(), secrets.B, secrets.T);
        var text = meta + Stanzas(request, secrets, hm, flaw) + "---";
        var mac = Sm3.Hmac(Hkdf.Expand(prk, "bidseal/1 header", 32), Encoding.ASCII.GetBytes(text));
        mac[0] ^= Bit(flaw == Flaw.Mac);
        var header = Encoding.ASCII.GetBytes($"{text} {Convert.ToBase64String(mac)}\n");
        return flaw == Flaw.PayloadMissing
            ? [.. header, 0]
            : [.. header, .. Payload(prk, header, plaintext, flaw)];
    }

    private static byte[] Plaintext(SealSecrets secrets, byte[] file, Flaw flaw)
    {
        var length = SealLimits.Secret + sizeof(ulong) + file.Length;
        var plaintext = new byte[(length + SealLimits.Padding - 1) / SealLimits.Padding * SealLimits.Padding];
        secrets.Salt.CopyTo(plaintext);
        BinaryPrimitives.WriteUInt64BigEndian(
            plaintext.AsSpan(SealLimits.Secret), flaw == Flaw.Length ? ulong.MaxValue : (ulong)file.Length);
        file.CopyTo(plaintext, SealLimits.Secret + sizeof(ulong));
        plaintext[^1] ^= Bit(flaw == Flaw.Padding);
        return plaintext;
    }

    private static string Stanzas(SealRequest request, SealSecrets secrets, Digest hm, Flaw flaw)
    {
        var stanzas = new StringBuilder();
        foreach (var certificate in request.BidderCertificates)
        {
            var envelope = SecretEnvelope.Build(hm, StanzaRole.Bidder, 0, secrets.B, certificate);
            stanzas.Append(new Stanza(StanzaRole.Bidder, 0, certificate.Id, envelope).ToText());
        }

        var shared = flaw == Flaw.EveryCustodianStanza ? secrets.Salt : secrets.T;
        var shares = Shamir.Share(hm, shared, Shamir.CustodianPurpose, request.Threshold, request.CustodianCertificates.Length);
        shares[^1][0] ^= Bit(flaw == Flaw.CustodianStanza);
        foreach (var (certificate, i) in request.CustodianCertificates.Select((c, i) => (c, i)))
        {
            var isUnreadable = flaw == Flaw.UnreadableStanza && i == shares.Length - 1;
            var envelope = SecretEnvelope.Build(
                hm, StanzaRole.Custodian, i + 1, shares[i], isUnreadable ? request.BidderCertificates[0] : certificate);
            stanzas.Append(new Stanza(StanzaRole.Custodian, i + 1, certificate.Id, envelope).ToText());
        }

        return stanzas.ToString();
    }

    private static byte[] Payload(byte[] prk, byte[] header, byte[] plaintext, Flaw flaw)
    {
        var salt = Hkdf.Expand(prk, "bidseal/1 salt", 24);
        byte[] info =
        [
            .. Encoding.ASCII.GetBytes("c2sp.org/chunked-encryption@v1+AEAD_SM4_GCM"), 0, .. salt, .. Digest.Of(header).AsSpan(),
        ];
        var x = Hkdf.Expand(Hkdf.Expand(prk, "bidseal/1 file", 16), info, 16 + 12 + 32);
        var gcm = CipherSuite.Default.CreateGcm(x.AsSpan(0, 16));
        var count = plaintext.Length / SealLimits.Chunk;
        var chunks = new byte[(count * Step) + Sm4Gcm.TagSize];
        for (var i = 0; i <= count; i++)
        {
            var nonce = x[16..28];
            BinaryPrimitives.WriteUInt32BigEndian(
                nonce.AsSpan(8), BinaryPrimitives.ReadUInt32BigEndian(nonce.AsSpan(8)) ^ (uint)i);
            var size = i < count ? SealLimits.Chunk : 0;
            gcm.Seal(nonce, plaintext.AsSpan(i * SealLimits.Chunk, size), chunks.AsSpan(i * Step, size + Sm4Gcm.TagSize));
        }

        x[28] ^= Bit(flaw == Flaw.Commitment);
        chunks[100] ^= Bit(flaw == Flaw.Chunk);
        byte[] ordered = flaw switch
        {
            Flaw.ChunksSwapped => [.. chunks[Step..(2 * Step)], .. chunks[..Step], .. chunks[(2 * Step)..]],
            Flaw.LastChunkMissing => chunks[..^Sm4Gcm.TagSize],
            Flaw.BytesBehind => [.. chunks, 0],
            _ => chunks,
        };
        return [.. salt, .. x[28..], .. ordered];
    }

    private static byte Bit(bool isWrong) => isWrong ? (byte)1 : (byte)0;
}
