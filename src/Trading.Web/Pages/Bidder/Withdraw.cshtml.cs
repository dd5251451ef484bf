using Microsoft.AspNetCore.Mvc;
using Trading.Web.Pages.Login;
using Trading.Web.Rooms;

namespace Trading.Web.Pages.Bidder;

/// <summary>Takes the own bid back before the deadline.</summary>
internal sealed class WithdrawModel(IGrainFactory grains, IPartyNames names, TimeProvider clock, Visitors visitors)
    : BidderPage(grains, names, clock, visitors)
{
    public async Task<IActionResult> OnGetAsync(string tender, string lot, CancellationToken cancellation) =>
        await LoadOwn(tender, lot, cancellation) && Own is not null ? Page() : NotFound();
}
