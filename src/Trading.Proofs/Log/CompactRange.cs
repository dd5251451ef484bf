using System.Collections.Immutable;
using System.Numerics;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Log;

/// <summary>
/// The least that must be kept of a tree to go on appending to it and to know its root: the roots of its complete
/// subtrees, largest first, one per set bit of the size. Immutable; <c>default</c> is not a range, use <see cref="Empty"/>.
/// </summary>
public sealed record CompactRange
{
    private CompactRange(long size, ImmutableArray<Digest> hashes) => (Size, Hashes) = (size, hashes);

    /// <summary>The range of an empty tree.</summary>
    public static CompactRange Empty { get; } = new(0, []);

    /// <summary>The number of leaves.</summary>
    public long Size { get; }

    /// <summary>The subtree roots, largest first.</summary>
    public ImmutableArray<Digest> Hashes { get; }

    /// <summary>The root of the tree.</summary>
    public Digest Root
    {
        get
        {
            if (Size == 0)
            {
                return MerkleHash.Empty;
            }

            var root = Hashes[^1];
            for (var i = Hashes.Length - 2; i >= 0; i--)
            {
                root = MerkleHash.Node(Hashes[i], root);
            }

            return root;
        }
    }

    /// <summary>The range as it was stored.</summary>
    /// <exception cref="ArgumentException">The number of hashes is not the number of set bits of the size.</exception>
    public static CompactRange Restore(long size, ImmutableArray<Digest> hashes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, LogLimits.Leaves);
        return hashes.Length == BitOperations.PopCount((ulong)size)
            ? new CompactRange(size, hashes)
            : throw new ArgumentException($"{hashes.Length} hashes do not fit a tree of {size} leaves.", nameof(hashes));
    }

    /// <summary>The range with one more leaf hash.</summary>
    /// <exception cref="InvalidOperationException">The tree is full.</exception>
    public CompactRange Append(Digest leafHash)
    {
        if (Size >= LogLimits.Leaves)
        {
            throw new InvalidOperationException($"A tree holds at most {LogLimits.Leaves} leaves.");
        }

        var hashes = Hashes.ToBuilder();
        var node = leafHash;
        for (var bit = 0; (Size >> bit & 1) == 1; bit++)
        {
            node = MerkleHash.Node(hashes[^1], node);
            hashes.RemoveAt(hashes.Count - 1);
        }

        hashes.Add(node);
        return new CompactRange(Size + 1, hashes.ToImmutable());
    }
}
