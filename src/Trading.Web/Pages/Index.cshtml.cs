using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Web.Rooms;

namespace Trading.Web.Pages;

/// <summary>The portal: search first, then the notices, newest first. No login.</summary>
internal sealed class IndexModel(INotices notices, IPartyNames names, TimeProvider clock) : PageModel
{
    private readonly Dictionary<PartyId, string> known = [];

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Words { get; set; }

    [BindProperty(SupportsGet = true, Name = "kind")]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true, Name = "state")]
    public NoticeState? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "page")]
    public int PageNumber { get; set; } = 1;

    public LotPage Found { get; private set; } = new([], 0, 1, 1);

    public DateTimeOffset Now { get; private set; }

    public bool IsSearch => !string.IsNullOrWhiteSpace(Words) || !string.IsNullOrEmpty(Kind) || State is not null;

    public string NameOf(PartyId party) => known[party];

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        Now = clock.GetUtcNow();
        Found = notices.FindLots(new LotQuery(Now, Words, Kind, State, PageNumber));
        foreach (var party in Found.Rows.Select(row => row.Tenderee)
                     .Concat(Found.Rows.Where(row => row.Winner is not null).Select(row => row.Winner!.Value)).Distinct())
        {
            known[party] = await names.NameOf(party, cancellation);
        }
    }

    /// <summary>The address of another page of the same search.</summary>
    public string PageAddress(int page) => "/" + QueryString.Create(
        Request.Query.Where(q => q.Key is "q" or "kind" or "state").Append(new("page", $"{page}")));
}
