using System.Collections.Immutable;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Log;

/// <summary>
/// One publication of the log: always exactly the same number of entries, so that growth tells nothing about how
/// much happened (招标投标法 第二十二条 keeps even the number of bidders secret). What is missing is filled with
/// random dummies, everything is sorted by its bytes, and what does not fit waits for the next batch.
/// </summary>
/// <param name="Entries">The entries to publish, ascending by their bytes.</param>
/// <param name="Carried">What waits for the next batch, in its old order.</param>
public sealed record LeafBatch(ImmutableArray<Digest> Entries, ImmutableArray<Digest> Carried)
{
    /// <summary>The usual number of entries.</summary>
    public const int DefaultSize = 64;

    /// <summary>Makes the next batch from what waits, oldest first.</summary>
    /// <param name="waiting">Blinded entries not yet published, oldest first; no entry twice.</param>
    /// <param name="size">Entries a batch, 1 to <see cref="LogLimits.BatchLeaves"/>.</param>
    /// <param name="entropy">Makes the dummies; 32 bytes each.</param>
    /// <exception cref="ArgumentException">An entry waits twice.</exception>
    public static LeafBatch Next(ImmutableArray<Digest> waiting, int size, Entropy entropy)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, LogLimits.BatchLeaves);
        if (waiting.Distinct().Count() != waiting.Length)
        {
            throw new ArgumentException("The same entry waits twice.", nameof(waiting));
        }

        var taken = Math.Min(size, waiting.Length);
        var entries = ImmutableArray.CreateBuilder<Digest>(size);
        entries.AddRange(waiting.AsSpan()[..taken]);

        Span<byte> dummy = stackalloc byte[32];
        while (entries.Count < size)
        {
            entropy(dummy);
            entries.Add(new Digest(dummy));
        }

        entries.Sort();
        return new LeafBatch(entries.MoveToImmutable(), waiting[taken..]);
    }
}
