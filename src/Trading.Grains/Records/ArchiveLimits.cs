namespace Trading.Grains.Records;

/// <summary>What a published record may hold. Every limit is far above a real tender and far below what hurts a reader.</summary>
public static class ArchiveLimits
{
    /// <summary>Files in a record.</summary>
    public const int Files = 20_000;

    /// <summary>Bytes of one file, unpacked: a sealed file's own limit (sealing.md B.3, line 75).</summary>
    public const long FileBytes = 4L << 30;

    /// <summary>Bytes of all files together, unpacked.</summary>
    public const long TotalBytes = 256L << 30;

    /// <summary>Bytes of a file that is read into memory: events, proofs, statements. Taken apart they take several times that.</summary>
    public const int TextBytes = 64 << 20;

    /// <summary>Bytes of the zip's directory, of which one entry takes some two hundred.</summary>
    public const long DirectoryBytes = 16 << 20;

    /// <summary>How many times larger a file may be unpacked than packed.</summary>
    public const long Ratio = 1_100;
}
