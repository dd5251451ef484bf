using Trading.Proofs.Log;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Log;

/// <summary>
/// The published log: a blinded leaf of every event of the journal, in batches of one fixed size at fixed times, so that its
/// growth says nothing about what happened (招标投标法 第二十二条).
/// </summary>
public interface IPublicLog
{
    /// <summary>The log's key; its name is the log's origin.</summary>
    NoteKey Key { get; }

    /// <summary>The newest signed checkpoint; of an empty tree before the first batch.</summary>
    ValueTask<SignedNote> Checkpoint(CancellationToken cancellation = default);

    /// <summary>
    /// One file of the log in the layout of <see cref="LogTiles"/>: <c>tile/0/000.p/64</c>, <c>tile/entries/000</c>;
    /// null where the log has none of this name yet, or never.
    /// </summary>
    ValueTask<byte[]?> Tile(string path, CancellationToken cancellation = default);

    /// <summary>
    /// The proof, under the newest checkpoint, that an entry (<see cref="BlindedLeaf"/>) stands in the log; null while it is not
    /// published.
    /// </summary>
    ValueTask<LogProof?> ProofOf(Digest entry, CancellationToken cancellation = default);

    /// <summary>What shows that the log of the newer size begins with that of the older one; null beyond the newest checkpoint.</summary>
    ValueTask<ConsistencyProof?> Consistency(long older, long newer, CancellationToken cancellation = default);

    /// <summary>Completes when every event up to this journal position is in the log: an opening begins no sooner.</summary>
    Task PendingPublished(long position, CancellationToken cancellation = default);
}
