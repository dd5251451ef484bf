using System.Collections.Concurrent;
using System.Security.Cryptography;
using Trading.Grains.Documents;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Silo.AtRest;
using Trading.Silo.Faults;

namespace Trading.Silo.Documents;

/// <summary>
/// Documents in files, their index in SQLite. Bytes are flushed before they are acknowledged; names are changed before the
/// index speaks of them; whatever a crash leaves between the two is put right by <see cref="Sweep"/>.
/// </summary>
public sealed class FileDocumentStore : IDocumentStore, IDisposable
{
    private const int RunningHashes = 1024;
    private const int UploadLocks = 64;

    private readonly DocumentFiles _files;
    private readonly DocumentIndex _index;
    private readonly DocumentOptions _options;
    private readonly TimeProvider _time;
    private readonly FaultPoints _faults;
    private readonly SemaphoreSlim[] _uploads = [.. Enumerable.Range(0, UploadLocks).Select(_ => new SemaphoreSlim(1))];
    private readonly SemaphoreSlim _names = new(1);
    private readonly ConcurrentDictionary<string, (Sm3Hasher Hasher, long At)> _hashes = new();

    /// <summary>Opens or makes the store below <paramref name="root"/> and puts right what a crash left behind.</summary>
    public FileDocumentStore(
        string root, IAtRestKey key, TimeProvider time, DocumentOptions? options = null, FaultPoints? faults = null)
    {
        (_options, _time, _faults) = (options ?? new DocumentOptions(), time, faults ?? FaultPoints.None);
        _files = new DocumentFiles(root);
        _index = new DocumentIndex(Path.Combine(root, "documents.db"), key);
        Sweep();
    }

    public async ValueTask<Upload> Begin(
        PartyId owner, DocumentClass kind, Digest digest, long size, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (size > _options.MaximumDocument)
        {
            throw DocumentRefusals.DocumentTooLarge(size, _options.MaximumDocument);
        }

        // One at a time, or the same request twice at once would begin two uploads.
        using var naming = await Enter(_names, cancellation).ConfigureAwait(false);
        if (_index.FindUpload(owner, kind, digest, size) is { } known)
        {
            return known.Upload;
        }

        // Whether somebody else has the same document is told to nobody: only the owner's own is found again.
        var whole = _index.Describe(digest) is { } kept && kept.Owner == owner && kept.Size == size && kept.Class == kind;
        var id = NewId();
        var upload = new Upload(id, digest, size, whole ? size : 0, kind, _time.GetUtcNow() + _options.Unclaimed);
        if (!whole)
        {
            _files.Create(id);
            _faults.At("documents.upload-created");
        }

        try
        {
            _index.Add(owner, upload, whole, (count, bytes) => CheckQuota(count, bytes, size));
        }
        catch
        {
            _files.DeleteUpload(id);
            throw;
        }

        _faults.At("documents.upload-begun");
        return _index.FindUpload(owner, id)!.Upload;
    }

    public ValueTask<Upload?> Find(PartyId owner, string uploadId, CancellationToken cancellation = default) =>
        ValueTask.FromResult(_index.FindUpload(owner, uploadId)?.Upload);

    public async ValueTask<Upload> Append(
        PartyId owner, string uploadId, long offset, Stream chunk, CancellationToken cancellation = default)
    {
        using var turn = await Enter(LockOf(uploadId), cancellation).ConfigureAwait(false);
        var row = _index.FindUpload(owner, uploadId) ?? throw DocumentRefusals.UploadUnknown();
        var upload = row.Upload;
        if (offset != upload.Received)
        {
            throw DocumentRefusals.ChunkOutOfPlace(offset, upload.Received);
        }

        if (row.IsDone)
        {
            throw DocumentRefusals.BeyondSize(upload.Size);
        }

        // The running hash is given back only with the acknowledgement; else Complete reads the file again.
        var hasher = _hashes.TryRemove(uploadId, out var running) && running.At == offset ? running.Hasher : null;
        if (offset == 0)
        {
            hasher = new Sm3Hasher();
        }

        long received;
        var head = offset < PartWriter.HeadSizeOf(upload.Class) ? _index.Head(row) : [];
        using (var part = new PartWriter(_files.Upload(uploadId), upload.Class, offset, head, hasher, _faults))
        {
            received = await part.Write(chunk, CheckEnd, cancellation).ConfigureAwait(false);
            _index.Received(uploadId, received, part.Head);
        }

        _faults.At("documents.chunk-recorded");
        if (hasher is not null && _hashes.Count < RunningHashes)
        {
            _hashes[uploadId] = (hasher, received);
        }

        return upload with { Received = received };

        void CheckEnd(long end)
        {
            if (end > upload.Size)
            {
                throw DocumentRefusals.BeyondSize(upload.Size);
            }

            if (end - offset > _options.MaximumChunk)
            {
                throw DocumentRefusals.ChunkTooLarge(_options.MaximumChunk);
            }
        }
    }

