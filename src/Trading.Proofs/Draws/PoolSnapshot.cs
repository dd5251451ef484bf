using System.Collections.Immutable;
using System.Text;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Draws;

/// <summary>One candidate: a line of text, and 32 fresh random bytes that hide it until they are shown.</summary>
public sealed record PoolEntry(string Entry, Digest Salt)
{
    /// <summary>H(0x00 ‖ salt ‖ entry): what the pool shows of the candidate.</summary>
    public Digest Leaf => Sm3.Hash([0x00], Salt.AsSpan(), Encoding.UTF8.GetBytes(Entry));
}

/// <summary>
/// A pool, frozen before anybody commits: the leaves sorted by their bytes, so that a place says nothing about the person
/// and nobody can arrange it, under the root of an RFC 6962 tree over the leaf hashes. People who were excluded are a
/// snapshot of their own, the reason in their entry.
/// </summary>
public sealed record PoolSnapshot
{
    private readonly MerkleTree _tree;

    /// <summary>Freezes a pool of 1 to <see cref="DrawLimits.Pool"/> candidates, in any order.</summary>
    /// <exception cref="ArgumentException">A limit is passed, an entry is no line of text, or a candidate stands twice.</exception>
    public PoolSnapshot(IEnumerable<PoolEntry> candidates)
    {
        var all = candidates.Take(DrawLimits.Pool + 1).ToList();
        if (all.Count is 0 or > DrawLimits.Pool)
        {
            throw new ArgumentException($"A pool has 1 to {DrawLimits.Pool} candidates.", nameof(candidates));
        }

        if (!all.TrueForAll(e => IsLine(e.Entry)))
        {
            throw new ArgumentException(
                $"An entry is one line of 1 to {DrawLimits.EntryBytes} bytes.", nameof(candidates));
        }

        var sorted = all.Select(e => (e.Leaf, Entry: e)).OrderBy(e => e.Leaf).ToList();
        if (sorted.Zip(sorted.Skip(1)).Any(pair => pair.First.Leaf == pair.Second.Leaf))
        {
            throw new ArgumentException("A candidate stands twice in the pool.", nameof(candidates));
        }

        Entries = [.. sorted.Select(e => e.Entry)];
        Leaves = [.. sorted.Select(e => e.Leaf)];
        _tree = new MerkleTree(Leaves);
    }

    /// <summary>The candidates by their place.</summary>
    public ImmutableArray<PoolEntry> Entries { get; }

    /// <summary>The leaves by their place, ascending.</summary>
    public ImmutableArray<Digest> Leaves { get; }

    /// <summary>The number of candidates.</summary>
    public int Size => Leaves.Length;

    /// <summary>The root that the draw's record names.</summary>
    public Digest Root => _tree.Root;

    /// <summary>The path that shows, with entry and salt, who stands at a place.</summary>
    public InclusionProof PathOf(int index) => _tree.Inclusion(index, Size);

    /// <summary>Whether that candidate stood at the path's place of the pool with that root.</summary>
    public static bool Check(PoolEntry candidate, InclusionProof path, int poolSize, Digest root) =>
        path.Size == poolSize && path.Check(candidate.Leaf, root);

    /// <summary>Equal if the roots and sizes are.</summary>
    public bool Equals(PoolSnapshot? other) => other is not null && Size == other.Size && Root == other.Root;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Size, Root);

    private static bool IsLine(string entry) =>
        entry.Length > 0 && !entry.AsSpan().ContainsAny("\n\r\0") && Encoding.UTF8.GetByteCount(entry) <= DrawLimits.EntryBytes;
}
