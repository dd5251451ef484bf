using System.Collections.Immutable;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>What policy and submission say about a sealed file; null means: not known, not compared.</summary>
public sealed record HeaderExpectation
{
    /// <summary>The tender's number.</summary>
    public string? Tender { get; init; }

    /// <summary>The lot's number.</summary>
    public string? Lot { get; init; }

    /// <summary>The part.</summary>
    public SealPart? Part { get; init; }

    /// <summary>The submitting party's code.</summary>
    public string? Bidder { get; init; }

    /// <summary>The version.</summary>
    public long? Version { get; init; }

    /// <summary>SM3 of the policy.</summary>
    public Digest? Opening { get; init; }

    /// <summary>The policy's release mode.</summary>
    public SealRelease? Release { get; init; }

    /// <summary>The policy's k.</summary>
    public int? Threshold { get; init; }

    /// <summary>The custodians' encryption keys, 1 to n.</summary>
    public ImmutableArray<Digest>? CustodianKeys { get; init; }

    /// <summary>The encryption keys the bidder has registered: every bidder stanza must be to one of them.</summary>
    public ImmutableArray<Digest>? BidderKeys { get; init; }

    /// <summary>The first difference in words, or null.</summary>
    public string? Difference(SealedHeader header)
    {
        var meta = header.Meta;
        return this switch
        {
            _ when Differs(Tender, meta.Tender) => $"tender {meta.Tender} instead of {Tender}",
            _ when Differs(Lot, meta.Lot) => $"lot {meta.Lot} instead of {Lot}",
            _ when Part is { } part && part != meta.Part =>
                $"part {SealWords.Of(meta.Part)} instead of {SealWords.Of(part)}",
            _ when Differs(Bidder, meta.Bidder) => $"bidder {meta.Bidder} instead of {Bidder}",
            _ when Version is { } version && version != meta.Version => $"version {meta.Version} instead of {version}",
            _ when Opening is { } opening && opening != meta.Opening =>
                $"opening {meta.Opening.ToBase64()} instead of {opening.ToBase64()}",
            _ when Release is { } release && release != meta.Release =>
                $"release {SealWords.Of(meta.Release)} instead of {SealWords.Of(release)}",
            _ when Threshold is { } threshold && threshold != meta.Threshold =>
                $"threshold {meta.Threshold} instead of {threshold}",
            _ when CustodianKeys is { } keys && !keys.SequenceEqual(header.Custodians.Select(s => s.KeyId)) =>
                "the custodian stanzas are to other keys than the policy's",
            _ when BidderKeys is { } keys && header.Bidders.Any(s => !keys.Contains(s.KeyId)) =>
                "a bidder stanza is to a key the bidder has not registered",
            _ => null,
        };
    }

    private static bool Differs(string? expected, string found) =>
        expected is not null && !string.Equals(expected, found, StringComparison.Ordinal);
}
