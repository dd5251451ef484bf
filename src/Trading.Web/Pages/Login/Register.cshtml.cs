using Microsoft.AspNetCore.Mvc.RazorPages;
using Trading.Proofs.Records;
using Trading.Web.Identity;

namespace Trading.Web.Pages.Login;

/// <summary>Registration of a company: keys are made in the browser, certified, registered by a signed statement.</summary>
internal sealed class RegisterModel(IServiceProvider services, TimeProvider clock) : PageModel
{
    /// <summary>Who can register here by itself; the centre registers itself, experts are persons.</summary>
    public static readonly PartyKind[] Kinds =
        [PartyKind.Bidder, PartyKind.Tenderee, PartyKind.Agency, PartyKind.Supervisor, PartyKind.Notary, PartyKind.Auditor];

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Whether the centre's test CA gives certificates.</summary>
    public bool HasTestCa => services.GetService<CentreKeys>()?.TestCa is not null;
}
