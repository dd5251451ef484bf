using Trading.Proofs.Primitives;

namespace Trading.Proofs.Log;

/// <summary>
/// RFC 6962 §2.1 over SM3: leaf = H(0x00 ‖ entry), node = H(0x01 ‖ left ‖ right), empty = H("").
/// The two prefixes keep a leaf from ever passing as a node.
/// </summary>
public static class MerkleHash
{
    /// <summary>The root of a tree without leaves.</summary>
    public static Digest Empty { get; } = Digest.Of([]);

    /// <summary>The hash that stands in the tree for an entry of at most <see cref="LogLimits.EntryBytes"/>.</summary>
    public static Digest Leaf(ReadOnlySpan<byte> entry)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Length, LogLimits.EntryBytes);
        Span<byte> bytes = entry.Length < 1024 ? stackalloc byte[1 + entry.Length] : new byte[1 + entry.Length];
        bytes[0] = 0x00;
        entry.CopyTo(bytes[1..]);
        return Digest.Of(bytes);
    }

    /// <summary>The hash over two subtrees.</summary>
    public static Digest Node(Digest left, Digest right)
    {
        Span<byte> bytes = stackalloc byte[65];
        bytes[0] = 0x01;
        left.AsSpan().CopyTo(bytes[1..]);
        right.AsSpan().CopyTo(bytes[33..]);
        return Digest.Of(bytes);
    }
}
