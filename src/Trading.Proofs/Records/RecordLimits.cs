namespace Trading.Proofs.Records;

/// <summary>Every limit of the line records, named; one past each is refused.</summary>
public static class RecordLimits
{
    /// <summary>Bytes of a record, if its shape says nothing else.</summary>
    public const int RecordBytes = 1024 * 1024;

    /// <summary>Bytes of the manifest of a whole tender.</summary>
    public const int ManifestBytes = 32 * 1024 * 1024;

    /// <summary>Bytes of a free text such as a reason or a place.</summary>
    public const int TextBytes = 1_000;

    /// <summary>Bytes of a name.</summary>
    public const int NameBytes = 300;

    /// <summary>Bytes of a path inside a record's zip.</summary>
    public const int PathBytes = 300;

    /// <summary>Bytes of one certificate, DER.</summary>
    public const int CertificateBytes = 8 * 1024;

    /// <summary>Bytes of one public key, DER.</summary>
    public const int KeyBytes = 256;

    /// <summary>Bytes of one envelope, DER.</summary>
    public const int EnvelopeBytes = 256 * 1024;

    /// <summary>Bytes of one signature, DER.</summary>
    public const int SignatureBytes = 256;

    /// <summary>Signatures under one record.</summary>
    public const int Signatures = 64;

    /// <summary>Lots of one tender.</summary>
    public const int Lots = 200;

    /// <summary>Parts of one bid: the seven that bidseal/1 knows.</summary>
    public const int Parts = 7;

    /// <summary>Custodians of one policy, and parties of one draw.</summary>
    public const int Custodians = 16;

    /// <summary>Keys a bidder may seal to: main lock, second lock, recovery.</summary>
    public const int BidderKeys = 4;

    /// <summary>Bids of one lot.</summary>
    public const int Bids = 2_000;

    /// <summary>Marks one member gives for one lot.</summary>
    public const int Marks = 20_000;

    /// <summary>Candidates published for one lot.</summary>
    public const int Candidates = 100;

    /// <summary>Files in one record.</summary>
    public const int Files = 100_000;

    /// <summary>The highest version of a bid: ten digits.</summary>
    public const long Version = 9_999_999_999;

    /// <summary>Bytes of one sealed file: 4 GiB by the format.</summary>
    public const long FileBytes = 4L * 1024 * 1024 * 1024;

    /// <summary>Minutes a release window may last: a week.</summary>
    public const int WindowMinutes = 7 * 24 * 60;

    /// <summary>The highest number of a schedule.</summary>
    public const int Schedules = 10_000;
}
