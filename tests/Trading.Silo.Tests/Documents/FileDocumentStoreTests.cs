using System.Text;
using Trading.Grains.Documents;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Silo.AtRest;
using Trading.Silo.Documents;

namespace Trading.Silo.Tests.Documents;

public sealed class FileDocumentStoreTests : IDisposable
{
    private static readonly PartyId Owner = PartyId.Create("91320000TESTONLY1A");
    private static readonly PartyId Other = PartyId.Create("91320000TESTONLY2B");

    private static readonly DocumentOptions Limits = new()
    {
        MaximumDocument = 1_000_000,
        MaximumChunk = 200_000,
        MaximumUnclaimed = 1_500_000,
        MaximumUploads = 3,
    };

    private readonly TestFolder _folder = new();
    private readonly TestClock _clock = new();
    private readonly ThrowingFaults _faults = new();
    private readonly SoftwareAtRestKey _key = new(new byte[32]);
    private FileDocumentStore _store;

    public FileDocumentStoreTests() => _store = Open();

    public static TheoryData<DocumentClass, int> Sizes()
    {
        var data = new TheoryData<DocumentClass, int>();
        foreach (var kind in Enum.GetValues<DocumentClass>())
        {
            foreach (var size in new[] { 0, 1, 65_535, 65_536, 65_537, 300_000 })
            {
                data.Add(kind, size);
            }
        }

        return data;
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task What_was_uploaded_in_chunks_is_read_back_the_same(DocumentClass kind, int size)
    {
        var bytes = Bytes(size);
        var document = await Upload(bytes, kind, chunk: 50_000);
        Assert.Equal(new StoredDocument(Digest.Of(bytes), size, kind, Owner), document);
        Assert.Equal(document, await _store.Describe(document.Digest));
        Assert.Equal(bytes, await Read(document.Digest));
        Reopen();
        Assert.Equal(bytes, await Read(document.Digest));
    }

    [Fact]
    public async Task An_upload_goes_on_after_a_restart_from_what_was_acknowledged()
    {
        var bytes = Bytes(200_000);
        var upload = await _store.Begin(Owner, DocumentClass.Sealed, Digest.Of(bytes), bytes.Length);
        await _store.Append(Owner, upload.Id, 0, Piece(bytes, 0, 40_000));
        await Assert.ThrowsAsync<EndOfStreamException>(async () =>
            await _store.Append(Owner, upload.Id, 40_000, new BrokenStream(Bytes(60_000))));
        Reopen();
        var again = await _store.Begin(Owner, DocumentClass.Sealed, Digest.Of(bytes), bytes.Length);
        Assert.Equal(upload.Id, again.Id);
        Assert.Equal(40_000, again.Received);
        await _store.Append(Owner, upload.Id, 40_000, Piece(bytes, 40_000, 100_000));
        await _store.Append(Owner, upload.Id, 140_000, Piece(bytes, 140_000, 60_000));
        Assert.True((await _store.Find(Owner, upload.Id))!.IsWhole);
        await _store.Complete(Owner, upload.Id);
        Assert.Equal(bytes, await Read(Digest.Of(bytes)));
    }

    [Fact]
    public async Task Completing_again_and_beginning_again_find_it_done()
    {
        var bytes = Bytes(1000);
        var upload = await _store.Begin(Owner, DocumentClass.Sealed, Digest.Of(bytes), 1000);
        await _store.Append(Owner, upload.Id, 0, Piece(bytes, 0, 1000));
        var first = await _store.Complete(Owner, upload.Id);
        Assert.Equal(first, await _store.Complete(Owner, upload.Id));
        Assert.True((await _store.Begin(Owner, DocumentClass.Sealed, Digest.Of(bytes), 1000)).IsWhole);
    }

    [Fact]
    public async Task Other_bytes_than_announced_are_dropped_and_nothing_is_kept()
    {
        var bytes = Bytes(1000);
        var upload = await _store.Begin(Owner, DocumentClass.Sealed, Digest.OfUtf8("other"), 1000);
        await _store.Append(Owner, upload.Id, 0, Piece(bytes, 0, 1000));
        await Refused("DigestDiffers", () => _store.Complete(Owner, upload.Id));
        Assert.Null(await _store.Find(Owner, upload.Id));
        Assert.Null(await _store.Describe(Digest.OfUtf8("other")));
        Assert.Null(await _store.Describe(Digest.Of(bytes)));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task The_first_bytes_and_the_owner_of_a_sealed_document_stand_nowhere_in_clear()
    {
        var bytes = Encoding.ASCII.GetBytes("bidseal/1 SM\nbidder HEADERLINE\n" + new string('x', 100_000) + "THE-END");
        var upload = await _store.Begin(Owner, DocumentClass.Sealed, Digest.Of(bytes), bytes.Length);
        await _store.Append(Owner, upload.Id, 0, Piece(bytes, 0, bytes.Length));
        Assert.DoesNotContain("HEADERLINE", OnDisk(), StringComparison.Ordinal);
        await _store.Complete(Owner, upload.Id);
        await _store.Claim(Digest.Of(bytes), "CLAIMANT");
        Assert.DoesNotContain("HEADERLINE", OnDisk(), StringComparison.Ordinal);
        Assert.DoesNotContain(Owner.Value, OnDisk(), StringComparison.Ordinal);
        Assert.DoesNotContain("CLAIMANT", OnDisk(), StringComparison.Ordinal);
        Assert.Contains("THE-END", OnDisk(), StringComparison.Ordinal);
        Assert.Equal(bytes, await Read(Digest.Of(bytes)));
    }

    [Fact]
    public async Task Refusals_name_the_cause_at_one_past_each_limit()
    {
        var digest = Digest.OfUtf8("x");
        await Refused("DocumentTooLarge", () => _store.Begin(Owner, DocumentClass.Sealed, digest, 1_000_001));
        var upload = await _store.Begin(Owner, DocumentClass.Sealed, digest, 1_000_000);
        await Refused("QuotaExceeded", () => _store.Begin(Owner, DocumentClass.Sealed, digest, 500_001));
        await _store.Begin(Owner, DocumentClass.Sealed, digest, 499_999);
        await _store.Begin(Owner, DocumentClass.Sealed, digest, 1);
        await Refused("TooManyUploads", () => _store.Begin(Owner, DocumentClass.Sealed, digest, 0));
        await _store.Begin(Other, DocumentClass.Sealed, digest, 1_000_000);

        await Refused("ChunkTooLarge", () => _store.Append(Owner, upload.Id, 0, new MemoryStream(Bytes(200_001))));
        await _store.Append(Owner, upload.Id, 0, new MemoryStream(Bytes(200_000)));
        await Refused("ChunkOutOfPlace", () => _store.Append(Owner, upload.Id, 0, new MemoryStream(Bytes(1))));
        await Refused("ChunkOutOfPlace", () => _store.Append(Owner, upload.Id, 200_001, new MemoryStream(Bytes(1))));
        await Refused("BytesMissing", () => _store.Complete(Owner, upload.Id));
        await Refused("UploadUnknown", () => _store.Append(Other, upload.Id, 200_000, new MemoryStream(Bytes(1))));
        await Refused("UploadUnknown", () => _store.Complete(Other, upload.Id));
        await Refused("UploadUnknown", () => _store.Complete(Owner, "../documents.db"));
        Assert.Null(await _store.Find(Other, upload.Id));
        Assert.Equal(200_000, (await _store.Find(Owner, upload.Id))!.Received);
    }

    [Fact]
    public async Task A_chunk_beyond_the_announced_size_is_refused_and_nothing_of_it_is_kept()
    {
        var bytes = Bytes(1000);
        var upload = await _store.Begin(Owner, DocumentClass.Public, Digest.Of(bytes), 1000);
        await Refused("BeyondSize", () => _store.Append(Owner, upload.Id, 0, new MemoryStream(Bytes(1001))));
        Assert.Equal(0, (await _store.Find(Owner, upload.Id))!.Received);
        await _store.Append(Owner, upload.Id, 0, Piece(bytes, 0, 1000));
        await _store.Complete(Owner, upload.Id);
        await Refused("BeyondSize", () => _store.Append(Owner, upload.Id, 1000, new MemoryStream(Bytes(1))));
    }

    [Fact]
    public async Task A_document_that_was_claimed_no_longer_counts_against_the_quota()
    {
        var bytes = Bytes(900_000);
        var document = await Upload(bytes, DocumentClass.Sealed);
        await Refused("QuotaExceeded", () => _store.Begin(Owner, DocumentClass.Sealed, Digest.OfUtf8("y"), 600_001));
        await _store.Claim(document.Digest, "tender-1");
        await _store.Begin(Owner, DocumentClass.Sealed, Digest.OfUtf8("y"), 1_000_000);
    }

    [Fact]
    public async Task What_nobody_claims_expires_on_the_hour_and_what_was_claimed_stays()
    {
        var (kept, lost) = (await Upload(Bytes(10), DocumentClass.Sealed), await Upload(Bytes(11), DocumentClass.Sealed));
        var open = await _store.Begin(Owner, DocumentClass.Sealed, Digest.OfUtf8("y"), 5);
        await _store.Claim(kept.Digest, "tender-1");

        _clock.Advance(Limits.Unclaimed - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await _store.Expire());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, await _store.Expire());
        Assert.Null(await _store.Find(Owner, open.Id));
        Assert.Null(await _store.Describe(lost.Digest));
        Assert.Null(await _store.Open(lost.Digest));
        Assert.Equal(Bytes(10), await Read(kept.Digest));
        await Refused("DocumentUnknown", async () =>
        {
            await _store.Claim(lost.Digest, "tender-1");
            return 0;
        });
        Assert.Single(Files());
    }

    [Theory]
    [InlineData(DocumentClass.Public)]
    [InlineData(DocumentClass.Sealed)]
    public async Task Any_damage_in_storage_is_found_before_the_last_byte_is_given(DocumentClass kind)
    {
        var bytes = Bytes(100_000);
        var document = await Upload(bytes, kind);
        var path = Files().Single();
        var stored = await File.ReadAllBytesAsync(path);
        foreach (var damage in new Func<byte[], byte[]>[]
        {
            b => [.. b[..^1], (byte)(b[^1] ^ 1)],
            b => [(byte)(b[0] ^ 1), .. b[1..]],
            b => b[..^1],
            b => [.. b, 0],
            _ => [],
        })
        {
            await File.WriteAllBytesAsync(path, damage(stored));
            var given = new MemoryStream();
            await using var stream = await _store.Open(document.Digest);
            await Assert.ThrowsAsync<InvalidDataException>(() => stream!.CopyToAsync(given));
            Assert.True(given.Length < bytes.Length);
        }

        File.Delete(path);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await _store.Open(document.Digest));
    }

