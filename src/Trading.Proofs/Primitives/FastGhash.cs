using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trading.Proofs.Primitives;

/// <summary>
/// GHASH (NIST SP 800-38D) by carry-less multiplication, eight blocks to one reduction. Blocks are byte-reversed, so
/// that bits stand mirrored as GCM wants them; one shift of the product makes good for that.
/// </summary>
internal sealed class FastGhash
{
    private const int BlockSize = 16;
    private const int Aggregated = 8;

    /// <summary>H^8 … H^1, in the order in which eight blocks meet them.</summary>
    private readonly Vector128<ulong>[] _powers = new Vector128<ulong>[Aggregated];

    internal FastGhash(ReadOnlySpan<byte> h)
    {
        var first = Load(h);
        var power = first;
        for (var i = Aggregated - 1; i >= 0; i--)
        {
            _powers[i] = power;
            power = Multiply(power, first);
        }
    }

    internal static bool IsSupported => Pclmulqdq.IsSupported && Sse2.IsSupported && Ssse3.IsSupported;

    /// <summary>The value of aad and ciphertext, each padded with zeros, and their lengths; 16 bytes.</summary>
    internal void Compute(ReadOnlySpan<byte> aad, ReadOnlySpan<byte> ciphertext, Span<byte> value)
    {
        var y = Append(Append(Vector128<ulong>.Zero, aad), ciphertext);
        var lengths = Vector128.Create((ulong)ciphertext.Length * 8, (ulong)aad.Length * 8);
        y = Multiply(y ^ lengths, _powers[^1]);
        Reverse(y).AsByte().CopyTo(value);
    }

    private Vector128<ulong> Append(Vector128<ulong> y, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= Aggregated * BlockSize)
        {
            var (low, middle, high) = Product(y ^ Load(bytes), _powers[0]);
            for (var i = 1; i < Aggregated; i++)
            {
                var (l, m, h) = Product(Load(bytes[(i * BlockSize)..]), _powers[i]);
                low ^= l;
                middle ^= m;
                high ^= h;
            }

            y = Reduce(low, middle, high);
            bytes = bytes[(Aggregated * BlockSize)..];
        }

        while (bytes.Length >= BlockSize)
        {
            y = Multiply(y ^ Load(bytes), _powers[^1]);
            bytes = bytes[BlockSize..];
        }

        if (!bytes.IsEmpty)
        {
            Span<byte> rest = stackalloc byte[BlockSize];
            rest.Clear();
            bytes.CopyTo(rest);
            y = Multiply(y ^ Load(rest), _powers[^1]);
        }

        return y;
    }

    private static Vector128<ulong> Multiply(Vector128<ulong> a, Vector128<ulong> b)
    {
        var (low, middle, high) = Product(a, b);
        return Reduce(low, middle, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<ulong> Low, Vector128<ulong> Middle, Vector128<ulong> High) Product(
        Vector128<ulong> a, Vector128<ulong> b) =>
        (Pclmulqdq.CarrylessMultiply(a, b, 0x00),
            Pclmulqdq.CarrylessMultiply(a, b, 0x10) ^ Pclmulqdq.CarrylessMultiply(a, b, 0x01),
            Pclmulqdq.CarrylessMultiply(a, b, 0x11));

    /// <summary>256 bits, shifted by one, modulo x^128 + x^7 + x^2 + x + 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Reduce(Vector128<ulong> low, Vector128<ulong> middle, Vector128<ulong> high)
    {
        var l = (low ^ Sse2.ShiftLeftLogical128BitLane(middle, 8)).AsUInt32();
        var h = (high ^ Sse2.ShiftRightLogical128BitLane(middle, 8)).AsUInt32();

        var carry = l >>> 31;
        var carryHigh = h >>> 31;
        l = (l << 1) | Sse2.ShiftLeftLogical128BitLane(carry, 4);
        h = (h << 1) | Sse2.ShiftLeftLogical128BitLane(carryHigh, 4) | Sse2.ShiftRightLogical128BitLane(carry, 12);

        var fold = (l << 31) ^ (l << 30) ^ (l << 25);
        l ^= Sse2.ShiftLeftLogical128BitLane(fold, 12);
        var result = h ^ l ^ (l >>> 1) ^ (l >>> 2) ^ (l >>> 7) ^ Sse2.ShiftRightLogical128BitLane(fold, 4);
        return result.AsUInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load(ReadOnlySpan<byte> block) =>
        Reverse(Vector128.Create(block[..BlockSize]).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Reverse(Vector128<ulong> block) =>
        Ssse3.Shuffle(
            block.AsByte(),
            Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)).AsUInt64();
}
