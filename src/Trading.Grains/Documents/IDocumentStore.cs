using Trading.Grains.Shell;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Documents;

/// <summary>How a document is kept and to whom it is given.</summary>
public enum DocumentClass
{
    /// <summary>A published document: given to anybody by digest.</summary>
    Public,

    /// <summary>A sealed bid: its header is encrypted at rest, it is given only by grant, and unclaimed uploads expire.</summary>
    Sealed,

    /// <summary>Given only by grant: opened bids, restricted records.</summary>
    Restricted,
}

/// <summary>Keeps bytes by their SM3 digest, with uploads in chunks that can be resumed after a lost connection.</summary>
public interface IDocumentStore
{
    /// <summary>Begins an upload, or finds the owner's unfinished one of the same digest, size and class.</summary>
    /// <exception cref="DocumentRefusedException">Over the size limit or the owner's quota.</exception>
    ValueTask<Upload> Begin(PartyId owner, DocumentClass kind, Digest digest, long size, CancellationToken cancellation = default);

    /// <summary>The state of an upload of this owner, or null.</summary>
    ValueTask<Upload?> Find(PartyId owner, string uploadId, CancellationToken cancellation = default);

    /// <summary>Appends the bytes of <paramref name="chunk"/> at <paramref name="offset"/>, durable when it returns.</summary>
    /// <exception cref="DocumentRefusedException">The offset is not the upload's, or the chunk goes over its size.</exception>
    ValueTask<Upload> Append(
        PartyId owner, string uploadId, long offset, Stream chunk, CancellationToken cancellation = default);

    /// <summary>Checks the whole against its digest and keeps it; a repeat finds it done.</summary>
    /// <exception cref="DocumentRefusedException">Bytes are missing or the digest is another: the upload is dropped.</exception>
    ValueTask<StoredDocument> Complete(PartyId owner, string uploadId, CancellationToken cancellation = default);

    /// <summary>Keeps a whole stream that the platform itself made, such as a published record.</summary>
    ValueTask<StoredDocument> Put(DocumentClass kind, PartyId owner, Stream content, CancellationToken cancellation = default);

    /// <summary>
    /// Lets a document's time begin anew, because an act that names it is being decided: it stays until the act is recorded and
    /// claims it, and expires where the act is refused. It goes on counting against its owner's quota.
    /// </summary>
    /// <exception cref="DocumentRefusedException">There is no such document.</exception>
    ValueTask Hold(Digest digest, CancellationToken cancellation = default);

    /// <summary>Marks a document as used by a recorded act, so that it never expires; the first claim stays.</summary>
    /// <exception cref="DocumentRefusedException">There is no such document.</exception>
    ValueTask Claim(Digest digest, string claimant, CancellationToken cancellation = default);

    /// <summary>What is known of a document, or null.</summary>
    ValueTask<StoredDocument?> Describe(Digest digest, CancellationToken cancellation = default);

    /// <summary>
    /// Opens a document for reading; the caller has checked the right to read. Its bytes are checked against the digest
    /// while they are read, and the last read throws <see cref="InvalidDataException"/> where storage was damaged.
    /// </summary>
    /// <returns>Null where there is no such document.</returns>
    ValueTask<Stream?> Open(Digest digest, CancellationToken cancellation = default);

    /// <summary>Destroys a document: a withdrawn or replaced sealed bid.</summary>
    ValueTask Delete(Digest digest, CancellationToken cancellation = default);
}

/// <summary>A document that is whole and kept.</summary>
public sealed record StoredDocument(Digest Digest, long Size, DocumentClass Class, PartyId Owner);

/// <summary>An upload under way: <paramref name="Received"/> of <paramref name="Size"/> bytes are durable.</summary>
public sealed record Upload(string Id, Digest Digest, long Size, long Received, DocumentClass Class, DateTimeOffset ExpiresAt)
{
    public bool IsWhole => Received == Size;
}

/// <summary>The store refuses an upload: a cause by name and the limit, for the client to read.</summary>
public sealed class DocumentRefusedException(Refusal refusal) : Exception(refusal.English)
{
    public Refusal Refusal { get; } = refusal;
}