    [Fact]
    public async Task A_deleted_document_is_gone_from_the_disk_and_may_come_again()
    {
        var bytes = Bytes(100_000);
        var document = await Upload(bytes, DocumentClass.Sealed);
        await _store.Claim(document.Digest, "tender-1");
        await _store.Delete(document.Digest);
        await _store.Delete(document.Digest);
        Assert.Null(await _store.Describe(document.Digest));
        Assert.Null(await _store.Open(document.Digest));
        Assert.Empty(Files());
        await Upload(bytes, DocumentClass.Sealed);
        Assert.Equal(bytes, await Read(document.Digest));
    }

    [Fact]
    public async Task The_same_bytes_of_another_owner_tell_nothing_of_the_first()
    {
        var bytes = Bytes(1000);
        await Upload(bytes, DocumentClass.Sealed);
        var upload = await _store.Begin(Other, DocumentClass.Sealed, Digest.Of(bytes), 1000);
        Assert.Equal(0, upload.Received);
        await _store.Append(Other, upload.Id, 0, Piece(bytes, 0, 1000));
        Assert.Equal(Other, (await _store.Complete(Other, upload.Id)).Owner);
        Assert.Equal(Owner, (await _store.Describe(Digest.Of(bytes)))!.Owner);
        Assert.Single(Files());
    }