    public async ValueTask<StoredDocument> Complete(
        PartyId owner, string uploadId, CancellationToken cancellation = default)
    {
        using var turn = await Enter(LockOf(uploadId), cancellation).ConfigureAwait(false);
        var row = _index.FindUpload(owner, uploadId) ?? throw DocumentRefusals.UploadUnknown();
        var upload = row.Upload;
        if (row.IsDone)
        {
            return _index.Describe(upload.Digest)! with { Owner = owner };
        }

        if (!upload.IsWhole)
        {
            throw DocumentRefusals.BytesMissing(upload.Received, upload.Size);
        }

        var head = PartWriter.HeadSizeOf(upload.Class) > 0 ? _index.Head(row) : null;
        var found = await DigestOf(upload, head ?? [], cancellation).ConfigureAwait(false);
        if (found != upload.Digest)
        {
            _index.DropUpload(uploadId);
            _files.DeleteUpload(uploadId);
            throw DocumentRefusals.DigestDiffers(upload.Digest, found);
        }

        _faults.At("documents.digest-checked");
        var document = new StoredDocument(upload.Digest, upload.Size, upload.Class, owner);
        return await Keep(document, head, claimant: null, uploadId, done: true, cancellation).ConfigureAwait(false);
    }

    public async ValueTask<StoredDocument> Put(
        DocumentClass kind, PartyId owner, Stream content, CancellationToken cancellation = default)
    {
        var id = NewId();
        _files.Create(id);
        try
        {
            var hasher = new Sm3Hasher();
            long size;
            byte[]? head;
            using (var part = new PartWriter(_files.Upload(id), kind, 0, [], hasher, _faults))
            {
                size = await part.Write(content, CheckSize, cancellation).ConfigureAwait(false);
                head = part.Head;
            }

            var document = new StoredDocument(hasher.Finish(), size, kind, owner);
            return await Keep(document, head, claimant: "platform", id, done: false, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _files.DeleteUpload(id);
        }

        void CheckSize(long end)
        {
            if (end > _options.MaximumDocument)
            {
                throw DocumentRefusals.DocumentTooLarge(end, _options.MaximumDocument);
            }
        }
    }

    public ValueTask Hold(Digest digest, CancellationToken cancellation = default) =>
        _index.Hold(digest, _time.GetUtcNow() + _options.Unclaimed)
            ? ValueTask.CompletedTask
            : throw DocumentRefusals.DocumentUnknown();

    public ValueTask Claim(Digest digest, string claimant, CancellationToken cancellation = default)
    {
        if (!_index.Claim(digest, claimant))
        {
            throw DocumentRefusals.DocumentUnknown();
        }

        _faults.At("documents.claimed");
        return ValueTask.CompletedTask;
    }

    public ValueTask<StoredDocument?> Describe(Digest digest, CancellationToken cancellation = default) =>
        ValueTask.FromResult(_index.Describe(digest));

    public async ValueTask<Stream?> Open(Digest digest, CancellationToken cancellation = default)
    {
        using var naming = await Enter(_names, cancellation).ConfigureAwait(false);
        if (_index.Describe(digest) is not { } document)
        {
            return null;
        }

        var path = _files.Document(digest);
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"Document {digest} is lost in storage: DAMAGED_IN_STORAGE.");
        }

