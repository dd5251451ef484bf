using System.Security.Cryptography;
using Org.BouncyCastle.Math;

namespace Trading.Proofs.Primitives;

/// <summary>
/// An SM2 private key in software: a scalar d in [1, n−2]. Not constant time (big integers): fit for a person's own
/// machine and for the test CA; keys of centre and custodians belong in tokens behind the same interface.
/// </summary>
public sealed class Sm2PrivateKey : ISm2PrivateKey
{
    private readonly BigInteger _d;
    private readonly BigInteger _inverse;
    private readonly Entropy? _entropy;

    private Sm2PrivateKey(BigInteger d, Entropy? entropy)
    {
        _d = d;
        _inverse = d.Add(BigInteger.One).ModInverse(Sm2Curve.N);
        _entropy = entropy;
        PublicKey = new Sm2PublicKey(Sm2Curve.TimesBase(d));
    }

    /// <inheritdoc/>
    public Sm2PublicKey PublicKey { get; }

    /// <summary>Takes a scalar of 32 bytes, big-endian.</summary>
    /// <param name="scalar">In [1, n−2]: with d = n−1 nothing could be signed, since 1+d = 0.</param>
    /// <param name="entropy">Mixed into nonces and blinding when given; both are sound without it.</param>
    /// <exception cref="FormatException">Not 32 bytes, or out of range.</exception>
    public static Sm2PrivateKey FromScalar(ReadOnlySpan<byte> scalar, Entropy? entropy = null)
    {
        var d = new BigInteger(1, scalar.ToArray());
        return scalar.Length == Sm2Curve.FieldSize
            && d.SignValue > 0
            && d.CompareTo(Sm2Curve.N.Subtract(BigInteger.One)) < 0
                ? new Sm2PrivateKey(d, entropy)
                : throw new FormatException("The private key is not 32 bytes in the range 1 to n−2.");
    }

    /// <summary>Makes a new key from 48 bytes of entropy (bias below 2^−128).</summary>
    public static Sm2PrivateKey Generate(Entropy entropy)
    {
        Span<byte> octets = stackalloc byte[48];
        entropy(octets);
        var d = new BigInteger(1, octets.ToArray()).Mod(Sm2Curve.N.Subtract(BigInteger.Two)).Add(BigInteger.One);
        CryptographicOperations.ZeroMemory(octets);
        return new Sm2PrivateKey(d, entropy);
    }

    /// <summary>The scalar, 32 bytes: for key files only.</summary>
    public byte[] ExportScalar() => Sm2Curve.Octets(_d);

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var e = PublicKey.MessageDigest(message);
        return Sign(e, new Sm2Nonce(Sm2Curve.Octets(_d), e, _entropy));
    }

    /// <inheritdoc/>
    public byte[]? Unwrap(ReadOnlySpan<byte> sm2Cipher) =>
        Sm2Cipher.Decode(sm2Cipher)?.Decrypt(_d, Blinding(sm2Cipher));

    /// <summary>GB/T 32918.2 6.1, with the nonces k tried in turn.</summary>
    internal byte[] Sign(Digest e, Sm2Nonce nonce)
    {
        var n = Sm2Curve.N;
        var number = new BigInteger(1, e.ToArray());
        while (true)
        {
            var k = nonce.Next();
            var r = number.Add(Sm2Curve.TimesBase(k).AffineXCoord.ToBigInteger()).Mod(n);
            if (r.SignValue == 0 || r.Add(k).Equals(n))
            {
                continue;
            }

            var s = _inverse.Multiply(k.Subtract(r.Multiply(_d))).Mod(n);
            if (s.SignValue != 0)
            {
                return new Sm2Signature(r, s).Encode();
            }
        }
    }

    /// <summary>64 bits an attacker who chose the ciphertext cannot foresee; d + r·n gives the same point.</summary>
    private BigInteger Blinding(ReadOnlySpan<byte> sm2Cipher)
    {
        Span<byte> fresh = stackalloc byte[32];
        fresh.Clear();
        _entropy?.Invoke(fresh);
        var mask = Sm3.Hmac(Sm2Curve.Octets(_d), "sm2 blinding"u8, fresh, sm2Cipher);
        return new BigInteger(1, mask, 0, 8);
    }
}
