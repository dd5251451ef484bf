using System.Numerics;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Log;

/// <summary>
/// A tree whose complete subtrees can be asked for, wherever they are kept: the root and the proofs of any size it ever had
/// take a few dozen of them.
/// </summary>
public abstract class MerkleView
{
    /// <summary>The number of leaves.</summary>
    public abstract long Size { get; }

    /// <summary>The root over all leaves.</summary>
    public Digest Root => RootAt(Size);

    /// <summary>The root the tree had when it held <paramref name="size"/> leaves, 0 to <see cref="Size"/>.</summary>
    public Digest RootAt(long size)
    {
        CheckSize(size);
        return size == 0 ? MerkleHash.Empty : Range(0, size);
    }

    /// <summary>The hash of the complete subtree of 2^<paramref name="height"/> leaves with that index.</summary>
    public abstract Digest Subtree(int height, long index);

    /// <summary>The path from a leaf to the root of the given size: RFC 6962 §2.1.1.</summary>
    public InclusionProof Inclusion(long index, long size)
    {
        CheckSize(size);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);

        var path = new List<Digest>();
        long start = 0, end = size;
        while (end - start > 1)
        {
            var middle = start + LargestPowerBelow(end - start);
            if (index < middle)
            {
                path.Add(Range(middle, end));
                end = middle;
            }
            else
            {
                path.Add(Range(start, middle));
                start = middle;
            }
        }

        path.Reverse();
        return new InclusionProof(index, size, [.. path]);
    }

    /// <summary>What shows that the tree of the older size is the beginning of the newer one: RFC 6962 §2.1.2.</summary>
    public ConsistencyProof Consistency(long older, long newer)
    {
        CheckSize(newer);
        ArgumentOutOfRangeException.ThrowIfNegative(older);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(older, newer);
        if (older == 0 || older == newer)
        {
            return new ConsistencyProof(older, newer, []);
        }

        var path = new List<Digest>();
        long start = 0, end = newer;
        while (older < end)
        {
            var middle = start + LargestPowerBelow(end - start);
            if (older <= middle)
            {
                path.Add(Range(middle, end));
                end = middle;
            }
            else
            {
                path.Add(Range(start, middle));
                start = middle;
            }
        }

        // The older tree's own root is known to the reader and left out when the walk ends on it.
        if (start != 0)
        {
            path.Add(Range(start, end));
        }

        path.Reverse();
        return new ConsistencyProof(older, newer, [.. path]);
    }

    internal static long LargestPowerBelow(long n) => 1L << BitOperations.Log2((ulong)(n - 1));

    // Every range asked for starts at a multiple of the largest power of two below its length.
    private Digest Range(long start, long end)
    {
        var length = end - start;
        if (BitOperations.IsPow2(length))
        {
            var height = BitOperations.Log2((ulong)length);
            return Subtree(height, start >> height);
        }

        var middle = start + LargestPowerBelow(length);
        return MerkleHash.Node(Range(start, middle), Range(middle, end));
    }

    private void CheckSize(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
    }
}
