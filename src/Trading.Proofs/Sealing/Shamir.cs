using System.Text;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>
/// Shamir's sharing of 32 bytes, byte by byte over GF(2^8) with polynomial 0x11B, x = the holder's number.
/// The coefficients are derived from the secret: sharing twice gives the same shares, which is how a wrong one is
/// found.
/// </summary>
public static class Shamir
{
    /// <summary>The purpose of a custodian's share of T.</summary>
    public const string CustodianPurpose = "bidseal/1 shamir";

    /// <summary>The purpose of a custodian's share of B.</summary>
    public const string EscrowPurpose = "bidseal/1 escrow";

    /// <summary>
    /// Shares 1 to <paramref name="count"/>, of which any <paramref name="threshold"/> give the secret.
    /// </summary>
    public static byte[][] Share(Digest context, ReadOnlySpan<byte> secret, string purpose, int threshold, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, SealLimits.Secret, nameof(secret));
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threshold, count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 255);
        var coefficients = new byte[threshold][];
        coefficients[0] = secret.ToArray();
        for (var j = 1; j < threshold; j++)
        {
            coefficients[j] = Coefficient(context, secret, purpose, j);
        }

        return [.. Enumerable.Range(1, count).Select(i => Evaluate(coefficients, (byte)i))];
    }

    /// <summary>
    /// The secret of exactly the threshold's shares: numbers 1 to 255, each once. More than enough also works.
    /// </summary>
    /// <exception cref="ArgumentException">A number out of range or twice, or a share of another length.</exception>
    public static byte[] Combine(IReadOnlyCollection<(int Index, byte[] Share)> shares)
    {
        if (shares.Count == 0
            || shares.Any(s => s.Index is < 1 or > 255 || s.Share.Length != SealLimits.Secret)
            || shares.DistinctBy(s => s.Index).Count() != shares.Count)
        {
            throw new ArgumentException("Shares have 32 bytes and different numbers from 1 to 255.", nameof(shares));
        }

        var secret = new byte[SealLimits.Secret];
        foreach (var (index, share) in shares)
        {
            byte weight = 1;
            foreach (var (other, _) in shares)
            {
                if (other != index)
                {
                    weight = Multiply(weight, Divide((byte)other, (byte)(other ^ index)));
                }
            }

            for (var i = 0; i < secret.Length; i++)
            {
                secret[i] ^= Multiply(share[i], weight);
            }
        }

        return secret;
    }

    /// <summary>a_j = Expand(Extract(context, secret), purpose ‖ byte(j), 32).</summary>
    internal static byte[] Coefficient(Digest context, ReadOnlySpan<byte> secret, string purpose, int j) =>
        Hkdf.Expand(
            Hkdf.Extract(context.AsSpan(), secret),
            [.. Encoding.ASCII.GetBytes(purpose), (byte)j],
            SealLimits.Secret);

    private static byte[] Evaluate(byte[][] coefficients, byte x)
    {
        var value = new byte[SealLimits.Secret];
        for (var j = coefficients.Length - 1; j >= 0; j--)
        {
            for (var i = 0; i < value.Length; i++)
            {
                value[i] = (byte)(Multiply(value[i], x) ^ coefficients[j][i]);
            }
        }

        return value;
    }

    /// <summary>Without tables and branches, so that time says nothing about a share.</summary>
    private static byte Multiply(byte a, byte b)
    {
        var product = 0;
        int left = a;
        for (var bit = 0; bit < 8; bit++)
        {
            product ^= left & -((b >> bit) & 1);
            left = (left << 1) ^ (0x11b & -((left >> 7) & 1));
        }

        return (byte)product;
    }

    /// <summary>a · b^254: the inverse in a field of 256 elements.</summary>
    private static byte Divide(byte a, byte b)
    {
        byte inverse = 1;
        for (var i = 0; i < 254; i++)
        {
            inverse = Multiply(inverse, b);
        }

        return Multiply(a, inverse);
    }
}
