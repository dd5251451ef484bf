namespace Trading.Grains.Tenders;

/// <summary>
/// Where a lot stands. The stages follow each other in this order; <see cref="Failed"/> is an end of its own.
/// </summary>
public enum LotStage
{
    /// <summary>登记.</summary>
    Registered,

    /// <summary>公告, 投标: published; bids are taken from the first day of the sale to the deadline.</summary>
    Bidding,

    /// <summary>截止: the live set is frozen and waits for the custodians' signatures and the opening time.</summary>
    Closed,

    /// <summary>开标, 投标人解密: the bidders' window is open.</summary>
    BidderRelease,

    /// <summary>The window ended; the custodians sign which bidders released.</summary>
    WindowShutting,

    /// <summary>保管人解封.</summary>
    CustodianRelease,

    /// <summary>唱标, 异议: all verdicts and prices are shown; coefficient drawn, objections answered.</summary>
    Opened,

    /// <summary>确认: the opening record is confirmed; the committee evaluates (评标).</summary>
    Evaluating,

    /// <summary>The ranking stands; the publicity has not begun.</summary>
    Evaluated,

    /// <summary>候选人公示.</summary>
    CandidatesPublished,

    /// <summary>中标.</summary>
    Awarded,

    /// <summary>归档.</summary>
    RecordClosed,

    /// <summary>流标.</summary>
    Failed,
}
