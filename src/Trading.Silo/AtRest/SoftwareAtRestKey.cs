using System.Security.Cryptography;
using Trading.Proofs.Primitives;

namespace Trading.Silo.AtRest;

/// <summary>SM4-GCM under a data key held in memory. A box is 12 bytes of nonce, the ciphertext and 16 bytes of tag.</summary>
public sealed class SoftwareAtRestKey : IAtRestKey
{
    /// <summary>Bytes of a data key: both working keys are derived from it.</summary>
    public const int KeySize = 32;

    private readonly byte[] _boxKey;
    private readonly byte[] _blindKey;
    private readonly ThreadLocal<Sm4Gcm> _gcm;

    /// <summary>Takes a data key of exactly <see cref="KeySize"/> bytes.</summary>
    public SoftwareAtRestKey(ReadOnlySpan<byte> dataKey)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(dataKey.Length, KeySize, nameof(dataKey));
        _boxKey = Hkdf.Expand(dataKey, "trading at rest box"u8, 16);
        _blindKey = Hkdf.Expand(dataKey, "trading at rest blind"u8, Digest.Size);
        _gcm = new ThreadLocal<Sm4Gcm>(() => CipherSuite.Default.CreateGcm(_boxKey));
    }

    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var box = new byte[Sm4Gcm.NonceSize + plain.Length + Sm4Gcm.TagSize];
        var nonce = box.AsSpan(0, Sm4Gcm.NonceSize);
        RandomNumberGenerator.Fill(nonce);
        _gcm.Value!.Seal(nonce, plain, box.AsSpan(Sm4Gcm.NonceSize), context);
        return box;
    }

    public byte[] Open(ReadOnlySpan<byte> box, ReadOnlySpan<byte> context)
    {
        if (box.Length < Sm4Gcm.NonceSize + Sm4Gcm.TagSize)
        {
            throw Damaged();
        }

        var plain = new byte[box.Length - Sm4Gcm.NonceSize - Sm4Gcm.TagSize];
        return _gcm.Value!.TryOpen(box[..Sm4Gcm.NonceSize], box[Sm4Gcm.NonceSize..], plain, context)
            ? plain
            : throw Damaged();
    }

    public Digest Blind(ReadOnlySpan<byte> text) => new(Sm3.Hmac(_blindKey, text));

    private static InvalidDataException Damaged() =>
        new("Bytes encrypted at rest do not open: they were changed or moved, or the data key is another one.");
}
