using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trading.Proofs.Primitives;

namespace Trading.Web.Pages;

/// <summary>How anyone checks a record, a file, a receipt and the log without trusting the centre.</summary>
public sealed class CheckModel : PageModel
{
    [BindProperty(SupportsGet = true, Name = "digest")]
    public string? Text { get; set; }

    public Digest? Asked { get; private set; }

    public bool IsMalformed { get; private set; }

    public void OnGet()
    {
        if (!string.IsNullOrEmpty(Text))
        {
            Asked = Digest.TryParse(Text, out var digest) ? digest : null;
            IsMalformed = Asked is null;
        }
    }
}