        var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 81_920, useAsync: true);
        return new VerifyingStream(_index.Head(digest) ?? [], file, digest, document.Size);
    }

    public async ValueTask Delete(Digest digest, CancellationToken cancellation = default)
    {
        using var naming = await Enter(_names, cancellation).ConfigureAwait(false);
        if (_index.Drop(digest))
        {
            _faults.At("documents.row-deleted");
            _files.DeleteDocument(digest);
            _faults.At("documents.deleted");
        }
    }

    /// <summary>Drops uploads and unclaimed documents whose time is over; gives how many.</summary>
    public async Task<int> Expire(CancellationToken cancellation = default)
    {
        var (now, count) = (_time.GetUtcNow(), 0);
        foreach (var (id, _, done) in _index.Uploads(now))
        {
            using var turn = await Enter(LockOf(id), cancellation).ConfigureAwait(false);
            _index.DropUpload(id);
            _files.DeleteUpload(id);
            _hashes.TryRemove(id, out _);
            count += done ? 0 : 1;
        }

        foreach (var digest in _index.UnclaimedDocuments(now))
        {
            using var naming = await Enter(_names, cancellation).ConfigureAwait(false);
            if (_index.DropUnclaimed(digest))
            {
                _files.DeleteDocument(digest);
                count++;
            }
        }

        if (count > 0)
        {
            _index.Settle();
        }

        return count;
    }

    public void Dispose() => _index.Close();

    private void Sweep()
    {
        var uploads = _index.Uploads();
        foreach (var (id, digest, done) in uploads)
        {
            // Renamed, and then the index never heard of it.
            if (!done && !File.Exists(_files.Upload(id)) && File.Exists(_files.Document(digest))
                && _index.Describe(digest) is null)
            {
                _files.Demote(digest, id);
            }
        }

        var known = uploads.Where(upload => !upload.Done).Select(upload => upload.Id).ToHashSet();
        foreach (var name in _files.UploadNames().Where(name => !known.Contains(name)).ToList())
        {
            _files.DeleteUpload(name);
        }

        foreach (var name in _files.DocumentNames().ToList())
        {
            if (Digest.TryParse(name, out var digest) && _index.Describe(digest) is null)
            {
                _files.DeleteDocument(digest);
            }
        }
    }

    private async Task<StoredDocument> Keep(
        StoredDocument document, byte[]? head, string? claimant, string id, bool done, CancellationToken cancellation)
    {
        using var naming = await Enter(_names, cancellation).ConfigureAwait(false);
        var uploadId = done ? id : null;
        _hashes.TryRemove(id, out _);
        if (_index.Describe(document.Digest) is { } kept)
        {
            if (done)
            {
                _index.MarkDone(id);
                _files.DeleteUpload(id);
            }
            else if (document.Class == DocumentClass.Public)
            {
                _index.Publish(document.Digest, claimant!);
                kept = kept with { Class = DocumentClass.Public };
            }

            return kept with { Owner = document.Owner };
        }

        _files.Promote(id, document.Digest);
        _faults.At("documents.renamed");
        _index.Keep(document, head, claimant, uploadId, _time.GetUtcNow() + _options.Unclaimed);
        _faults.At("documents.kept");
        return document;
    }

    private async Task<Digest> DigestOf(Upload upload, byte[] head, CancellationToken cancellation)
    {
        if (_hashes.TryRemove(upload.Id, out var running) && running.At == upload.Size)
        {
            return running.Hasher.Finish();
        }

        var hasher = new Sm3Hasher();
        hasher.Append(head);
        await using var file = File.OpenRead(_files.Upload(upload.Id));
        var left = upload.Size - head.Length;
        var buffer = new byte[81_920];
        while (left > 0)
        {
            var piece = buffer.AsMemory(0, (int)Math.Min(buffer.Length, left));
            await file.ReadExactlyAsync(piece, cancellation).ConfigureAwait(false);
            hasher.Append(piece.Span);
            left -= piece.Length;
        }

        return hasher.Finish();
    }

    private void CheckQuota(long uploads, long bytes, long size)
    {
        if (uploads >= _options.MaximumUploads)
        {
            throw DocumentRefusals.TooManyUploads(_options.MaximumUploads);
        }

        if (bytes + size > _options.MaximumUnclaimed)
        {
            throw DocumentRefusals.QuotaExceeded(bytes + size, _options.MaximumUnclaimed);
        }
    }

    private SemaphoreSlim LockOf(string uploadId) =>
        _uploads[(string.GetHashCode(uploadId, StringComparison.Ordinal) & int.MaxValue) % UploadLocks];

    private static async Task<Turn> Enter(SemaphoreSlim gate, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        return new Turn(gate);
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private readonly struct Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
