using System.Text;
using Microsoft.Data.Sqlite;
using Trading.Grains.Documents;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Silo.AtRest;
using Trading.Silo.Storage;

namespace Trading.Silo.Documents;

/// <summary>
/// What is known of uploads and documents. Owners and claimants are boxes, found by a keyed digest: whoever reads the disk
/// learns that somebody uploaded, not who (招标投标法 第二十二条). The head of a sealed document lives here, as a box.
/// </summary>
internal sealed class DocumentIndex(string path, IAtRestKey key)
{
    private const string Schema =
        """
        create table if not exists upload (
          id text primary key,
          owner_tag blob not null,
          digest blob not null,
          size integer not null,
          class integer not null,
          received integer not null,
          head blob,
          done integer not null,
          expires_at integer not null) without rowid;
        create index if not exists upload_owner on upload (owner_tag);
        create table if not exists document (
          digest blob primary key,
          size integer not null,
          class integer not null,
          owner_tag blob not null,
          owner blob not null,
          head blob,
          claimant blob,
          expires_at integer not null) without rowid;
        create index if not exists document_owner on document (owner_tag);
        """;

    private const string UploadColumns = "id, digest, size, received, class, expires_at, done, head";

    private readonly SqliteFile _file = new(path, Schema);

    public UploadRow? FindUpload(PartyId owner, string id) => _file.Read(connection => connection.ReadRow(
        $"select {UploadColumns} from upload where id = $id and owner_tag = $owner",
        ReadUpload,
        ("$id", id),
        ("$owner", Tag(owner))));

    public UploadRow? FindUpload(PartyId owner, DocumentClass kind, Digest digest, long size) =>
        _file.Read(connection => connection.ReadRow(
            $"""
             select {UploadColumns} from upload
             where owner_tag = $owner and digest = $digest and size = $size and class = $class
             order by received desc limit 1
             """,
            ReadUpload,
            ("$owner", Tag(owner)),
            ("$digest", digest.ToArray()),
            ("$size", size),
            ("$class", (int)kind)));

    /// <summary>Adds an upload, after the check of the quota in the same transaction.</summary>
    public void Add(PartyId owner, Upload upload, bool done, Action<long, long> checkQuota) => _file.Write(connection =>
    {
        var tag = Tag(owner);
        if (!done)
        {
            checkQuota(
                connection.ReadNumber("select count(*) from upload where owner_tag = $o and done = 0", ("$o", tag)),
                connection.ReadNumber(
                    """
                    select (select coalesce(sum(size), 0) from upload where owner_tag = $o and done = 0)
                      + (select coalesce(sum(size), 0) from document where owner_tag = $o and claimant is null)
                    """,
                    ("$o", tag)));
        }

        connection.Run(
            """
            insert into upload (id, owner_tag, digest, size, class, received, done, expires_at)
            values ($id, $owner, $digest, $size, $class, $received, $done, $expires)
            """,
            ("$id", upload.Id),
            ("$owner", tag),
            ("$digest", upload.Digest.ToArray()),
            ("$size", upload.Size),
            ("$class", (int)upload.Class),
            ("$received", upload.Received),
            ("$done", done ? 1 : 0),
            ("$expires", upload.ExpiresAt.ToUnixTimeMilliseconds()));
    });

    public void Received(string id, long received, byte[]? head) => _file.Write(connection => connection.Run(
        "update upload set received = $received, head = coalesce($head, head) where id = $id",
        ("$received", received),
        ("$head", head is null ? null : key.Seal(head, HeadOf(id))),
        ("$id", id)));

    /// <summary>The bytes of a sealed upload's head received so far.</summary>
    public byte[] Head(UploadRow row) => row.Head is null ? [] : key.Open(row.Head, HeadOf(row.Upload.Id));

    public byte[]? Head(Digest digest) => _file.Read(connection => connection.ReadRow(
        "select head from document where digest = $digest", row => row.Bytes(0), ("$digest", digest.ToArray())))
        is { } box ? key.Open(box, HeadOf(digest.ToString())) : null;

    public void DropUpload(string id)
    {
        _file.Write(connection => connection.Run("delete from upload where id = $id", ("$id", id)));
        _file.Settle();
    }

    /// <summary>Keeps a document, and marks the upload it came by as done.</summary>
    public void Keep(StoredDocument document, byte[]? head, string? claimant, string? uploadId, DateTimeOffset expiresAt) =>
        _file.Write(connection =>
        {
            connection.Run(
                """
                insert into document (digest, size, class, owner_tag, owner, head, claimant, expires_at)
                values ($digest, $size, $class, $tag, $owner, $head, $claimant, $expires)
                """,
                ("$digest", document.Digest.ToArray()),
                ("$size", document.Size),
                ("$class", (int)document.Class),
                ("$tag", Tag(document.Owner)),
                ("$owner", key.Seal(Encoding.UTF8.GetBytes(document.Owner.Value), OwnerOf(document.Digest))),
                ("$head", head is null ? null : key.Seal(head, HeadOf(document.Digest.ToString()))),
                ("$claimant", Claimant(claimant, document.Digest)),
                ("$expires", expiresAt.ToUnixTimeMilliseconds()));
            MarkDone(connection, uploadId);
        });

