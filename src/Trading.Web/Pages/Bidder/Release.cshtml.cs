using Microsoft.AspNetCore.Mvc;
using Trading.Grains.Tenders;
using Trading.Web.Pages.Login;
using Trading.Web.Rooms;

namespace Trading.Web.Pages.Bidder;

/// <summary>The page of the last ten minutes: one big button, what it does, and what to do when it fails.</summary>
internal sealed class ReleaseModel(IGrainFactory grains, IPartyNames names, TimeProvider clock, Visitors visitors)
    : BidderPage(grains, names, clock, visitors)
{
    public OpeningRow? Row => Lot.Opening?.Rows.FirstOrDefault(row => row.Bidder == Visitor.Id);

    /// <summary>Whether a release is taken now.</summary>
    public bool IsWindow => Lot.Opening is { Phase: OpeningPhase.BidderRelease } && IsLive
        && Row is { State: not (RowState.Released or RowState.Opened) };

    public bool IsReleased => Row is { State: RowState.Released or RowState.Opened };

    public async Task<IActionResult> OnGetAsync(string tender, string lot, CancellationToken cancellation) =>
        await LoadOwn(tender, lot, cancellation) && Own is not null ? Page() : NotFound();
}
