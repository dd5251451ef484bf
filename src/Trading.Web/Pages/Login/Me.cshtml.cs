using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Trading.Web.Pages.Login;

/// <summary>The own party: its certificates, who may act as what.</summary>
internal sealed class MeModel(Visitors visitors, TimeProvider clock) : PageModel
{
    public Visitor Visitor { get; private set; } = null!;

    public DateTimeOffset Now { get; private set; }

    public async Task OnGetAsync() =>
        (Visitor, Now) = (await visitors.Find() ?? throw new InvalidOperationException("The door lets in persons only."), clock.GetUtcNow());
}
