using System.Collections.Immutable;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>What to seal for: the meta lines that do not follow from the file, and the keys.</summary>
public sealed record SealRequest
{
    /// <summary>See <see cref="SealedMeta.Tender"/>.</summary>
    public required string Tender { get; init; }

    /// <summary>See <see cref="SealedMeta.Lot"/>.</summary>
    public required string Lot { get; init; }

    /// <summary>See <see cref="SealedMeta.Part"/>.</summary>
    public required SealPart Part { get; init; }

    /// <summary>See <see cref="SealedMeta.Bidder"/>.</summary>
    public required string Bidder { get; init; }

    /// <summary>See <see cref="SealedMeta.Version"/>.</summary>
    public required long Version { get; init; }

    /// <summary>See <see cref="SealedMeta.Opening"/>.</summary>
    public required Digest Opening { get; init; }

    /// <summary>See <see cref="SealedMeta.Release"/>.</summary>
    public SealRelease Release { get; init; } = SealRelease.Bidder;

    /// <summary>k.</summary>
    public required int Threshold { get; init; }

    /// <summary>Encryption certificates of the bidder, one to four: main lock, sub lock, recovery key.</summary>
    public required ImmutableArray<Certificate> BidderCertificates { get; init; }

    /// <summary>Encryption certificates of custodians 1 to n, in the order of the policy.</summary>
    public required ImmutableArray<Certificate> CustodianCertificates { get; init; }

    /// <summary>What is wrong with it, in one sentence; null when it can be sealed.</summary>
    public string? Fault()
    {
        var keys = BidderCertificates.Concat(CustodianCertificates).Select(c => c.Id).ToList();
        return this switch
        {
            _ when !SealWords.IsName(Tender, SealLimits.Tender) =>
                $"The tender's number has 1 to {SealLimits.Tender} letters, digits, dots, underscores or hyphens.",
            _ when !SealWords.IsName(Lot, SealLimits.Lot) =>
                $"The lot's number has 1 to {SealLimits.Lot} letters, digits, dots, underscores or hyphens.",
            _ when !Enum.IsDefined(Part) => "There is no such part.",
            _ when !SealWords.IsBidder(Bidder) => "The bidder's code has 18 digits and upper-case letters.",
            _ when Version is < 1 or > SealLimits.Version => $"The version is 1 to {SealLimits.Version}.",
            _ when !Enum.IsDefined(Release) => "There is no such release mode.",
            _ when BidderCertificates.Length is < 1 or > SealLimits.Bidders =>
                $"A bidder has 1 to {SealLimits.Bidders} certificates, not {BidderCertificates.Length}.",
            _ when CustodianCertificates.Length is < SealLimits.FewestCustodians or > SealLimits.Custodians =>
                $"There are {SealLimits.FewestCustodians} to {SealLimits.Custodians} custodians, "
                + $"not {CustodianCertificates.Length}.",
            _ when Threshold < SealLimits.FewestCustodians || Threshold > CustodianCertificates.Length =>
                $"The threshold is {SealLimits.FewestCustodians} to {CustodianCertificates.Length}, not {Threshold}.",
            _ when keys.Distinct().Count() != keys.Count => "One key appears in two certificates.",
            _ => null,
        };
    }
}
