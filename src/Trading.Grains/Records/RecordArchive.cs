using System.IO.Compression;
using System.Text;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Records;

/// <summary>
/// A record's zip, read strictly: plain relative paths, no path twice, sizes as declared and within <see cref="ArchiveLimits"/>.
/// Nothing is ever unpacked to a disk.
/// </summary>
public sealed class RecordArchive : IDisposable
{
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _files;

    private RecordArchive(ZipArchive zip, Dictionary<string, ZipArchiveEntry> files) => (_zip, _files) = (zip, files);

    /// <summary>The paths of all files.</summary>
    public IReadOnlyCollection<string> Paths => _files.Keys;

    /// <summary>Opens a record.</summary>
    /// <param name="zip">A seekable stream; the archive closes it.</param>
    /// <exception cref="InvalidDataException">It is no zip, or goes over a limit; the message names the file and the limit.</exception>
    public static RecordArchive Open(Stream zip)
    {
        ZipArchive archive;
        try
        {
            ZipDirectory.Check(zip);
            archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: false, Encoding.UTF8);
        }
        catch
        {
            zip.Dispose();
            throw;
        }

        try
        {
            return new RecordArchive(archive, Index(archive, zip.Length));
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public bool Contains(string path) => _files.ContainsKey(path);

    /// <summary>The declared size of a file in bytes.</summary>
    public long SizeOf(string path) => Entry(path).Length;

    /// <summary>Reads a file as a stream that ends with an error where the file is not of its declared size.</summary>
    /// <exception cref="InvalidDataException">There is no such file.</exception>
    public Stream OpenFile(string path)
    {
        var entry = Entry(path);
        return new ExactStream(entry.Open(), entry.Length, path);
    }

    /// <summary>The bytes of a file that belongs into memory.</summary>
    /// <exception cref="InvalidDataException">There is no such file, or it is over the limit.</exception>
    public byte[] ReadBytes(string path, int limit = ArchiveLimits.TextBytes)
    {
        var size = SizeOf(path);
        if (size > limit)
        {
            throw new InvalidDataException($"{path} is larger than {limit} bytes.");
        }

        using var file = OpenFile(path);
        var bytes = new byte[size];
        file.ReadExactly(bytes);
        return file.ReadByte() < 0 ? bytes : throw new InvalidDataException($"{path} is longer than it says.");
    }

    /// <summary>The text of a file, as strict UTF-8.</summary>
    public string ReadText(string path, int limit = ArchiveLimits.TextBytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(ReadBytes(path, limit));
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"{path} is not UTF-8.", e);
        }
    }

    /// <summary>SM3 of a file's bytes.</summary>
    public async Task<Digest> DigestAsync(string path, CancellationToken cancellation = default)
    {
        await using var file = OpenFile(path);
        return await Sm3.HashAsync(file, cancellation);
    }

    public void Dispose() => _zip.Dispose();

    private static Dictionary<string, ZipArchiveEntry> Index(ZipArchive archive, long packed)
    {
        if (archive.Entries.Count > ArchiveLimits.Files)
        {
            throw new InvalidDataException($"The record holds more than {ArchiveLimits.Files} files.");
        }

        var files = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        var total = 0L;
        foreach (var entry in archive.Entries)
        {
            total += Check(entry);
            if (total > ArchiveLimits.TotalBytes)
            {
                throw new InvalidDataException($"The record unpacks to more than {ArchiveLimits.TotalBytes} bytes.");
            }

            packed -= entry.CompressedLength;
            if (packed < 0)
            {
                throw new InvalidDataException("The files of the record overlap: together they are longer than it is.");
            }

            if (!files.TryAdd(entry.FullName, entry))
            {
                throw new InvalidDataException($"{entry.FullName} is in the record twice.");
            }
        }

        return files;
    }

    private static long Check(ZipArchiveEntry entry)
    {
        if (!IsPlainPath(entry.FullName))
        {
            throw new InvalidDataException("The record holds a path that is not plain and relative.");
        }

        if (entry.Length > ArchiveLimits.FileBytes)
        {
            throw new InvalidDataException($"{entry.FullName} is larger than {ArchiveLimits.FileBytes} bytes.");
        }

        if (entry.Length > Math.Max(entry.CompressedLength, 64) * ArchiveLimits.Ratio)
        {
            throw new InvalidDataException($"{entry.FullName} unpacks to more than {ArchiveLimits.Ratio} times its size.");
        }

        return entry.Length;
    }

    private static bool IsPlainPath(string path) =>
        path.Length is > 0 and <= 300
        && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/')
        && path.Split('/').All(segment => segment is not ("" or "." or ".."));

    private ZipArchiveEntry Entry(string path) =>
        _files.TryGetValue(path, out var entry) ? entry : throw new InvalidDataException($"The record has no {path}.");
}
