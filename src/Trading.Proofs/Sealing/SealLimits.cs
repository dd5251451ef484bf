namespace Trading.Proofs.Sealing;

/// <summary>Every limit of bidseal/1, once.</summary>
public static class SealLimits
{
    /// <summary>Bytes of the whole header.</summary>
    public const int Header = 65_536;

    /// <summary>Bytes of one header line, its LF not counted.</summary>
    public const int Line = 1_024;

    /// <summary>Characters of the tender's number.</summary>
    public const int Tender = 64;

    /// <summary>Characters of the lot's number.</summary>
    public const int Lot = 32;

    /// <summary>The highest version: ten digits.</summary>
    public const long Version = 9_999_999_999;

    /// <summary>Keys of one bidder: main lock, sub lock, recovery key, and one more.</summary>
    public const int Bidders = 4;

    /// <summary>Fewest custodians, and smallest threshold.</summary>
    public const int FewestCustodians = 2;

    /// <summary>Most custodians.</summary>
    public const int Custodians = 16;

    /// <summary>Bytes of a sealed file: 4 GiB.</summary>
    public const long File = 4L * 1024 * 1024 * 1024;

    /// <summary>Bytes of B, of T, of a share and of the salt.</summary>
    public const int Secret = 32;

    /// <summary>Bytes of a release: role, number, secret.</summary>
    public const int Release = 2 + Secret;

    /// <summary>The padded plaintext is a multiple of this many bytes.</summary>
    public const int Padding = 65_536;

    /// <summary>Plaintext bytes of a full chunk.</summary>
    public const int Chunk = 16_384;
}
