using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trading.Evaluation;
using Trading.Grains.Tenders;
using Trading.Web.Pages.Login;
using Trading.Web.Rooms;

namespace Trading.Web.Pages.Bidder;

/// <summary>
/// The sealing page: four steps on one page. The form of the opening list comes from the schema the documents published;
/// everything else happens in the browser.
/// </summary>
internal sealed class SealModel(IGrainFactory grains, IPartyNames names, TimeProvider clock, Visitors visitors)
    : BidderPage(grains, names, clock, visitors)
{
    public async Task<IActionResult> OnGetAsync(string tender, string lot, CancellationToken cancellation) =>
        await LoadOwn(tender, lot, cancellation) && Terms is not null && Policy is not null ? Page() : NotFound();

    /// <summary>The version this sealing will have: strictly higher than any before, a withdrawn one too.</summary>
    public long NextVersion => (Own?.Version ?? 0) + 1;

    /// <summary>The largest value of a field as people write it.</summary>
    public static string Most(OpeningListField field) => field.Kind == OpeningListFieldKind.Price
        ? new Money(field.Maximum).ToString()
        : field.Maximum.ToString(CultureInfo.InvariantCulture);
}
