using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Trading.Proofs.Primitives;

/// <summary>PBKDF2 (RFC 8018) with HMAC-SM3 (GM/T 0091).</summary>
public static class Pbkdf2
{
    /// <summary>Rounds written today.</summary>
    public const int Rounds = 600_000;

    /// <summary>The most rounds read: more would let a file stop its reader for minutes.</summary>
    public const int MaximumRounds = 10_000_000;

    /// <summary>The key of a pass phrase (UTF-8, as given) and a salt; rounds 1 to 10,000,000.</summary>
    public static byte[] DeriveKey(string passphrase, ReadOnlySpan<byte> salt, int rounds, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rounds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rounds, MaximumRounds);
        var secret = Encoding.UTF8.GetBytes(passphrase);
        var hmac = new HmacSm3(secret);
        CryptographicOperations.ZeroMemory(secret);
        var key = new byte[length];
        Span<byte> counter = stackalloc byte[4];
        Span<byte> round = stackalloc byte[Digest.Size];
        Span<byte> block = stackalloc byte[Digest.Size];
        for (var offset = 0; offset < length; offset += Digest.Size)
        {
            BinaryPrimitives.WriteInt32BigEndian(counter, (offset / Digest.Size) + 1);
            hmac.Append(salt);
            hmac.Append(counter);
            hmac.Finish(round);
            round.CopyTo(block);
            for (var i = 1; i < rounds; i++)
            {
                hmac.Append(round);
                hmac.Finish(round);
                for (var j = 0; j < block.Length; j++)
                {
                    block[j] ^= round[j];
                }
            }

            block[..Math.Min(block.Length, length - offset)].CopyTo(key.AsSpan(offset));
        }

        return key;
    }
}
