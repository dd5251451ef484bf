using System.Collections.Immutable;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Log;

/// <summary>The path from one leaf to the root of a tree of a given size, the leaf's sibling first.</summary>
public sealed record InclusionProof(long Index, long Size, ImmutableArray<Digest> Path)
{
    /// <summary>Whether that leaf hash stands at <see cref="Index"/> of the tree with that root: RFC 9162 §2.1.3.2.</summary>
    public bool Check(Digest leafHash, Digest root) => RootFrom(leafHash) is { } found && found == root;

    /// <summary>The root the path leads to, or null if the path's length does not fit index and size.</summary>
    public Digest? RootFrom(Digest leafHash)
    {
        if (Index < 0 || Index >= Size || Size > LogLimits.Leaves || Path.Length > LogLimits.PathLength)
        {
            return null;
        }

        var (node, last, hash) = (Index, Size - 1, leafHash);
        foreach (var sibling in Path)
        {
            if (last == 0)
            {
                return null;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleHash.Node(sibling, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                hash = MerkleHash.Node(hash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 ? hash : null;
    }

    /// <summary>Equal if every hash is.</summary>
    public bool Equals(InclusionProof? other) =>
        other is not null && Index == other.Index && Size == other.Size && Path.SequenceEqual(other.Path);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Index, Size, Path.Length);
}
