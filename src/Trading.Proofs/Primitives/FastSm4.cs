using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trading.Proofs.Primitives;

/// <summary>
/// SM4 (GB/T 32907) in counter mode, sixteen blocks at a time. The S-box is an inversion in AES's field between two
/// affine maps, which GFNI computes for 32 bytes at once: no tables, so its time says nothing about key or text.
/// </summary>
internal sealed class FastSm4
{
    /// <summary>
    /// Bytes of one step: two groups of eight blocks, so that one group computes while the other waits.
    /// </summary>
    internal const int StepSize = 256;

    private const ulong PreMatrix = 0x4c287db91a22505d;
    private const ulong PostMatrix = 0xf3ab34a974a6b589;
    private const byte PreConstant = 0x3e;
    private const byte PostConstant = 0xd3;
    private const int Rounds = 32;

    private static readonly uint[] SystemKey = [0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc];

    private readonly uint[] _keys = new uint[Rounds];

    internal FastSm4(ReadOnlySpan<byte> key)
    {
        Span<uint> k = stackalloc uint[4];
        for (var i = 0; i < 4; i++)
        {
            k[i] = BinaryPrimitives.ReadUInt32BigEndian(key[(i * 4)..]) ^ SystemKey[i];
        }

        for (var i = 0; i < Rounds; i++)
        {
            var b = Substitute(k[(i + 1) & 3] ^ k[(i + 2) & 3] ^ k[(i + 3) & 3] ^ RoundConstant(i));
            k[i & 3] ^= b ^ BitOperations.RotateLeft(b, 13) ^ BitOperations.RotateLeft(b, 23);
            _keys[i] = k[i & 3];
        }
    }

    internal static bool IsSupported => Gfni.V256.IsSupported && Avx2.IsSupported;

    /// <summary>output = input XOR key stream; blocks are nonce ‖ counter, the counter wrapping at 2^32.</summary>
    internal void Count(ReadOnlySpan<byte> nonce, uint counter, ReadOnlySpan<byte> input, Span<byte> output)
    {
        while (input.Length >= StepSize)
        {
            Step(nonce, counter, input, output);
            counter = unchecked(counter + (StepSize / CipherSuite.KeySize));
            input = input[StepSize..];
            output = output[StepSize..];
        }

        if (!input.IsEmpty)
        {
            Span<byte> rest = stackalloc byte[StepSize];
            rest.Clear();
            input.CopyTo(rest);
            Step(nonce, counter, rest, rest);
            rest[..input.Length].CopyTo(output);
        }
    }

    private void Step(ReadOnlySpan<byte> nonce, uint counter, ReadOnlySpan<byte> input, Span<byte> output)
    {
        // Words of one place of eight blocks stand in one vector; this order makes neighbours after the transposition.
        var x0 = Vector256.Create(BinaryPrimitives.ReadUInt32BigEndian(nonce));
        var x1 = Vector256.Create(BinaryPrimitives.ReadUInt32BigEndian(nonce[4..]));
        var x2 = Vector256.Create(BinaryPrimitives.ReadUInt32BigEndian(nonce[8..]));
        var x3 = Vector256.Create(counter) + Vector256.Create(0u, 2, 4, 6, 1, 3, 5, 7);
        var (y0, y1, y2, y3) = (x0, x1, x2, x3 + Vector256.Create(8u));
        ref var key = ref MemoryMarshal.GetArrayDataReference(_keys);
        for (var i = 0; i < Rounds; i += 4)
        {
            var k = Vector256.Create(Unsafe.Add(ref key, i));
            x0 ^= Mix(x1 ^ x2 ^ x3 ^ k);
            y0 ^= Mix(y1 ^ y2 ^ y3 ^ k);
            k = Vector256.Create(Unsafe.Add(ref key, i + 1));
            x1 ^= Mix(x2 ^ x3 ^ x0 ^ k);
            y1 ^= Mix(y2 ^ y3 ^ y0 ^ k);
            k = Vector256.Create(Unsafe.Add(ref key, i + 2));
            x2 ^= Mix(x3 ^ x0 ^ x1 ^ k);
            y2 ^= Mix(y3 ^ y0 ^ y1 ^ k);
            k = Vector256.Create(Unsafe.Add(ref key, i + 3));
            x3 ^= Mix(x0 ^ x1 ^ x2 ^ k);
            y3 ^= Mix(y0 ^ y1 ^ y2 ^ k);
        }

        Write(x3, x2, x1, x0, input[..(StepSize / 2)], output[..(StepSize / 2)]);
        Write(y3, y2, y1, y0, input[(StepSize / 2)..StepSize], output[(StepSize / 2)..StepSize]);
    }

