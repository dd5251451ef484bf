using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Trading.Web.Pages.Login;

/// <summary>Login by certificate: the challenge is signed in the browser, the key stays there.</summary>
internal sealed class LoginModel(Visitors visitors) : PageModel
{
    /// <summary>Where the person came from; only an address of this site counts.</summary>
    [BindProperty(SupportsGet = true, Name = "back")]
    public string? Back { get; set; }

    public Visitor? Visitor { get; private set; }

    public string Next => Url.IsLocalUrl(Back) ? Back! : "/desk";

    public async Task OnGetAsync() => Visitor = await visitors.Find();
}
