using Trading.Proofs.Primitives;

namespace Trading.Grains.Records;

/// <summary>Where things stand in a record's zip (docs/specification.md, The record).</summary>
public static class RecordPaths
{
    /// <summary>record/1, signed by the centre: the form, the tender, the last event and every other file with size and SM3.</summary>
    public const string Manifest = "record.txt";

    /// <summary>One event a line.</summary>
    public const string Events = "events.jsonl";

    /// <summary>The signed checkpoint the proofs lead to.</summary>
    public const string Checkpoint = "log/checkpoint.txt";

    /// <summary>The log's key.</summary>
    public const string LogKey = "log/key.txt";

    /// <summary>One inclusion proof a line, in the order of the events.</summary>
    public const string Proofs = "log/proofs.jsonl";

    /// <summary>Where the certificates of everybody who signed stand, and their issuers.</summary>
    public const string Certificates = "certificates/";

    /// <summary>Where the issuers' certificates stand.</summary>
    public const string Issuers = "issuers/";

    public static string Issuer(Digest id) => $"{Issuers}{id}.pem";

    public static string Certificate(Digest id) => $"{Certificates}{id}.pem";

    public static string Document(Digest digest) => $"documents/{digest}";

    public static string Sealed(string lot, string bidder, string part) => $"sealed/{lot}/{bidder}.{part}.bidseal";

    public static string Opened(string lot, string bidder, string part) => $"opened/{lot}/{bidder}.{part}";
}
