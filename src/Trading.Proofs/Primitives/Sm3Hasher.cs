using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Trading.Proofs.Primitives;

/// <summary>
/// SM3 piece by piece (GB/T 32905-2016). After <see cref="Finish"/> it is empty again and may be reused.
/// Our own compression function, faster than the library's, which the tests use as oracle.
/// </summary>
public sealed class Sm3Hasher
{
    /// <summary>Bytes of one block.</summary>
    public const int BlockSize = 64;

    private static readonly uint[] Initial =
    [
        0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
    ];

    // T_j rotated left by j, GB/T 32905 5.3.3.
    private static readonly uint[] Constants =
        [.. Enumerable.Range(0, 64).Select(j => BitOperations.RotateLeft(j < 16 ? 0x79cc4519u : 0x7a879d8au, j))];

    private readonly uint[] _state = [.. Initial];
    private readonly byte[] _buffer = new byte[BlockSize];
    private int _buffered;
    private ulong _length;

    /// <summary>Adds a piece.</summary>
    public void Append(ReadOnlySpan<byte> piece)
    {
        _length += (ulong)piece.Length;
        if (_buffered > 0)
        {
            var taken = Math.Min(BlockSize - _buffered, piece.Length);
            piece[..taken].CopyTo(_buffer.AsSpan(_buffered));
            _buffered += taken;
            piece = piece[taken..];
            if (_buffered < BlockSize)
            {
                return;
            }

            Compress(_state, _buffer);
            _buffered = 0;
        }

        var whole = piece.Length & ~(BlockSize - 1);
        if (whole > 0)
        {
            Compress(_state, piece[..whole]);
            piece = piece[whole..];
        }

        piece.CopyTo(_buffer);
        _buffered = piece.Length;
    }

    /// <summary>Ends the message and gives its digest.</summary>
    public Digest Finish()
    {
        var bits = unchecked(_length * 8);
        _buffer[_buffered++] = 0x80;
        if (_buffered > BlockSize - 8)
        {
            _buffer.AsSpan(_buffered).Clear();
            Compress(_state, _buffer);
            _buffered = 0;
        }

        _buffer.AsSpan(_buffered, BlockSize - 8 - _buffered).Clear();
        BinaryPrimitives.WriteUInt64BigEndian(_buffer.AsSpan(BlockSize - 8), bits);
        Compress(_state, _buffer);

        Span<byte> digest = stackalloc byte[Digest.Size];
        for (var i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(digest[(i * 4)..], _state[i]);
        }

        Initial.CopyTo(_state, 0);
        _buffered = 0;
        _length = 0;
        return new Digest(digest);
    }

    /// <summary>Takes over another hasher's state, so that a common beginning is hashed once.</summary>
    public void CopyFrom(Sm3Hasher other)
    {
        other._state.CopyTo(_state, 0);
        other._buffer.CopyTo(_buffer, 0);
        _buffered = other._buffered;
        _length = other._length;
    }

    private static void Compress(uint[] state, ReadOnlySpan<byte> blocks)
    {
        unchecked
        {
            Span<uint> w = stackalloc uint[68];
            ref var t = ref MemoryMarshal.GetArrayDataReference(Constants);
            ref var words = ref MemoryMarshal.GetReference(w);
            while (blocks.Length >= BlockSize)
            {
                Expand(blocks, ref words);
                uint a = state[0], b = state[1], c = state[2], d = state[3];
                uint e = state[4], f = state[5], g = state[6], h = state[7];

                // Four rounds at a time: after four, every register is back at its own name.
                for (var j = 0; j < 16; j += 4)
                {
                    Early(a, ref b, c, ref d, e, ref f, g, ref h, j, ref words, ref t);
                    Early(d, ref a, b, ref c, h, ref e, f, ref g, j + 1, ref words, ref t);
                    Early(c, ref d, a, ref b, g, ref h, e, ref f, j + 2, ref words, ref t);
                    Early(b, ref c, d, ref a, f, ref g, h, ref e, j + 3, ref words, ref t);
                }

                for (var j = 16; j < 64; j += 4)
                {
                    Late(a, ref b, c, ref d, e, ref f, g, ref h, j, ref words, ref t);
                    Late(d, ref a, b, ref c, h, ref e, f, ref g, j + 1, ref words, ref t);
                    Late(c, ref d, a, ref b, g, ref h, e, ref f, j + 2, ref words, ref t);
                    Late(b, ref c, d, ref a, f, ref g, h, ref e, j + 3, ref words, ref t);
                }

                state[0] ^= a;
                state[1] ^= b;
                state[2] ^= c;
                state[3] ^= d;
                state[4] ^= e;
                state[5] ^= f;
                state[6] ^= g;
                state[7] ^= h;
                blocks = blocks[BlockSize..];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand(ReadOnlySpan<byte> block, ref uint w)
    {
        unchecked
        {
            for (var j = 0; j < 16; j++)
            {
                Unsafe.Add(ref w, j) = BinaryPrimitives.ReadUInt32BigEndian(block[(j * 4)..]);
            }

            for (var j = 16; j < 68; j++)
            {
                var x = Unsafe.Add(ref w, j - 16) ^ Unsafe.Add(ref w, j - 9)
                    ^ BitOperations.RotateLeft(Unsafe.Add(ref w, j - 3), 15);
                x ^= BitOperations.RotateLeft(x, 15) ^ BitOperations.RotateLeft(x, 23);
                Unsafe.Add(ref w, j) = x ^ BitOperations.RotateLeft(Unsafe.Add(ref w, j - 13), 7)
                    ^ Unsafe.Add(ref w, j - 6);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Early(
        uint a, ref uint b, uint c, ref uint d, uint e, ref uint f, uint g, ref uint h, int j, ref uint w, ref uint t)
    {
        unchecked
        {
            var a12 = BitOperations.RotateLeft(a, 12);
            var ss1 = BitOperations.RotateLeft(a12 + e + Unsafe.Add(ref t, j), 7);
            var word = Unsafe.Add(ref w, j);
            d = (a ^ b ^ c) + d + (ss1 ^ a12) + (word ^ Unsafe.Add(ref w, j + 4));
            var tt2 = (e ^ f ^ g) + h + ss1 + word;
            b = BitOperations.RotateLeft(b, 9);
            f = BitOperations.RotateLeft(f, 19);
            h = tt2 ^ BitOperations.RotateLeft(tt2, 9) ^ BitOperations.RotateLeft(tt2, 17);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Late(
        uint a, ref uint b, uint c, ref uint d, uint e, ref uint f, uint g, ref uint h, int j, ref uint w, ref uint t)
    {
        unchecked
        {
            var a12 = BitOperations.RotateLeft(a, 12);
            var ss1 = BitOperations.RotateLeft(a12 + e + Unsafe.Add(ref t, j), 7);
            var word = Unsafe.Add(ref w, j);
            d = ((a & (b | c)) | (b & c)) + d + (ss1 ^ a12) + (word ^ Unsafe.Add(ref w, j + 4));
            var tt2 = (g ^ (e & (f ^ g))) + h + ss1 + word;
            b = BitOperations.RotateLeft(b, 9);
            f = BitOperations.RotateLeft(f, 19);
            h = tt2 ^ BitOperations.RotateLeft(tt2, 9) ^ BitOperations.RotateLeft(tt2, 17);
        }
    }
}
