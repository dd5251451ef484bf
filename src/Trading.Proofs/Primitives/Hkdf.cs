using System.Text;

namespace Trading.Proofs.Primitives;

/// <summary>HKDF (RFC 5869) with HMAC-SM3.</summary>
public static class Hkdf
{
    /// <summary>The most bytes one expansion may give: 255 blocks.</summary>
    public const int MaximumLength = 255 * Digest.Size;

    /// <summary>The pseudorandom key of some secret under a salt; 32 bytes.</summary>
    public static byte[] Extract(
        ReadOnlySpan<byte> salt, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> more = default) =>
        Sm3.Hmac(salt, secret, more);

    /// <summary>Expands a pseudorandom key to <paramref name="length"/> bytes (1 to 8,160) for one purpose.</summary>
    public static byte[] Expand(ReadOnlySpan<byte> key, ReadOnlySpan<byte> info, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaximumLength);
        var hmac = new HmacSm3(key);
        var output = new byte[length];
        byte[] previous = [];
        var filled = 0;
        for (var counter = 1; filled < length; counter++)
        {
            hmac.Append(previous);
            hmac.Append(info);
            hmac.Append([(byte)counter]);
            previous = hmac.Finish();
            var taken = Math.Min(previous.Length, length - filled);
            previous.AsSpan(0, taken).CopyTo(output.AsSpan(filled));
            filled += taken;
        }

        return output;
    }

    /// <summary>The same, the purpose given as text (UTF-8).</summary>
    public static byte[] Expand(ReadOnlySpan<byte> key, string info, int length) =>
        Expand(key, Encoding.UTF8.GetBytes(info), length);
}
