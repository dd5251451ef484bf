using Trading.Proofs.Primitives;

namespace Trading.Proofs.Log;

/// <summary>
/// A tree that only grows. It keeps the hash of every complete subtree (64 bytes a leaf), so that the root and the
/// proofs of any size it ever had take a few dozen hashes, and tiles are read off directly.
/// Not safe for concurrent use.
/// </summary>
public sealed class MerkleTree : MerkleView
{
    // _levels[h][i] is the root over the leaves [i·2^h, (i+1)·2^h).
    private readonly List<List<Digest>> _levels = [[]];

    /// <summary>An empty tree.</summary>
    public MerkleTree()
    {
    }

    /// <summary>A tree over leaf hashes in their order.</summary>
    public MerkleTree(IEnumerable<Digest> leafHashes)
    {
        foreach (var leaf in leafHashes)
        {
            Append(leaf);
        }
    }

    /// <inheritdoc/>
    public override long Size => _levels[0].Count;

    /// <summary>Adds one leaf hash (<see cref="MerkleHash.Leaf"/>) and gives its index.</summary>
    /// <exception cref="InvalidOperationException">The tree is full.</exception>
    public long Append(Digest leafHash)
    {
        var index = Size;
        if (index >= LogLimits.Leaves)
        {
            throw new InvalidOperationException($"A tree holds at most {LogLimits.Leaves} leaves.");
        }

        _levels[0].Add(leafHash);
        for (var h = 0; _levels[h].Count % 2 == 0; h++)
        {
            if (h + 1 == _levels.Count)
            {
                _levels.Add([]);
            }

            _levels[h + 1].Add(MerkleHash.Node(_levels[h][^2], _levels[h][^1]));
        }

        return index;
    }

    /// <inheritdoc/>
    public override Digest Subtree(int height, long index) => _levels[height][checked((int)index)];

    /// <summary>The number of complete subtrees of 2^<paramref name="height"/> leaves.</summary>
    public long Subtrees(int height) => height < _levels.Count ? _levels[height].Count : 0;
}
