using System.Security.Cryptography;

namespace Trading.Proofs.Primitives;

/// <summary>
/// HMAC-SM3, piece by piece. After <see cref="Finish()"/> it starts anew with the same key, so that one instance
/// serves many short messages (PBKDF2) at two compressions each.
/// </summary>
public sealed class HmacSm3
{
    private readonly Sm3Hasher _inner = new();
    private readonly Sm3Hasher _outer = new();
    private readonly Sm3Hasher _work = new();

    /// <summary>Takes a key of any length; longer than 64 bytes is hashed first (RFC 2104).</summary>
    public HmacSm3(ReadOnlySpan<byte> key)
    {
        Span<byte> block = stackalloc byte[Sm3Hasher.BlockSize];
        block.Clear();
        if (key.Length > Sm3Hasher.BlockSize)
        {
            Sm3.Hash(key).AsSpan().CopyTo(block);
        }
        else
        {
            key.CopyTo(block);
        }

        Mask(block, 0x36);
        _inner.Append(block);
        Mask(block, 0x36 ^ 0x5c);
        _outer.Append(block);
        CryptographicOperations.ZeroMemory(block);
        _work.CopyFrom(_inner);
    }

    /// <summary>Adds a piece of the message.</summary>
    public void Append(ReadOnlySpan<byte> piece) => _work.Append(piece);

    /// <summary>Ends the message: 32 bytes. The next message may follow under the same key.</summary>
    public byte[] Finish()
    {
        var value = new byte[Digest.Size];
        Finish(value);
        return value;
    }

    /// <summary>Ends the message into 32 bytes handed in.</summary>
    public void Finish(Span<byte> value)
    {
        var inner = _work.Finish();
        _work.CopyFrom(_outer);
        _work.Append(inner.AsSpan());
        _work.Finish().AsSpan().CopyTo(value);
        _work.CopyFrom(_inner);
    }

    private static void Mask(Span<byte> block, byte mask)
    {
        for (var i = 0; i < block.Length; i++)
        {
            block[i] ^= mask;
        }
    }
}
