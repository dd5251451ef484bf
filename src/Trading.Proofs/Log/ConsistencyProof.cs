using System.Collections.Immutable;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Log;

/// <summary>What shows that a log only grew: its tree of the older size is the beginning of the newer one.</summary>
public sealed record ConsistencyProof(long Older, long Newer, ImmutableArray<Digest> Path)
{
    /// <summary>Whether the two roots belong to one growing log: RFC 9162 §2.1.4.2. Size 0 fits every log.</summary>
    public bool Check(Digest olderRoot, Digest newerRoot)
    {
        if (Older < 0 || Older > Newer || Newer > LogLimits.Leaves || Path.Length > LogLimits.ConsistencyLength)
        {
            return false;
        }

        if (Older == 0)
        {
            return Path.IsEmpty && olderRoot == MerkleHash.Empty && (Newer > 0 || newerRoot == MerkleHash.Empty);
        }

        if (Older == Newer)
        {
            return Path.IsEmpty && olderRoot == newerRoot;
        }

        return Walk(olderRoot, newerRoot);
    }

    private bool Walk(Digest olderRoot, Digest newerRoot)
    {
        var (node, last) = (Older - 1, Newer - 1);
        while ((node & 1) == 1)
        {
            node >>= 1;
            last >>= 1;
        }

        // If the older tree is complete, its root begins the walk and is not part of the path.
        var rest = Path.AsSpan();
        var begin = olderRoot;
        if (node != 0)
        {
            if (rest.IsEmpty)
            {
                return false;
            }

            begin = rest[0];
            rest = rest[1..];
        }

        var (fromOlder, fromNewer) = (begin, begin);
        foreach (var sibling in rest)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                fromOlder = MerkleHash.Node(sibling, fromOlder);
                fromNewer = MerkleHash.Node(sibling, fromNewer);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                fromNewer = MerkleHash.Node(fromNewer, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && fromOlder == olderRoot && fromNewer == newerRoot;
    }

    /// <summary>Equal if every hash is.</summary>
    public bool Equals(ConsistencyProof? other) =>
        other is not null && Older == other.Older && Newer == other.Newer && Path.SequenceEqual(other.Path);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Older, Newer, Path.Length);
}
