using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Records;

/// <summary>The closed records of tenders: made once when the last lot was closed, kept as documents of the store.</summary>
public interface IRecords
{
    /// <summary>The record in its public or restricted form; null while the tender's record is not closed, or not written yet.</summary>
    ValueTask<ClosedRecord?> Find(TenderId tender, bool restricted, CancellationToken cancellation = default);
}

/// <summary>A record's zip in the document store.</summary>
/// <param name="Digest">SM3 of the zip, by which the document store has it.</param>
/// <param name="Size">Its bytes.</param>
public sealed record ClosedRecord(Digest Digest, long Size);
