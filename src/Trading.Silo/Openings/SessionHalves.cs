using Trading.Proofs.Primitives;

namespace Trading.Silo.Openings;

/// <summary>2-of-2 of a session's private key: two random-looking halves whose XOR is the scalar; one alone says nothing.</summary>
internal static class SessionHalves
{
    public const int Size = 32;

    public static (byte[] First, byte[] Second) Split(Sm2PrivateKey key, Entropy entropy)
    {
        var first = new byte[Size];
        entropy(first);
        var second = key.ExportScalar();
        Xor(second, first);
        return (first, second);
    }

    public static void Xor(Span<byte> target, ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] ^= other[i];
        }
    }

    /// <summary>The key of a scalar, or null where it is not the one expected.</summary>
    public static ISm2PrivateKey? Join(ReadOnlySpan<byte> scalar, Digest expected)
    {
        try
        {
            var key = Sm2PrivateKey.FromScalar(scalar);
            return key.PublicKey.Id == expected ? key : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
