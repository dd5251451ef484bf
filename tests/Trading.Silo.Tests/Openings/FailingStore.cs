using Trading.Grains.Documents;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;

namespace Trading.Silo.Tests.Openings;

/// <summary>A store in which something happens when one document is read for the n-th time.</summary>
internal sealed class FailingStore(
    IDocumentStore inner, Digest document, int reading, Func<Exception?> happens, bool forEver = false) : IDocumentStore
{
    private int _readings;

    /// <summary>How often the document was opened.</summary>
    public int Readings => _readings;

    public async ValueTask<Stream?> Open(Digest digest, CancellationToken cancellation = default)
    {
        if (digest == document)
        {
            var now = Interlocked.Increment(ref _readings);
            if ((now == reading || (forEver && now > reading)) && happens() is { } failure)
            {
                throw failure;
            }
        }

        return await inner.Open(digest, cancellation);
    }

    public ValueTask<Upload> Begin(
        PartyId owner, DocumentClass kind, Digest digest, long size, CancellationToken cancellation = default) =>
        inner.Begin(owner, kind, digest, size, cancellation);

    public ValueTask<Upload?> Find(PartyId owner, string uploadId, CancellationToken cancellation = default) =>
        inner.Find(owner, uploadId, cancellation);

    public ValueTask<Upload> Append(
        PartyId owner, string uploadId, long offset, Stream chunk, CancellationToken cancellation = default) =>
        inner.Append(owner, uploadId, offset, chunk, cancellation);

    public ValueTask<StoredDocument> Complete(PartyId owner, string uploadId, CancellationToken cancellation = default) =>
        inner.Complete(owner, uploadId, cancellation);

    public ValueTask<StoredDocument> Put(
        DocumentClass kind, PartyId owner, Stream content, CancellationToken cancellation = default) =>
        inner.Put(kind, owner, content, cancellation);

    public ValueTask Hold(Digest digest, CancellationToken cancellation = default) => inner.Hold(digest, cancellation);

    public ValueTask Claim(Digest digest, string claimant, CancellationToken cancellation = default) =>
        inner.Claim(digest, claimant, cancellation);

    public ValueTask<StoredDocument?> Describe(Digest digest, CancellationToken cancellation = default) =>
        inner.Describe(digest, cancellation);

    public ValueTask Delete(Digest digest, CancellationToken cancellation = default) => inner.Delete(digest, cancellation);
}
