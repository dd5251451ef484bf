using Org.BouncyCastle.Math;

namespace Trading.Proofs.Primitives;

/// <summary>
/// Nonces k in [1, n−1] by RFC 6979 with HMAC-SM3: K and V from d ‖ e, then fresh randomness when there is some
/// (RFC 6979 3.6). A broken generator can so never repeat a nonce for two messages.
/// </summary>
internal sealed class Sm2Nonce
{
    private readonly BigInteger? _fixed;
    private byte[] _key = new byte[Digest.Size];
    private byte[] _value = new byte[Digest.Size];

    internal Sm2Nonce(ReadOnlySpan<byte> d, Digest e, Entropy? entropy)
    {
        byte[] fresh = entropy is null ? [] : new byte[Digest.Size];
        entropy?.Invoke(fresh);
        var reduced = Sm2Curve.Octets(new BigInteger(1, e.ToArray()).Mod(Sm2Curve.N));
        byte[] seed = [.. d, .. reduced, .. fresh];
        Array.Fill(_value, (byte)1);
        Stir([0], seed);
        Stir([1], seed);
    }

    /// <summary>One given nonce, for the worked examples of the standard.</summary>
    internal Sm2Nonce(ReadOnlySpan<byte> k) => _fixed = new BigInteger(1, k.ToArray());

    internal BigInteger Next()
    {
        if (_fixed is not null)
        {
            return _fixed;
        }

        while (true)
        {
            _value = Sm3.Hmac(_key, _value);
            var k = new BigInteger(1, _value);
            Stir([0], []);
            if (k.SignValue > 0 && k.CompareTo(Sm2Curve.N) < 0)
            {
                return k;
            }
        }
    }

    private void Stir(ReadOnlySpan<byte> mark, ReadOnlySpan<byte> seed)
    {
        _key = Sm3.Hmac(_key, _value, mark, seed);
        _value = Sm3.Hmac(_key, _value);
    }
}
