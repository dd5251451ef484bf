using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;

namespace Trading.Proofs.Primitives;

/// <summary>
/// The recommended curve of GB/T 32918.5. Taken from the custom curves: five times as fast as the generic ones.
/// </summary>
internal static class Sm2Curve
{
    internal const int FieldSize = 32;
    internal const int PointSize = 1 + (2 * FieldSize);

    private static readonly X9ECParameters Parameters = CustomNamedCurves.GetByName("sm2p256v1");
    private static readonly ECMultiplier BaseMultiplier = new FixedPointCombMultiplier();

    internal static ECPoint G => Parameters.G;

    internal static BigInteger N => Parameters.N;

    /// <summary>k·G, normalised.</summary>
    internal static ECPoint TimesBase(BigInteger k) => BaseMultiplier.Multiply(G, k).Normalize();

    /// <summary>An uncompressed point that lies on the curve and is not infinity; null for anything else.</summary>
    internal static ECPoint? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != PointSize || bytes[0] != 0x04)
        {
            return null;
        }

        return Decode(bytes.Slice(1, FieldSize), bytes.Slice(1 + FieldSize, FieldSize));
    }

    /// <summary>The point of two coordinates of 32 bytes; null when it is not on the curve.</summary>
    internal static ECPoint? Decode(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        var curve = Parameters.Curve;
        var p = curve.Field.Characteristic;
        var px = new BigInteger(1, x.ToArray());
        var py = new BigInteger(1, y.ToArray());
        if (px.CompareTo(p) >= 0 || py.CompareTo(p) >= 0)
        {
            return null;
        }

        // Invalid points would leak the private key bit by bit: the equation is checked here, on every import.
        var point = curve.CreatePoint(px, py);
        return point.IsValid() && !point.IsInfinity ? point : null;
    }

    /// <summary>0x04 ‖ x ‖ y, 65 bytes.</summary>
    internal static byte[] Encode(ECPoint point) => point.Normalize().GetEncoded(false);

    internal static byte[] X(ECPoint point) => point.AffineXCoord.GetEncoded();

    internal static byte[] Y(ECPoint point) => point.AffineYCoord.GetEncoded();

    /// <summary>Exactly 32 bytes, big-endian.</summary>
    internal static byte[] Octets(BigInteger value)
    {
        var bytes = value.ToByteArrayUnsigned();
        var octets = new byte[FieldSize];
        bytes.CopyTo(octets, FieldSize - bytes.Length);
        return octets;
    }

    /// <summary>(OS2IP(octets) mod (N−1)) + 1: a scalar in [1, N−1] without a loop.</summary>
    internal static BigInteger ScalarFrom(ReadOnlySpan<byte> octets) =>
        new BigInteger(1, octets.ToArray()).Mod(N.Subtract(BigInteger.One)).Add(BigInteger.One);
}
