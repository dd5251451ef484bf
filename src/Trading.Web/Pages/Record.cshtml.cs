using Microsoft.AspNetCore.Mvc;
using Trading.Grains.Tenders;
using Trading.Web.Rooms;

namespace Trading.Web.Pages;

/// <summary>The closed public record: what is in it, how to get it, and how to check it without trusting anybody here.</summary>
internal sealed class RecordModel(IGrainFactory grains, IPartyNames names, TimeProvider clock)
    : TenderPage(grains, names, clock)
{
    public bool IsClosed => Tender.Lots.Any(lot => lot.Stage == LotStage.RecordClosed);

    public async Task<IActionResult> OnGetAsync(string tender, CancellationToken cancellation) =>
        await Load(tender, lot: null, cancellation) ? Page() : NotFound();
}
