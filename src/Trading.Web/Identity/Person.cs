using System.Security.Claims;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;

namespace Trading.Web.Identity;

/// <summary>Who is logged in: a party and the certificate the person used. Roles are looked up anew at each call.</summary>
internal sealed record Person(PartyId Party, Digest Certificate)
{
    private const string PartyClaim = "party";
    private const string CertificateClaim = "certificate";

    public static Person? Of(ClaimsPrincipal user)
    {
        var party = user.FindFirst(PartyClaim)?.Value;
        var certificate = user.FindFirst(CertificateClaim)?.Value;
        return user.Identity?.IsAuthenticated == true && party is not null && Digest.TryParse(certificate, out var id)
            ? new Person(PartyId.Create(party), id)
            : null;
    }

    public ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(
        [new Claim(PartyClaim, Party.Value), new Claim(CertificateClaim, Certificate.ToString())],
        scheme, nameType: PartyClaim, roleType: null));
}
