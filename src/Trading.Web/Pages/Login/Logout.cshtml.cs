using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trading.Web.Identity;

namespace Trading.Web.Pages.Login;

/// <summary>Ends the session; works without script.</summary>
internal sealed class LogoutModel(Visitors visitors) : PageModel
{
    public async Task<IActionResult> OnGetAsync() =>
        await visitors.Find() is null ? LocalRedirect("/login") : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        await HttpContext.SignOutAsync(IdentitySetup.CookieScheme);
        return LocalRedirect("/");
    }
}
