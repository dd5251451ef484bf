namespace Trading.Proofs.Sealing;

/// <summary>The names of the causes in records and on screens.</summary>
public static class OpeningCauses
{
    /// <summary>Such as <c>BIDDER_FILE_MALFORMED</c>.</summary>
    public static string Name(this OpeningCause cause) => cause switch
    {
        OpeningCause.DamagedInStorage => "DAMAGED_IN_STORAGE",
        OpeningCause.PolicyMismatch => "POLICY_MISMATCH",
        OpeningCause.BidderReleaseBad => "BIDDER_RELEASE_BAD",
        OpeningCause.CustodianReleaseBad => "CUSTODIAN_RELEASE_BAD",
        OpeningCause.TooFewShares => "TOO_FEW_SHARES",
        OpeningCause.BidderFileMalformed => "BIDDER_FILE_MALFORMED",
        OpeningCause.DamagedOrMalformed => "DAMAGED_OR_MALFORMED",
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };
}
