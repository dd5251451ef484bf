using System.Collections.Immutable;
using Trading.Grains.Parties;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;

namespace Trading.Web.Identity;

/// <summary>Persons and their roles, asked of the party's grain at every call: a revoked certificate or role ends at once.</summary>
internal sealed class People(IGrainFactory grains, CentreKeys keys)
{
    /// <summary>
    /// The person who holds a signing certificate. A legal person's party is the certificate's credit code; a natural person's
    /// certificate has none, and the party it names must have registered this very certificate.
    /// </summary>
    public async Task<Person?> Find(Certificate certificate, PartyId? named, CancellationToken cancellation)
    {
        var party = certificate.CreditCode is { } code ? PartyId.Create(code) : named;
        return party is { } id && await View(id, cancellation) is { } view && view.IsPerson(certificate.Id)
            ? new Person(id, certificate.Id)
            : null;
    }

    /// <summary>The roles a person may act in; null where the certificate is no longer in use.</summary>
    public async Task<ImmutableArray<Role>?> Roles(Person person, CancellationToken cancellation) =>
        await View(person.Party, cancellation) is { } view && view.IsPerson(person.Certificate)
            ? view.RolesOf(person.Certificate)
            : null;

    /// <summary>
    /// Whether an encryption certificate is registered for a party of whose people one holds the role. The centre's own pair keeps
    /// nothing: its key is on the server, and a half that the server can open is no half.
    /// </summary>
    public async Task<bool> IsKeeper(Certificate encryption, Role role, CancellationToken cancellation) =>
        encryption.Id != keys.Centre.Encryption.Id
        && encryption.CreditCode is { } code
        && await View(PartyId.Create(code), cancellation) is { } view
        && view.Certificates.Any(c => c.Id == encryption.Id && c.RevokedAt is null && c.Usage.HasFlag(CertificateUsage.Encrypt))
        && view.Certificates.Any(c => c.Roles.Contains(role));

    public Task<PartyView?> View(PartyId party, CancellationToken cancellation) =>
        grains.GetGrain<IPartyGrain>(party.Value).View().WaitAsync(cancellation);
}
