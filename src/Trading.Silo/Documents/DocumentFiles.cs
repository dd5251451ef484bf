using Trading.Proofs.Primitives;
using Trading.Silo.Storage;

namespace Trading.Silo.Documents;

/// <summary>
/// Where the bytes lie: uploads by their id, documents by their digest. A sealed document's first <see cref="HeadSize"/> bytes
/// are not in its file but encrypted in the index, because its header names tender and bidder.
/// </summary>
internal sealed class DocumentFiles
{
    /// <summary>A whole header fits (sealing.md B.3: at most 64 KiB).</summary>
    public const int HeadSize = 64 * 1024;

    private readonly string _uploads;
    private readonly string _documents;

    public DocumentFiles(string root)
    {
        Folders.Create(root);
        _uploads = Folders.Create(Path.Combine(root, "uploads"));
        _documents = Folders.Create(Path.Combine(root, "documents"));
        Folders.Flush(root);
    }

    public string Upload(string id) => Path.Combine(_uploads, id);

    public string Document(Digest digest)
    {
        var name = digest.ToString();
        return Path.Combine(_documents, name[..2], name);
    }

    /// <summary>Makes an upload's empty file, its name durable.</summary>
    public void Create(string id)
    {
        using (new FileStream(Upload(id), FileMode.CreateNew, FileAccess.Write))
        {
        }

        Folders.Flush(_uploads);
    }

    /// <summary>Gives an upload's file its document's name, durable when it returns.</summary>
    public void Promote(string id, Digest digest)
    {
        var document = Document(digest);
        var folder = Path.GetDirectoryName(document)!;
        if (!Directory.Exists(folder))
        {
            Folders.Create(folder);
            Folders.Flush(_documents);
        }

        File.Move(Upload(id), document, overwrite: true);
        Folders.Flush(folder);
        Folders.Flush(_uploads);
    }

    /// <summary>Takes back a promotion that the index never heard of.</summary>
    public void Demote(Digest digest, string id)
    {
        File.Move(Document(digest), Upload(id));
        Folders.Flush(_uploads);
        Folders.Flush(Path.GetDirectoryName(Document(digest))!);
    }

    public void DeleteUpload(string id) => Delete(Upload(id));

    public void DeleteDocument(Digest digest) => Delete(Document(digest));

    public IEnumerable<string> UploadNames() => Directory.EnumerateFiles(_uploads).Select(path => Path.GetFileName(path));

    public IEnumerable<string> DocumentNames() =>
        Directory.EnumerateFiles(_documents, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path));

    private static void Delete(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
            Folders.Flush(Path.GetDirectoryName(path)!);
        }
    }
}
