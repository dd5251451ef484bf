using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Trading.Grains.Tenders;
using Trading.Web.Resources;
using Trading.Web.Rooms;

namespace Trading.Web.Pages;

/// <summary>The opening room: the same view as the live one, drawn by the server, so that it works by refresh alone.</summary>
internal sealed class RoomModel(
    IGrainFactory grains, IPartyNames names, TimeProvider clock, LiveRooms rooms, Texts texts)
    : TenderPage(grains, names, clock)
{
    public RoomView View { get; private set; } = null!;

    public int Watchers { get; private set; }

    public bool IsProjector { get; private set; }

    public OpeningView? Opening => View.Lot.Opening;

    public async Task<IActionResult> OnGetAsync(string tender, string lot, string? mode, CancellationToken cancellation)
    {
        if (!await Load(tender, lot, cancellation) || await rooms.Find(Tender.Id, Lot.Id, cancellation) is not { } room)
        {
            return NotFound();
        }

        View = room.View;
        Watchers = room.Watchers;
        IsProjector = mode == "projector";
        return Page();
    }

    /// <summary>What the countdown of the running phase counts to; null where no clock runs.</summary>
    public DateTimeOffset? CountsTo => Opening switch
    {
        null => View.Schedule?.Opening,
        { Phase: OpeningPhase.BidderRelease } opening => opening.WindowEnds,
        _ => null,
    };

    /// <summary>The words that the script needs, in the viewer's language.</summary>
    public string WordsForScript() => JsonSerializer.Serialize(RoomWords.All(texts));
}
