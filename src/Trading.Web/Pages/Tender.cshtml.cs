using Microsoft.AspNetCore.Mvc;
using Trading.Grains.Tenders;
using Trading.Web.Rooms;

namespace Trading.Web.Pages;

/// <summary>One tender: where it stands, its clocks, its documents, its lots, and who can open the bids and when.</summary>
internal sealed class TenderModel(IGrainFactory grains, IPartyNames names, TimeProvider clock)
    : TenderPage(grains, names, clock)
{
    public async Task<IActionResult> OnGetAsync(string tender, CancellationToken cancellation)
    {
        if (!await Load(tender, lot: null, cancellation))
        {
            return NotFound();
        }

        await Learn(
            Tender.Lots.Where(lot => lot.Result?.Winner is not null).Select(lot => lot.Result!.Winner!.Value), cancellation);
        return Page();
    }

    /// <summary>Whether the room of this lot has something to watch.</summary>
    public static bool HasRoom(LotView lot) => lot.Stage is not (LotStage.Registered or LotStage.Failed);

    public static bool HasResult(LotView lot) => lot.Result?.PublishedAt is not null;

    public static bool HasRecord(LotView lot) => lot.Stage == LotStage.RecordClosed;
}
