namespace Trading.Proofs.Log;

/// <summary>Every limit of the log, named; one past each is refused.</summary>
public static class LogLimits
{
    /// <summary>Bytes of one entry: tiles carry the length in sixteen bits.</summary>
    public const int EntryBytes = 65_535;

    /// <summary>Leaves in one tree; a path then never has more than <see cref="PathLength"/> hashes.</summary>
    public const long Leaves = 1L << 40;

    /// <summary>Hashes in one inclusion path.</summary>
    public const int PathLength = 40;

    /// <summary>Hashes in one consistency proof: the path, and the subtree it starts from.</summary>
    public const int ConsistencyLength = PathLength + 1;

    /// <summary>Leaves in one published batch.</summary>
    public const int BatchLeaves = 4_096;

    /// <summary>Bytes of one signed note.</summary>
    public const int NoteBytes = 64 * 1024;

    /// <summary>Signatures under one note; the note format asks readers to take at least sixteen.</summary>
    public const int NoteSignatures = 16;

    /// <summary>Bytes of one signature in a note, its four bytes of key id included.</summary>
    public const int NoteSignatureBytes = 8 * 1024;

    /// <summary>Characters of a key's name.</summary>
    public const int KeyName = 256;

    /// <summary>Hashes in one full tile.</summary>
    public const int TileWidth = 256;
}
