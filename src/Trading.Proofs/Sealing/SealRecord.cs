using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>
/// What the bidder keeps and never uploads: with the file itself it gives the sealed file again, byte for byte, and
/// B and T from it stand in for a lost key or a stubborn custodian.
/// </summary>
public sealed record SealRecord
{
    /// <summary>What was sealed for, certificates included.</summary>
    public required SealRequest Request { get; init; }

    /// <summary>B, T and salt.</summary>
    public required SealSecrets Secrets { get; init; }

    /// <summary>SM3 of P, as in the header.</summary>
    public required Digest PlaintextDigest { get; init; }

    /// <summary>Bytes of the file that was sealed.</summary>
    public required long Length { get; init; }

    /// <summary>SM3 of the sealed file.</summary>
    public required Digest FileDigest { get; init; }

    /// <summary>Bytes of the sealed file.</summary>
    public required long FileLength { get; init; }
}
