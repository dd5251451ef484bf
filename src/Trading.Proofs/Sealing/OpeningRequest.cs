using System.Collections.Immutable;
using Trading.Proofs.Certificates;

namespace Trading.Proofs.Sealing;

/// <summary>
/// Everything an opening has in hand. What is missing is said under "not checked", never passed over.
/// </summary>
public sealed record OpeningRequest
{
    /// <summary>Digest and length by the centre's receipt; null when there is none at hand.</summary>
    public FileReceipt? Receipt { get; init; }

    /// <summary>What policy and submission say; null when they are not at hand.</summary>
    public HeaderExpectation? Expected { get; init; }

    /// <summary>Recipients' encryption certificates, in any order; found by their keys.</summary>
    public ImmutableArray<Certificate> Certificates { get; init; } = [];

    /// <summary>The bidder's m (34 bytes); null for an escrow opening.</summary>
    public ReadOnlyMemory<byte>? BidderRelease { get; init; }

    /// <summary>Escrow releases of all custodians, instead of the bidder's.</summary>
    public ImmutableArray<ShareRelease> EscrowReleases { get; init; } = [];

    /// <summary>Custodians' releases, each number once.</summary>
    public ImmutableArray<ShareRelease> CustodianReleases { get; init; } = [];

    /// <summary>T (32 bytes) from the bidder's seal record, when custodians could not give it.</summary>
    public ReadOnlyMemory<byte>? CustodianSecret { get; init; }
}
