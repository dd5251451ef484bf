namespace Trading.Proofs.Sealing;

/// <summary>Whether a bid may be opened without its bidder; the policy decides, the bidder agrees by sealing.</summary>
public enum SealRelease
{
    /// <summary>Only the bidder has B: what is withdrawn stays closed for ever.</summary>
    Bidder,

    /// <summary>All custodians together hold B as well.</summary>
    Escrow,
}
