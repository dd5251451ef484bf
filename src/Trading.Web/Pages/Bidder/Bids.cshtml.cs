using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trading.Grains.Tenders;
using Trading.Web.Pages.Login;

namespace Trading.Web.Pages.Bidder;

/// <summary>My tenders: what I handed in, and what I still may, the soonest deadline first.</summary>
internal sealed class BidsModel(Visitors visitors, INotices notices, IGrainFactory grains, TimeProvider clock) : PageModel
{
    public ImmutableArray<BidRow> Mine { get; private set; } = [];

    public ImmutableArray<BidRow> Open { get; private set; } = [];

    public DateTimeOffset Now { get; private set; }

    public async Task OnGetAsync()
    {
        Now = clock.GetUtcNow();
        var rows = await OwnTenders.Find(notices, grains, (await visitors.Find())!, Now);
        Mine =
        [
            .. rows.Where(row => row.Own is not null)
                .OrderByDescending(row => row.MustRelease).ThenByDescending(row => row.IsOpen).ThenBy(row => row.Notice.Deadline),
        ];
        Open = [.. rows.Where(row => row.Own is null && row.IsOpen).OrderBy(row => row.Notice.Deadline)];
    }
}
