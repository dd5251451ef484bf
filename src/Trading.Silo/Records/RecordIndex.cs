using Trading.Grains.Records;
using Trading.Grains.Tenders;
using Trading.Proofs.Records;
using Trading.Silo.Storage;

namespace Trading.Silo.Records;

/// <summary>Which records were made: one small file a tender, renamed into place when both forms are kept.</summary>
public sealed class RecordIndex(RecordOptions options) : IRecords
{
    public async ValueTask<ClosedRecord?> Find(TenderId tender, bool restricted, CancellationToken cancellation = default)
    {
        var path = PathOf(tender);
        if (!File.Exists(path))
        {
            return null;
        }

        var pair = CanonicalJson.Deserialize<RecordPair>(await File.ReadAllBytesAsync(path, cancellation));
        return restricted ? pair.Restricted : pair.Public;
    }

    public bool Contains(TenderId tender) => File.Exists(PathOf(tender));

    /// <summary>Where the public record lies as a plain file.</summary>
    public string PublicFile(TenderId tender) => Path.Combine(options.Folder, $"{tender}.zip");

    public async Task Add(TenderId tender, RecordPair records, CancellationToken cancellation)
    {
        var path = PathOf(tender);
        await File.WriteAllBytesAsync(path + ".new", CanonicalJson.Serialize(records), cancellation);
        File.Move(path + ".new", path, overwrite: true);
        Folders.Flush(options.Folder);
    }

    private string PathOf(TenderId tender) => Path.Combine(options.Folder, $"{tender}.json");
}

/// <summary>The two forms of one record.</summary>
public sealed record RecordPair(ClosedRecord Public, ClosedRecord Restricted);
