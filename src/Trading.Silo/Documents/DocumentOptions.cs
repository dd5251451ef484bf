namespace Trading.Silo.Documents;

/// <summary>The document store's limits; one past each is refused by name.</summary>
public sealed record DocumentOptions
{
    /// <summary>Bytes of one document (sealing.md B.3: a sealed file has at most 4 GiB by policy).</summary>
    public long MaximumDocument { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Bytes one chunk may carry.</summary>
    public long MaximumChunk { get; init; } = 16 * 1024 * 1024;

    /// <summary>Bytes one owner may have in unfinished uploads and in documents no act has claimed.</summary>
    public long MaximumUnclaimed { get; init; } = 16L * 1024 * 1024 * 1024;

    /// <summary>Uploads one owner may have under way.</summary>
    public int MaximumUploads { get; init; } = 64;

    /// <summary>How long an upload, or a document that no act claims, is kept.</summary>
    public TimeSpan Unclaimed { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How often expired uploads are looked for.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromMinutes(10);
}
