using Trading.Proofs.Primitives;

namespace Trading.Silo.AtRest;

/// <summary>
/// The key under which the platform keeps on disk what is not public yet. A hardware module can take its place: the key
/// itself never leaves the implementation. The context names the place of the bytes, so that a box moved elsewhere is found.
/// </summary>
public interface IAtRestKey
{
    /// <summary>Encrypts and authenticates.</summary>
    byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context);

    /// <summary>Gives the bytes back.</summary>
    /// <exception cref="InvalidDataException">The box was changed, moved, or sealed under another key.</exception>
    byte[] Open(ReadOnlySpan<byte> box, ReadOnlySpan<byte> context);

    /// <summary>A keyed digest: the same text has the same digest, and without the key nobody can try texts.</summary>
    Digest Blind(ReadOnlySpan<byte> text);
}
