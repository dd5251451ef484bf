using System.Collections.Immutable;
using Trading.Grains.Parties;
using Trading.Grains.Shell;
using Trading.Web.Identity;

namespace Trading.Web.Pages.Login;

/// <summary>The person who looks at a page, with the roles held at this moment.</summary>
internal sealed record Visitor(Person Person, PartyView Party, ImmutableArray<Role> Roles)
{
    public PartyId Id => Person.Party;

    /// <summary>The name in the certificate the person logged in with.</summary>
    public string Name => Party.Certificates.First(c => c.Id == Person.Certificate).Name;

    public bool Is(Role role) => Roles.Contains(role);

    public Actor As(Role role) => new(Person.Party, Person.Certificate, role);
}

/// <summary>
/// Finds the visitor of the request, once. A certificate that was revoked since the login is nobody's:
/// the person is then a stranger again.
/// </summary>
internal sealed class Visitors(IHttpContextAccessor accessor, IServiceProvider services)
{
    private Task<Visitor?>? found;

    /// <summary>Null where nobody is logged in.</summary>
    public Task<Visitor?> Find() => found ??= Look();

    private async Task<Visitor?> Look()
    {
        if (accessor.HttpContext is not { } http || Person.Of(http.User) is not { } person
            || services.GetService<People>() is not { } people
            || await people.View(person.Party, http.RequestAborted) is not { } party || !party.IsPerson(person.Certificate))
        {
            return null;
        }

        return new Visitor(person, party, party.RolesOf(person.Certificate));
    }
}