    public void MarkDone(string uploadId) => _file.Write(connection => MarkDone(connection, uploadId));

    /// <summary>A published document stays, whatever it was before.</summary>
    public void Publish(Digest digest, string claimant) => _file.Write(connection => connection.Run(
        "update document set class = $class, claimant = coalesce(claimant, $claimant) where digest = $digest",
        ("$class", (int)DocumentClass.Public),
        ("$claimant", Claimant(claimant, digest)),
        ("$digest", digest.ToArray())));

    public bool Hold(Digest digest, DateTimeOffset expiresAt) => _file.Write(connection => connection.Run(
        "update document set expires_at = max(expires_at, $expires) where digest = $digest",
        ("$expires", expiresAt.ToUnixTimeMilliseconds()),
        ("$digest", digest.ToArray()))) > 0;

    public bool Claim(Digest digest, string claimant) => _file.Write(connection =>
    {
        connection.Run(
            "update document set claimant = $claimant where digest = $digest and claimant is null",
            ("$claimant", Claimant(claimant, digest)),
            ("$digest", digest.ToArray()));
        return connection.ReadNumber("select count(*) from document where digest = $digest", ("$digest", digest.ToArray())) > 0;
    });

    public StoredDocument? Describe(Digest digest) => _file.Read(connection => connection.ReadRow(
        "select size, class, owner from document where digest = $digest",
        row => new StoredDocument(
            digest,
            row.GetInt64(0),
            (DocumentClass)row.GetInt32(1),
            new PartyId(Encoding.UTF8.GetString(key.Open(row.Bytes(2), OwnerOf(digest))))),
        ("$digest", digest.ToArray())));

    public bool Drop(Digest digest)
    {
        var dropped = _file.Write(connection =>
        {
            DropDoneUploads(connection, digest);
            return connection.Run("delete from document where digest = $digest", ("$digest", digest.ToArray())) > 0;
        });
        _file.Settle();
        return dropped;
    }

    public List<(string Id, Digest Digest, bool Done)> Uploads(DateTimeOffset? expiredAt = null) =>
        _file.Read(connection => connection.ReadRows(
            "select id, digest, done from upload where $now is null or expires_at <= $now",
            row => (row.GetString(0), new Digest(row.Bytes(1)), row.GetInt32(2) == 1),
            ("$now", expiredAt?.ToUnixTimeMilliseconds())));

    public List<Digest> UnclaimedDocuments(DateTimeOffset expiredAt) => _file.Read(connection => connection.ReadRows(
        "select digest from document where claimant is null and expires_at <= $now",
        row => new Digest(row.Bytes(0)),
        ("$now", expiredAt.ToUnixTimeMilliseconds())));

    /// <summary>Drops the document unless an act claimed it meanwhile.</summary>
    public bool DropUnclaimed(Digest digest) => _file.Write(connection =>
    {
        var dropped = connection.Run(
            "delete from document where digest = $digest and claimant is null", ("$digest", digest.ToArray())) > 0;
        if (dropped)
        {
            DropDoneUploads(connection, digest);
        }

        return dropped;
    });

    public void Settle() => _file.Settle();

    public void Close() => _file.Close();

    private static void MarkDone(SqliteConnection connection, string? uploadId) => connection.Run(
        "update upload set done = 1, received = size, head = null where id = $id", ("$id", uploadId));

    private static void DropDoneUploads(SqliteConnection connection, Digest digest) => connection.Run(
        "delete from upload where digest = $digest and done = 1", ("$digest", digest.ToArray()));

    private byte[] Tag(PartyId owner) => key.Blind(Encoding.UTF8.GetBytes("owner\n" + owner.Value)).ToArray();

    private byte[]? Claimant(string? claimant, Digest digest) => claimant is null
        ? null
        : key.Seal(Encoding.UTF8.GetBytes(claimant), Encoding.UTF8.GetBytes($"document claimant\n{digest}"));

    private static byte[] OwnerOf(Digest digest) => Encoding.UTF8.GetBytes($"document owner\n{digest}");

    private static byte[] HeadOf(string name) => Encoding.UTF8.GetBytes($"document head\n{name}");

    private static UploadRow ReadUpload(SqliteDataReader row) => new(
        new Upload(
            row.GetString(0),
            new Digest(row.Bytes(1)),
            row.GetInt64(2),
            row.GetInt64(3),
            (DocumentClass)row.GetInt32(4),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5))),
        row.GetInt32(6) == 1,
        row.Bytes(7));
}

/// <summary>An upload with what only the store needs to know.</summary>
internal sealed record UploadRow(Upload Upload, bool IsDone, byte[]? Head);
