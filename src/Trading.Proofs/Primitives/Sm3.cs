using System.Security.Cryptography;

namespace Trading.Proofs.Primitives;

/// <summary>
/// SM3 (GB/T 32905-2016) and HMAC-SM3 (GM/T 0042) over up to four pieces, hashed one after the other.
/// </summary>
public static class Sm3
{
    /// <summary>The digest of the pieces, concatenated.</summary>
    public static Digest Hash(
        ReadOnlySpan<byte> a,
        ReadOnlySpan<byte> b = default,
        ReadOnlySpan<byte> c = default,
        ReadOnlySpan<byte> d = default)
    {
        var hasher = new Sm3Hasher();
        hasher.Append(a);
        hasher.Append(b);
        hasher.Append(c);
        hasher.Append(d);
        return hasher.Finish();
    }

    /// <summary>The digest of everything the stream still holds, read once.</summary>
    public static async Task<Digest> HashAsync(Stream stream, CancellationToken cancellation = default)
    {
        var hasher = new Sm3Hasher();
        var buffer = new byte[81_920];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            hasher.Append(buffer.AsSpan(0, read));
        }

        return hasher.Finish();
    }

    /// <summary>HMAC-SM3 of the pieces, concatenated; 32 bytes. A key longer than 64 bytes is hashed first.</summary>
    public static byte[] Hmac(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> a,
        ReadOnlySpan<byte> b = default,
        ReadOnlySpan<byte> c = default,
        ReadOnlySpan<byte> d = default)
    {
        var hmac = new HmacSm3(key);
        hmac.Append(a);
        hmac.Append(b);
        hmac.Append(c);
        hmac.Append(d);
        return hmac.Finish();
    }

    /// <summary>Compares two secrets in time that depends on their lengths only.</summary>
    public static bool SameBytes(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        CryptographicOperations.FixedTimeEquals(left, right);
}
