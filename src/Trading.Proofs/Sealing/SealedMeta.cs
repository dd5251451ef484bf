using System.Globalization;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>The meta lines of a sealed file: what it is, for which tender, under which policy.</summary>
public sealed record SealedMeta
{
    /// <summary>The centre's project or package number: 1 to 64 of letters, digits, <c>. _ -</c>.</summary>
    public required string Tender { get; init; }

    /// <summary>The lot: 1 to 32 of the same characters.</summary>
    public required string Lot { get; init; }

    /// <summary>Which part of the bid.</summary>
    public required SealPart Part { get; init; }

    /// <summary>统一社会信用代码 of the sealing party: 18 of 0-9 A-Z; the check character is the platform's business.</summary>
    public required string Bidder { get; init; }

    /// <summary>1 to 9,999,999,999; strictly increasing per tender, lot, part and bidder.</summary>
    public required long Version { get; init; }

    /// <summary>SM3 of the opening policy.</summary>
    public required Digest Opening { get; init; }

    /// <summary>May it be opened without the bidder?</summary>
    public required SealRelease Release { get; init; }

    /// <summary>k: how many custodians open it.</summary>
    public required int Threshold { get; init; }

    /// <summary>n: how many custodians there are; 2 ≤ k ≤ n ≤ 16.</summary>
    public required int Custodians { get; init; }

    /// <summary>SM3 of the padded plaintext, which begins with 32 random bytes.</summary>
    public required Digest PlaintextDigest { get; init; }

    /// <summary>The ten lines as they stand in the file.</summary>
    public string ToText() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        bidseal/1 SM
        tender {Tender}
        lot {Lot}
        part {SealWords.Of(Part)}
        bidder {Bidder}
        version {Version}
        opening {Opening.ToBase64()}
        release {SealWords.Of(Release)}
        threshold {Threshold}/{Custodians}
        digest {PlaintextDigest.ToBase64()}

        """).ReplaceLineEndings("\n");
}
