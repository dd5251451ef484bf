namespace Trading.Proofs.Sealing;

/// <summary>Why a sealed file was not opened, in the order of the steps that find it.</summary>
public enum OpeningCause
{
    /// <summary>The file is not the one the receipt names: never the bidder's fault.</summary>
    DamagedInStorage,

    /// <summary>The header is well-formed and says something else than policy or submission.</summary>
    PolicyMismatch,

    /// <summary>The bidder's release is missing or not the one in its stanza.</summary>
    BidderReleaseBad,

    /// <summary>A custodian's release is not the one in its stanza.</summary>
    CustodianReleaseBad,

    /// <summary>Fewer than k good shares: nobody's fault yet; T from the seal record would decide.</summary>
    TooFewShares,

    /// <summary>The bidder made a file that is not what the format says.</summary>
    BidderFileMalformed,

    /// <summary>A chunk does not open and there is no receipt to say whose fault that is.</summary>
    DamagedOrMalformed,
}
