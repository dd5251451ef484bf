using System.Collections.Immutable;

namespace Trading.Grains.Law;

/// <summary>The ids of the clocks and limits of a works pack; what they say is data in <c>Law/packs</c>.</summary>
public static class WorksLaw
{
    /// <summary>Documents offered → bid deadline (招标投标法 24).</summary>
    public const string Preparation = "preparation";

    /// <summary>Documents offered → no longer offered (实施条例 16).</summary>
    public const string DocumentSale = "document_sale";

    /// <summary>Clarification or change issued → bid deadline (招标投标法 23, 实施条例 21).</summary>
    public const string Clarification = "clarification";

    /// <summary>Objection to the documents raised → bid deadline (实施条例 22).</summary>
    public const string DocumentObjection = "document_objection";

    /// <summary>Evaluation report received → publicity started (实施条例 54).</summary>
    public const string PublicityStart = "publicity_start";

    /// <summary>Publicity started → publicity ended (实施条例 54).</summary>
    public const string Publicity = "publicity";

    /// <summary>Winner determined → report to the supervisor (招标投标法 47).</summary>
    public const string SupervisorReport = "supervisor_report";

    /// <summary>Award notified → contract signed (招标投标法 46).</summary>
    public const string Contract = "contract";

    /// <summary>Contract signed → bond refunded (实施条例 57).</summary>
    public const string BondRefund = "bond_refund";

    /// <summary>Bidders at the deadline (招标投标法 28, 实施条例 44).</summary>
    public const string MinimumBidders = "minimum_bidders";

    /// <summary>Milliseconds from the deadline to the opening that is set (招标投标法 34).</summary>
    public const string OpeningDelay = "opening_delay_milliseconds";

    /// <summary>Members of the committee (招标投标法 37).</summary>
    public const string CommitteeMembers = "committee_members";

    /// <summary>Experts by members (招标投标法 37).</summary>
    public const string CommitteeExpertShare = "committee_expert_share";

    /// <summary>Candidates recommended (实施条例 53).</summary>
    public const string Candidates = "candidates";

    /// <summary>Bond by estimated price (实施条例 26).</summary>
    public const string BondShare = "bond_share";

    /// <summary>
    /// The most fen a bond may be, where a ministry or place sets it (30号令 37); absent in the national pack.
    /// </summary>
    public const string BondCap = "bond_cap";

    internal static ImmutableArray<string> Required { get; } =
    [
        Preparation, DocumentSale, Clarification, DocumentObjection, PublicityStart, Publicity, SupervisorReport,
        Contract, BondRefund, MinimumBidders, OpeningDelay, CommitteeMembers, CommitteeExpertShare, Candidates,
        BondShare,
    ];
}
