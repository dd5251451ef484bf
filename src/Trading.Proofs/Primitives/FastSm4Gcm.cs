namespace Trading.Proofs.Primitives;

/// <summary>AEAD_SM4_GCM by vector instructions. Opening checks the tag before anything is decrypted.</summary>
internal sealed class FastSm4Gcm : Sm4Gcm
{
    private readonly FastSm4 _cipher;
    private readonly FastGhash _hash;

    internal FastSm4Gcm(ReadOnlySpan<byte> key)
    {
        _cipher = new FastSm4(key);
        Span<byte> h = stackalloc byte[CipherSuite.KeySize];
        h.Clear();
        _cipher.Count(h[..NonceSize], 0, h, h);
        _hash = new FastGhash(h);
    }

    internal static bool IsSupported => FastSm4.IsSupported && FastGhash.IsSupported;

    protected override void SealCore(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> output, ReadOnlySpan<byte> aad)
    {
        var ciphertext = output[..plaintext.Length];
        _cipher.Count(nonce, 2, plaintext, ciphertext);
        Tag(nonce, aad, ciphertext, output[plaintext.Length..]);
    }

    protected override bool TryOpenCore(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, Span<byte> output, ReadOnlySpan<byte> aad)
    {
        Span<byte> tag = stackalloc byte[TagSize];
        Tag(nonce, aad, ciphertext[..^TagSize], tag);
        if (!Sm3.SameBytes(tag, ciphertext[^TagSize..]))
        {
            return false;
        }

        _cipher.Count(nonce, 2, ciphertext[..^TagSize], output);
        return true;
    }

    private void Tag(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> ciphertext, Span<byte> tag)
    {
        Span<byte> value = stackalloc byte[TagSize];
        _hash.Compute(aad, ciphertext, value);
        _cipher.Count(nonce, 1, value, tag);
    }
}
