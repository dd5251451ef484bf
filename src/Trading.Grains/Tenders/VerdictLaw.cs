using System.Collections.Immutable;

namespace Trading.Grains.Tenders;

/// <summary>
/// Which verdicts the evidence allows, and whose failure each cause is (电子招标投标办法 第三十一条; sealing.md C.3). In this
/// order: storage damaged → another's, never the bidder's; not released → as host and supervisor decided, else the
/// bidder's; too few good shares → another's; the file itself malformed → the bidder's; else opened.
/// </summary>
public static class VerdictLaw
{
    /// <summary>The part whose content is public after the verdict.</summary>
    public const string PublicPart = "summary";

    /// <summary>No valid B by the end of window and remedies.</summary>
    public const string NotReleased = "BIDDER_NOT_RELEASED";

    /// <summary>A B was handed in and did not fit its file.</summary>
    public const string ReleaseBad = "BIDDER_RELEASE_BAD";

    /// <summary>Fewer good shares than the threshold.</summary>
    public const string TooFewShares = "TOO_FEW_SHARES";

    /// <summary>The file as read back is not the file of the receipt.</summary>
    public const string DamagedInStorage = "DAMAGED_IN_STORAGE";

    /// <summary>The sealed file contradicts itself.</summary>
    public const string FileMalformed = "BIDDER_FILE_MALFORMED";

    /// <summary>It opened, and its opening list is not of the documents' form.</summary>
    public const string OpeningListMalformed = "BIDDER_OPENING_LIST_MALFORMED";

    /// <summary>Whether the cause is in the sealed file itself, which whoever has its B and T can see again.</summary>
    public static bool IsByTheFile(string? cause) => cause is FileMalformed or OpeningListMalformed;

    /// <summary>Whose failure a cause is; null where people decide or the cause is not known.</summary>
    public static Attribution? AttributionOf(string cause) => cause switch
    {
        NotReleased or ReleaseBad or FileMalformed or OpeningListMalformed => Attribution.Bidder,
        TooFewShares or DamagedInStorage => Attribution.Platform,
        _ => null,
    };

    /// <summary>The cause that the evidence of window and shares alone fixes; null where the files decide.</summary>
    public static (string Cause, Attribution Attribution)? FixedCause(Tender tender, Lot lot, Bid bid)
    {
        var release = lot.Opening!.ReleaseOf(bid.Bidder);
        if (!release.IsReleased)
        {
            return (release.LastFailure is null ? NotReleased : ReleaseBad, release.Decided?.Attribution ?? Attribution.Bidder);
        }

        return LacksShares(tender, lot, bid) ? (TooFewShares, Attribution.Platform) : null;
    }

    /// <summary>Whether a bid was released by its bidder, with keys, and a part of it has fewer good shares than needed and no
    /// T from its seal record.</summary>
    public static bool LacksShares(Tender tender, Lot lot, Bid bid) =>
        lot.Opening!.ReleaseOf(bid.Bidder) is { IsReleased: true, Copy: null, Secret: null }
        && bid.Parts.Any(part => GoodShares(lot, bid, part.Part) < tender.Notice!.Policy.Threshold.Needed);

    /// <summary>Whether a verdict follows from what is recorded.</summary>
    internal static bool Follows(Tender tender, Lot lot, Bid bid, BidVerdict verdict)
    {
        var parts = verdict.Parts.IsDefault ? [] : verdict.Parts;
        if (!parts.IsEmpty && !parts.Select(part => part.Part).SequenceEqual(bid.Parts.Select(part => part.Part)))
        {
            return false;
        }

        var isCopy = lot.Opening!.ReleaseOf(bid.Bidder).Copy is not null;
        var isDamaged = !isCopy && parts.Zip(bid.Parts).Any(pair => pair.First.StoredSm3 != pair.Second.File);
        return isDamaged ? verdict is { Cause: DamagedInStorage, Attribution: Attribution.Platform }
            : FixedCause(tender, lot, bid) is { } fixedCause
                ? verdict.Cause == fixedCause.Cause && verdict.Attribution == fixedCause.Attribution
            : verdict.Cause is { } cause
                ? cause is DamagedInStorage or FileMalformed or OpeningListMalformed && verdict.Attribution == AttributionOf(cause)
            : verdict.Attribution is null && IsOpened(lot, bid, verdict, parts);
    }

    private static bool IsOpened(Lot lot, Bid bid, BidVerdict verdict, ImmutableArray<PartVerdict> parts) =>
        parts.Length == bid.Parts.Length
        && parts.Zip(bid.Parts).All(pair => pair.First.Cause is null && pair.First.ContentSm3 is not null
            && pair.First.PlaintextSm3 == SealedHeaders.PlaintextOf(pair.Second))
        && verdict.OpeningList is { } list
        && OpeningListForm.FaultOf(lot.Terms!.OpeningList, list) is null;

    private static int GoodShares(Lot lot, Bid bid, string part) =>
        lot.Opening!.Shares.Values.Count(shares =>
            shares.Checks.Any(check => check.Bidder == bid.Bidder && check.Part == part && check.Cause is null));
}
