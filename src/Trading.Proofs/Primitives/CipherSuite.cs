namespace Trading.Proofs.Primitives;

/// <summary>
/// The block cipher work of suite SM behind one seam, so that a faster kernel or a machine of the centre can take
/// its place: SM4 in GCM for bodies (RFC 8998), SM4 in CBC with PKCS#7 for envelopes and key files.
/// </summary>
public abstract class CipherSuite
{
    /// <summary>Bytes of an SM4 key and of an SM4 block.</summary>
    public const int KeySize = 16;

    /// <summary>
    /// The suite used when nobody chooses: the fastest one that gives the same results as the tables.
    /// </summary>
    public static CipherSuite Default { get; } = FastCipherSuite.Choose(new BouncyCipherSuite());

    /// <summary>An AEAD_SM4_GCM under one key of 16 bytes; for one thread at a time.</summary>
    public abstract Sm4Gcm CreateGcm(ReadOnlySpan<byte> key);

    /// <summary>SM4-CBC with PKCS#7 padding; key and iv have 16 bytes.</summary>
    public abstract byte[] EncryptCbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> plaintext);

    /// <summary>The reverse; null when the length or the padding is wrong.</summary>
    public abstract byte[]? DecryptCbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> ciphertext);
}
