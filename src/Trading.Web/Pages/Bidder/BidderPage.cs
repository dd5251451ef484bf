using Trading.Grains.Parties;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Web.Pages.Login;
using Trading.Web.Rooms;

namespace Trading.Web.Pages.Bidder;

/// <summary>What the pages of one bidder at one lot share: the public view, and what only this bidder may see.</summary>
internal abstract class BidderPage(IGrainFactory grains, IPartyNames names, TimeProvider clock, Visitors visitors)
    : TenderPage(grains, names, clock)
{
    private readonly IGrainFactory _grains = grains;

    public Visitor Visitor { get; private set; } = null!;

    public OwnBid? Own { get; private set; }

    public bool IsLive => Own is { IsWithdrawn: false };

    /// <summary>Whether bids are taken now; the rule compares again at the moment of the act.</summary>
    public bool IsOpen => Tender.Schedule is { } schedule && Now < schedule.Deadline && Lot.Stage == LotStage.Bidding;

    /// <summary>The own keys to seal to, in the order in which they were registered.</summary>
    public IReadOnlyList<CertificateView> EncryptionKeys =>
    [
        .. Visitor.Party.Certificates
            .Where(c => c.RevokedAt is null && c.Usage.HasFlag(CertificateUsage.Encrypt) && Now >= c.NotBefore && Now < c.NotAfter)
            .OrderBy(c => c.AddedAt).Take(4),
    ];

    protected async Task<bool> LoadOwn(string tender, string lot, CancellationToken cancellation)
    {
        if (!await Load(tender, lot, cancellation))
        {
            return false;
        }

        Visitor = (await visitors.Find())!;
        var mine = await _grains.GetGrain<ITenderGrain>(Tender.Id.Value).ViewFor(Visitor.As(Role.Bidder));
        Own = mine?.OwnBids.FirstOrDefault(bid => bid.Lot == Lot.Id);
        return true;
    }
}
