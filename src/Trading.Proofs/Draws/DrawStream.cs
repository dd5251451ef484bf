using System.Buffers.Binary;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Draws;

/// <summary>
/// The random numbers of a draw: block t is HMAC-SM3(seed, "draw/1 stream" ‖ uint64be(t)), read four bytes at a time,
/// big-endian. The same seed gives the same numbers everywhere. Not safe for concurrent use.
/// </summary>
public sealed class DrawStream(Digest seed)
{
    private readonly byte[] _block = new byte[Digest.Size];
    private int _used = Digest.Size;
    private ulong _next;

    /// <summary>The next four bytes.</summary>
    public uint Next()
    {
        if (_used == Digest.Size)
        {
            Span<byte> counter = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(counter, _next++);
            Sm3.Hmac(seed.AsSpan(), "draw/1 stream"u8, counter).CopyTo(_block, 0);
            _used = 0;
        }

        var value = BinaryPrimitives.ReadUInt32BigEndian(_block.AsSpan(_used));
        _used += 4;
        return value;
    }

    /// <summary>
    /// U(m): each of 0 to m−1 with exactly the same chance. Values from the last, incomplete run of m are thrown away,
    /// since taking them would favour the small results.
    /// </summary>
    /// <param name="m">1 to 2^32−1.</param>
    public uint Uniform(uint m)
    {
        ArgumentOutOfRangeException.ThrowIfZero(m);
        var limit = (1UL << 32) - ((1UL << 32) % m);
        for (var i = 0; i < DrawLimits.Rejections; i++)
        {
            var value = Next();
            if (value < limit)
            {
                return value % m;
            }
        }

        throw new InvalidOperationException($"The stream gave {DrawLimits.Rejections} values in a row to throw away.");
    }
}