    [Fact]
    public async Task What_the_platform_puts_never_expires_and_publishing_opens_a_sealed_file_to_all()
    {
        var bytes = Bytes(80_000);
        await Upload(bytes, DocumentClass.Sealed);
        var put = await _store.Put(DocumentClass.Public, PartyId.Platform, new MemoryStream(bytes));
        Assert.Equal(DocumentClass.Public, put.Class);
        Assert.Equal(DocumentClass.Public, (await _store.Describe(put.Digest))!.Class);
        var record = await _store.Put(DocumentClass.Restricted, PartyId.Platform, new MemoryStream(Bytes(7)));
        _clock.Advance(TimeSpan.FromDays(400));
        await _store.Expire();
        Assert.Equal(bytes, await Read(put.Digest));
        Assert.Equal(Bytes(7), await Read(record.Digest));
        await Refused("DocumentTooLarge", () =>
            _store.Put(DocumentClass.Public, PartyId.Platform, new MemoryStream(Bytes(1_000_001))));
        Assert.Equal(2, Files().Count);
    }

    [Fact]
    public async Task Many_at_once_upload_the_same_document_and_it_is_kept_once()
    {
        var bytes = Bytes(150_000);
        var documents = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            var owner = PartyId.Create($"91320000TESTONLY{i}X");
            return await Upload(bytes, DocumentClass.Sealed, owner: owner);
        }));
        Assert.All(documents, d => Assert.Equal(Digest.Of(bytes), d.Digest));
        Assert.Single(Files());
        Assert.Equal(bytes, await Read(Digest.Of(bytes)));
    }

    [Theory]
    [InlineData("documents.upload-created")]
    [InlineData("documents.piece-written")]
    [InlineData("documents.chunk-flushed")]
    [InlineData("documents.chunk-recorded")]
    [InlineData("documents.digest-checked")]
    [InlineData("documents.renamed")]
    [InlineData("documents.kept")]
    [InlineData("documents.row-deleted")]
    public async Task After_a_failure_and_a_restart_the_client_simply_goes_on(string point)
    {
        var bytes = Bytes(100_000);
        _faults.FailAt = point;
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await Upload(bytes, DocumentClass.Sealed);
            await _store.Delete(Digest.Of(bytes));
        });
        _faults.FailAt = null;
        Reopen();
        await Upload(bytes, DocumentClass.Sealed);
        Assert.Equal(bytes, await Read(Digest.Of(bytes)));
        Assert.Single(Files());
    }

    private async Task<StoredDocument> Upload(
        byte[] bytes, DocumentClass kind, int chunk = 200_000, PartyId? owner = null)
    {
        var who = owner ?? Owner;
        var upload = await _store.Begin(who, kind, Digest.Of(bytes), bytes.Length);
        while (!upload.IsWhole)
        {
            var length = (int)Math.Min(chunk, bytes.Length - upload.Received);
            upload = await _store.Append(who, upload.Id, upload.Received, Piece(bytes, (int)upload.Received, length));
        }

        return await _store.Complete(who, upload.Id);
    }

    private async Task<byte[]> Read(Digest digest)
    {
        await using var stream = await _store.Open(digest);
        Assert.NotNull(stream);
        var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static async Task Refused<T>(string code, Func<ValueTask<T>> act)
    {
        var refused = await Assert.ThrowsAsync<DocumentRefusedException>(async () => await act());
        Assert.Equal(code, refused.Refusal.Code);
    }

    private FileDocumentStore Open() => new(_folder.File("store"), _key, _clock, Limits, _faults);

    private void Reopen()
    {
        _store.Dispose();
        _store = Open();
    }

    private List<string> Files() =>
    [
        .. Directory.EnumerateFiles(_folder.File("store"), "*", SearchOption.AllDirectories)
            .Where(path => !Path.GetFileName(path).StartsWith("documents.db", StringComparison.Ordinal)),
    ];

    private string OnDisk()
    {
        var text = new StringBuilder();
        foreach (var path in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file, Encoding.Latin1);
            text.Append(reader.ReadToEnd()).Append(path);
        }

        return text.ToString();
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)((i * 31 + i / 251 + count) & 0xff);
        }

        return bytes;
    }

    private static MemoryStream Piece(byte[] bytes, int from, int length) => new(bytes, from, length);

    /// <summary>A connection that breaks when its bytes are through.</summary>
    private sealed class BrokenStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 ? read : throw new EndOfStreamException("The connection broke.");
        }
    }
}
