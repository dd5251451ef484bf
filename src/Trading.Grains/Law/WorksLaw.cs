using System.Collections.Immutable;

namespace Trading.Grains.Law;

/// <summary>The ids of the clocks and limits of a works pack; what they say is data in <c>Law/packs</c>.</summary>
public static class WorksLaw
{
    /// <summary>Documents offered → bid deadline ([ZB] 24).</summary>
    public const string Preparation = "preparation";

    /// <summary>Documents offered → no longer offered ([TL] 16).</summary>
    public const string DocumentSale = "document_sale";

    /// <summary>Clarification or change issued → bid deadline ([ZB] 23, [TL] 21).</summary>
    public const string Clarification = "clarification";

    /// <summary>Objection to the documents raised → bid deadline ([TL] 22).</summary>
    public const string DocumentObjection = "document_objection";

    /// <summary>Evaluation report received → publicity started ([TL] 54).</summary>
    public const string PublicityStart = "publicity_start";

    /// <summary>Publicity started → publicity ended ([TL] 54).</summary>
    public const string Publicity = "publicity";

    /// <summary>Winner determined → report to the supervisor ([ZB] 47).</summary>
    public const string SupervisorReport = "supervisor_report";

    /// <summary>Award notified → contract signed ([ZB] 46).</summary>
    public const string Contract = "contract";

    /// <summary>Contract signed → bond refunded ([TL] 57).</summary>
    public const string BondRefund = "bond_refund";

    /// <summary>Bidders at the deadline ([ZB] 28, [TL] 44).</summary>
    public const string MinimumBidders = "minimum_bidders";

    /// <summary>Milliseconds from the deadline to the opening that is set ([ZB] 34).</summary>
    public const string OpeningDelay = "opening_delay_milliseconds";

    /// <summary>Members of the committee ([ZB] 37).</summary>
    public const string CommitteeMembers = "committee_members";

    /// <summary>Experts by members ([ZB] 37).</summary>
    public const string CommitteeExpertShare = "committee_expert_share";

    /// <summary>Candidates recommended ([TL] 53).</summary>
    public const string Candidates = "candidates";

    /// <summary>Bond by estimated price ([TL] 26).</summary>
    public const string BondShare = "bond_share";

    /// <summary>The most fen a bond may be, where a ministry or place sets it (30号令 37); absent in the national pack.</summary>
    public const string BondCap = "bond_cap";

    internal static ImmutableArray<string> Required { get; } =
    [
        Preparation, DocumentSale, Clarification, DocumentObjection, PublicityStart, Publicity, SupervisorReport,
        Contract, BondRefund, MinimumBidders, OpeningDelay, CommitteeMembers, CommitteeExpertShare, Candidates,
        BondShare,
    ];
}