    /// <summary>L(τ(t)): the S-box, then t ⊕ t⋘2 ⊕ t⋘10 ⊕ t⋘18 ⊕ t⋘24.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Mix(Vector256<uint> t)
    {
        var s = Gfni.V256.GaloisFieldAffineTransform(t.AsByte(), Vector256.Create(PreMatrix).AsByte(), PreConstant);
        s = Gfni.V256.GaloisFieldAffineTransformInverse(s, Vector256.Create(PostMatrix).AsByte(), PostConstant);
        var left8 = Avx2.Shuffle(s, Lanes(3, 0, 1, 2));
        var left16 = Avx2.Shuffle(s, Lanes(2, 3, 0, 1));
        var left24 = Avx2.Shuffle(s, Lanes(1, 2, 3, 0));
        var inner = (s ^ left8 ^ left16).AsUInt32();
        return (s ^ left24).AsUInt32() ^ ((inner << 2) | (inner >>> 30));
    }

    private static void Write(
        Vector256<uint> a,
        Vector256<uint> b,
        Vector256<uint> c,
        Vector256<uint> d,
        ReadOnlySpan<byte> input,
        Span<byte> output)
    {
        var ab = Avx2.UnpackLow(a, b).AsUInt64();
        var cd = Avx2.UnpackLow(c, d).AsUInt64();
        var abHigh = Avx2.UnpackHigh(a, b).AsUInt64();
        var cdHigh = Avx2.UnpackHigh(c, d).AsUInt64();
        Xor(Avx2.UnpackLow(ab, cd), input, output, 0);
        Xor(Avx2.UnpackHigh(ab, cd), input, output, 32);
        Xor(Avx2.UnpackLow(abHigh, cdHigh), input, output, 64);
        Xor(Avx2.UnpackHigh(abHigh, cdHigh), input, output, 96);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Xor(Vector256<ulong> stream, ReadOnlySpan<byte> input, Span<byte> output, int offset)
    {
        var bytes = Avx2.Shuffle(stream.AsByte(), Lanes(3, 2, 1, 0));
        (bytes ^ Vector256.Create(input.Slice(offset, 32))).CopyTo(output[offset..]);
    }

    /// <summary>A byte order for every word of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Lanes(byte a, byte b, byte c, byte d)
    {
        var word = Vector256.Create((uint)(a | (b << 8) | (c << 16) | (d << 24)));
        var offsets = Vector256.Create(
            0u, 0x04040404, 0x08080808, 0x0c0c0c0c, 0, 0x04040404, 0x08080808, 0x0c0c0c0c);
        return (word + offsets).AsByte();
    }

    private static uint Substitute(uint word)
    {
        var s = Gfni.GaloisFieldAffineTransform(
            Vector128.CreateScalar(word).AsByte(), Vector128.Create(PreMatrix).AsByte(), PreConstant);
        return Gfni.GaloisFieldAffineTransformInverse(s, Vector128.Create(PostMatrix).AsByte(), PostConstant)
            .AsUInt32()
            .ToScalar();
    }

    /// <summary>CK_i: byte j is (4i + j)·7 mod 256.</summary>
    private static uint RoundConstant(int i)
    {
        var word = 0u;
        for (var j = 0; j < 4; j++)
        {
            word = (word << 8) | (uint)(((4 * i) + j) * 7 % 256);
        }

        return word;
    }
}
