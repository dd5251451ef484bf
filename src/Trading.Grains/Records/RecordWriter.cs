using System.IO.Compression;
using System.Text;
using Trading.Grains.Journal;
using Trading.Proofs.Certificates;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Records;

/// <summary>
/// Writes a record: events, log proofs, certificates, documents and sealed files, then the manifest that the centre signs.
/// The same contents give the same files; entries carry no clock.
/// </summary>
/// <param name="zip">Takes the zip; it may be a stream that cannot be read or sought.</param>
/// <param name="tender">The tender's number.</param>
/// <param name="restricted">Whether restricted bodies are shown.</param>
public sealed class RecordWriter(Stream zip, string tender, bool restricted) : IDisposable
{
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _zip = new(zip, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
    private readonly SortedDictionary<string, ManifestFile> _files = new(StringComparer.Ordinal);

    /// <summary>The whole stream of the tender, in order, each with its proof under the checkpoint.</summary>
    public void AddEvents(IReadOnlyCollection<RecordedEvent> events)
    {
        var lines = events.Select(e => ShownEvent.Write(e, restricted || e.Visibility != Visibility.Restricted));
        Add(RecordPaths.Events, Joined(lines));
    }

    public void AddLog(SignedNote checkpoint, NoteKey key, IEnumerable<EventProof> proofs)
    {
        Add(RecordPaths.Checkpoint, Encoding.UTF8.GetBytes(checkpoint.ToString()));
        Add(RecordPaths.LogKey, Encoding.UTF8.GetBytes($"{key}\n"));
        Add(RecordPaths.Proofs, Joined(proofs.Select(CanonicalJson.Serialize)));
    }

    public void AddCertificates(IEnumerable<Certificate> certificates, IEnumerable<Certificate> issuers)
    {
        foreach (var certificate in certificates.DistinctBy(c => c.Id))
        {
            Add(RecordPaths.Certificate(certificate.Id), Encoding.UTF8.GetBytes(certificate.ToPem()));
        }

        foreach (var issuer in issuers.DistinctBy(c => c.Id))
        {
            Add(RecordPaths.Issuer(issuer.Id), Encoding.UTF8.GetBytes(issuer.ToPem()));
        }
    }

    /// <summary>A file of any size, such as a document or a sealed file. A path that is already there is left as it is.</summary>
    public async Task AddFileAsync(string path, Stream content, CancellationToken cancellation = default)
    {
        if (_files.ContainsKey(path))
        {
            return;
        }

        var hasher = new Sm3Hasher();
        var size = 0L;
        await using (var entry = Open(path, CompressionLevel.NoCompression))
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0; size += read)
            {
                hasher.Append(buffer.AsSpan(0, read));
                await entry.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
        }

        _files.Add(path, new ManifestFile(path, size, hasher.Finish()));
    }

    /// <summary>Writes the manifest, signed by the centre, and ends the zip.</summary>
    public SignedText Finish(Digest lastEvent, ISm2PrivateKey centre)
    {
        var manifest = new ManifestRecord(restricted, tender, lastEvent, [.. _files.Values]).SignWith(centre);
        using (var entry = Open(RecordPaths.Manifest, CompressionLevel.Optimal))
        {
            entry.Write(Encoding.UTF8.GetBytes(manifest.ToFile()));
        }

        _zip.Dispose();
        return manifest;
    }

    public void Dispose() => _zip.Dispose();

    private void Add(string path, byte[] bytes)
    {
        using (var entry = Open(path, CompressionLevel.Optimal))
        {
            entry.Write(bytes);
        }

        _files.Add(path, new ManifestFile(path, bytes.Length, Digest.Of(bytes)));
    }

    private Stream Open(string path, CompressionLevel level)
    {
        var entry = _zip.CreateEntry(path, level);
        entry.LastWriteTime = NoTime;
        return entry.Open();
    }

    private static byte[] Joined(IEnumerable<byte[]> lines) => [.. lines.SelectMany(line => line.Append((byte)'\n'))];
}
