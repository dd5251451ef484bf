using Trading.Grains.Tenders;

namespace Trading.Web.Pages.Bidder;

/// <summary>One lot as its possible bidder sees it: the notice, the own bid, and the one thing to do next.</summary>
internal sealed record BidRow(LotRow Notice, OwnBid? Own, bool MustRelease, bool MustConfirm)
{
    public string Address => $"/tenders/{Notice.Tender}/lots/{Notice.Lot}";

    /// <summary>Whether a bid of the own party counts now.</summary>
    public bool IsLive => Own is { IsWithdrawn: false };

    /// <summary>Whether bids are taken: the list compares the deadline with the moment it was asked for.</summary>
    public bool IsOpen => Notice.State == NoticeState.Bidding;

    /// <summary>Whether there is a room to look into: bidding ended, and not for want of bids.</summary>
    public bool HasRoom => Notice.State is not (NoticeState.Bidding or NoticeState.Failed);
}
