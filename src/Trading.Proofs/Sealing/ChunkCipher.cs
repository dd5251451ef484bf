using System.Buffers.Binary;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>
/// The chunks of c2sp.org/chunked-encryption@v1: chunk i under base_nonce XOR uint96be(i), full ones of 16,384 bytes,
/// the last one shorter.
/// </summary>
internal sealed class ChunkCipher(CipherSuite suite, byte[] key, byte[] baseNonce)
{
    internal const int SealedChunk = SealLimits.Chunk + Sm4Gcm.TagSize;

    private readonly Sm4Gcm _gcm = suite.CreateGcm(key);
    private readonly byte[] _nonce = new byte[Sm4Gcm.NonceSize];

    internal void Seal(long index, ReadOnlySpan<byte> chunk, Span<byte> output) =>
        _gcm.Seal(Nonce(index), chunk, output);

    internal bool TryOpen(long index, ReadOnlySpan<byte> sealedChunk, Span<byte> output) =>
        _gcm.TryOpen(Nonce(index), sealedChunk, output);

    private byte[] Nonce(long index)
    {
        baseNonce.CopyTo(_nonce, 0);
        var low = _nonce.AsSpan(4);
        BinaryPrimitives.WriteUInt64BigEndian(low, BinaryPrimitives.ReadUInt64BigEndian(low) ^ (ulong)index);
        return _nonce;
    }
}
