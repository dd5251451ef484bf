using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Math;
using ECPoint = Org.BouncyCastle.Math.EC.ECPoint;

namespace Trading.Proofs.Primitives;

/// <summary>
/// SM2 public-key encryption (GB/T 32918.4) in the one form on the wire, GM/T 0009 SM2Cipher:
/// SEQUENCE{INTEGER x1, INTEGER y1, OCTET STRING C3(32), OCTET STRING C2}, strict DER.
/// The nonce is a parameter: what was encrypted can be rebuilt byte for byte.
/// </summary>
public sealed class Sm2Cipher
{
    /// <summary>The longest secret taken here; session keys have 16 bytes.</summary>
    public const int MaximumSecret = 4096;

    private readonly ECPoint _c1;
    private readonly byte[] _c3;
    private readonly byte[] _c2;

    private Sm2Cipher(ECPoint c1, byte[] c3, byte[] c2) => (_c1, _c3, _c2) = (c1, c3, c2);

    /// <summary>
    /// Encrypts a secret of 1 to 4,096 bytes to a key, with k = (OS2IP(nonce) mod (n−1)) + 1.
    /// The nonce has at least 32 secret bytes (48 leave no bias) and is never the same for two secrets.
    /// </summary>
    /// <returns>The SM2Cipher in DER, or null when the key stream is all zero (2^−128 for 16 bytes): draw again.</returns>
    public static byte[]? Encrypt(Sm2PublicKey key, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> nonce) =>
        nonce.Length >= 32
            ? Encrypt(key, secret, Sm2Curve.ScalarFrom(nonce))
            : throw new ArgumentException("An SM2 nonce takes at least 32 bytes.", nameof(nonce));

    /// <summary>
    /// k·G and k·P directly: fixed random sources behave differently from one library version to the next.
    /// </summary>
    internal static byte[]? Encrypt(Sm2PublicKey key, ReadOnlySpan<byte> secret, BigInteger k)
    {
        ArgumentOutOfRangeException.ThrowIfZero(secret.Length, nameof(secret));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(secret.Length, MaximumSecret, nameof(secret));
        var shared = key.Point.Multiply(k).Normalize();
        var c2 = secret.ToArray();
        return MaskWithKeyStream(shared, c2)
            ? new Sm2Cipher(Sm2Curve.TimesBase(k), Check(shared, secret), c2).Encode()
            : null;
    }

    internal static Sm2Cipher? Decode(ReadOnlySpan<byte> der)
    {
        try
        {
            var reader = new AsnReader(der.ToArray(), AsnEncodingRules.DER);
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var x = Coordinate(sequence);
            var y = Coordinate(sequence);
            var c3 = sequence.ReadOctetString();
            var c2 = sequence.ReadOctetString();
            sequence.ThrowIfNotEmpty();
            if (x is null || y is null || c3.Length != Digest.Size || c2.Length is 0 or > MaximumSecret)
            {
                return null;
            }

            return Sm2Curve.Decode(x, y) is { } c1 ? new Sm2Cipher(c1, c3, c2) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Whether C1 is the nonce's point, which shows without the recipient's key.</summary>
    internal static bool HasNonce(ReadOnlySpan<byte> der, ReadOnlySpan<byte> nonce) =>
        Decode(der) is { } cipher && cipher._c1.Normalize().Equals(Sm2Curve.TimesBase(Sm2Curve.ScalarFrom(nonce)));

    internal byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Trim(Sm2Curve.X(_c1)));
            writer.WriteIntegerUnsigned(Trim(Sm2Curve.Y(_c1)));
            writer.WriteOctetString(_c3);
            writer.WriteOctetString(_c2);
        }

        return writer.Encode();
    }

    /// <summary>The secret, or null when C3 does not hold. The scalar is blinded: d + blinding·n.</summary>
    internal byte[]? Decrypt(BigInteger d, BigInteger blinding)
    {
        var shared = _c1.Multiply(d.Add(blinding.Multiply(Sm2Curve.N))).Normalize();
        if (shared.IsInfinity)
        {
            return null;
        }

        var secret = (byte[])_c2.Clone();
        return MaskWithKeyStream(shared, secret) && Sm3.SameBytes(Check(shared, secret), _c3) ? secret : null;
    }

    /// <summary>C3 = SM3(x2 ‖ M ‖ y2).</summary>
    private static byte[] Check(ECPoint shared, ReadOnlySpan<byte> secret) =>
        Sm3.Hash(Sm2Curve.X(shared), secret, Sm2Curve.Y(shared)).ToArray();

    /// <summary>Masks with SM3(x2 ‖ y2 ‖ counter) from 1; false when the whole key stream is zero.</summary>
    private static bool MaskWithKeyStream(ECPoint shared, Span<byte> text)
    {
        var (x, y) = (Sm2Curve.X(shared), Sm2Curve.Y(shared));
        Span<byte> counter = stackalloc byte[4];
        var any = 0;
        for (var offset = 0; offset < text.Length; offset += Digest.Size)
        {
            BinaryPrimitives.WriteInt32BigEndian(counter, (offset / Digest.Size) + 1);
            var block = Sm3.Hash(x, y, counter).ToArray();
            for (var i = 0; i < block.Length && offset + i < text.Length; i++)
            {
                any |= block[i];
                text[offset + i] ^= block[i];
            }

            CryptographicOperations.ZeroMemory(block);
        }

        return any != 0;
    }

    /// <summary>
    /// A DER INTEGER as 32 bytes: the sign's zero stripped, short ones extended; null for other sizes.
    /// </summary>
    private static byte[]? Coordinate(AsnReader reader)
    {
        var bytes = reader.ReadIntegerBytes().Span;
        if (bytes[0] >= 0x80)
        {
            return null;
        }

        bytes = bytes[0] == 0 ? bytes[1..] : bytes;
        if (bytes.Length > Sm2Curve.FieldSize)
        {
            return null;
        }

        var octets = new byte[Sm2Curve.FieldSize];
        bytes.CopyTo(octets.AsSpan(octets.Length - bytes.Length));
        return octets;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> integer)
    {
        var trimmed = integer.TrimStart((byte)0);
        return trimmed.IsEmpty ? [0] : trimmed;
    }
}
