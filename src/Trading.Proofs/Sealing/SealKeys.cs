using System.Text;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>What follows from hm, B and T (sealing.md B.3, lines 27 to 30).</summary>
internal sealed class SealKeys
{
    internal const int PayloadSaltSize = 24;
    internal const int CommitmentSize = 32;

    private const string ChunkPurpose = "c2sp.org/chunked-encryption@v1+AEAD_SM4_GCM";

    internal SealKeys(Digest metaDigest, ReadOnlySpan<byte> b, ReadOnlySpan<byte> t)
    {
        Prk = Hkdf.Extract(metaDigest.AsSpan(), b, t);
        HeaderKey = Hkdf.Expand(Prk, "bidseal/1 header", 32);
        FileKey = Hkdf.Expand(Prk, "bidseal/1 file", CipherSuite.KeySize);
        PayloadSalt = Hkdf.Expand(Prk, "bidseal/1 salt", PayloadSaltSize);
    }

    internal byte[] Prk { get; }

    internal byte[] HeaderKey { get; }

    internal byte[] FileKey { get; }

    internal byte[] PayloadSalt { get; }

    /// <summary>key ‖ base_nonce ‖ commitment, bound to the header's digest.</summary>
    internal (byte[] Key, byte[] Nonce, byte[] Commitment) Payload(Digest headerDigest)
    {
        byte[] info = [.. Encoding.ASCII.GetBytes(ChunkPurpose), 0, .. PayloadSalt, .. headerDigest.AsSpan()];
        var x = Hkdf.Expand(FileKey, info, CipherSuite.KeySize + Sm4Gcm.NonceSize + CommitmentSize);
        return (x[..16], x[16..28], x[28..]);
    }
}
