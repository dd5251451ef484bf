using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trading.Grains.Log;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;

namespace Trading.Web.Pages;

/// <summary>How anyone checks a record, a file, a receipt and the log without trusting the centre.</summary>
internal sealed class CheckModel(IServiceProvider services) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "digest")]
    public string? Text { get; set; }

    public Digest? Asked { get; private set; }

    public bool IsMalformed { get; private set; }

    /// <summary>The newest checkpoint of the public log; null where this process serves no log.</summary>
    public Checkpoint? Checkpoint { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        if (services.GetService<IPublicLog>() is { } log)
        {
            Checkpoint = Checkpoint.Parse((await log.Checkpoint(cancellation)).Text);
        }

        if (!string.IsNullOrEmpty(Text))
        {
            Asked = Digest.TryParse(Text, out var digest) ? digest : null;
            IsMalformed = Asked is null;
        }
    }
}
