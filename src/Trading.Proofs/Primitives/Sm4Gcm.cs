namespace Trading.Proofs.Primitives;

/// <summary>
/// AEAD_SM4_GCM (RFC 8998): key 16, nonce 12, tag 16 bytes, the tag after the ciphertext. One thread at a time.
/// </summary>
public abstract class Sm4Gcm
{
    /// <summary>Bytes of a nonce.</summary>
    public const int NonceSize = 12;

    /// <summary>Bytes of a tag.</summary>
    public const int TagSize = 16;

    /// <summary>
    /// Encrypts into <paramref name="output"/>, which has room for the plaintext and the tag exactly.
    /// </summary>
    public void Seal(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> output, ReadOnlySpan<byte> aad = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(nonce.Length, NonceSize, nameof(nonce));
        ArgumentOutOfRangeException.ThrowIfNotEqual(output.Length, plaintext.Length + TagSize, nameof(output));
        SealCore(nonce, plaintext, output, aad);
    }

    /// <summary>
    /// Decrypts when the tag holds; else false, and <paramref name="output"/> is all zero.
    /// <paramref name="output"/> has the ciphertext's length without the tag exactly.
    /// </summary>
    public bool TryOpen(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, Span<byte> output, ReadOnlySpan<byte> aad = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(nonce.Length, NonceSize, nameof(nonce));
        if (ciphertext.Length < TagSize)
        {
            output.Clear();
            return false;
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(output.Length, ciphertext.Length - TagSize, nameof(output));
        var good = TryOpenCore(nonce, ciphertext, output, aad);
        if (!good)
        {
            output.Clear();
        }

        return good;
    }

    /// <summary>Encrypts; all lengths are checked.</summary>
    protected abstract void SealCore(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> output, ReadOnlySpan<byte> aad);

    /// <summary>Decrypts; all lengths are checked. What is in the output after false does not matter.</summary>
    protected abstract bool TryOpenCore(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, Span<byte> output, ReadOnlySpan<byte> aad);
}
