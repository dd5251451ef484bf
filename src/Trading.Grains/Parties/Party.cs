using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Parties;

/// <summary>
/// One legal person (or, for an expert, one natural person): its registration, certificates and the roles of its
/// people.
/// </summary>
/// <param name="Id">The grain's key.</param>
public sealed record Party(PartyId Id)
{
    /// <summary>Certificates of a party, revoked ones counted.</summary>
    public const int CertificateLimit = 256;

    /// <summary>Keys to seal to that a party registers with.</summary>
    public const int EncryptionLimit = 4;

    /// <summary>Null until registered.</summary>
    public DateTimeOffset? RegisteredAt { get; init; }

    public string Name { get; init; } = "";

    public PartyKind Kind { get; init; }

    public ImmutableSortedDictionary<Digest, PartyCertificate> Certificates { get; init; } =
        ImmutableSortedDictionary<Digest, PartyCertificate>.Empty;

    public bool IsRegistered => RegisteredAt is not null;

    /// <summary>
    /// Those who trade have the role of a bidder by their registration; nobody grants it (电子招标投标办法 第九条).
    /// </summary>
    public bool IsBidder => IsRegistered && Kind is PartyKind.Bidder or PartyKind.Tenderee or PartyKind.Agency;

    /// <summary>The certificate with this id where it is in use, else null.</summary>
    public PartyCertificate? Live(Digest id) =>
        Certificates.GetValueOrDefault(id) is { IsLive: true } live ? live : null;

    /// <summary>The roles in which the holder of this certificate may act now; empty for a stranger.</summary>
    public ImmutableArray<Role> RolesOf(Digest certificate)
    {
        if (Live(certificate) is not { IsPerson: true } person)
        {
            return [];
        }

        return IsBidder ? [.. person.Roles.Add(Role.Bidder)] : [.. person.Roles];
    }

    public static Party Evolve(Party party, PartyEvent @event) => @event switch
    {
        PartyEvent.PartyRegistered e => party with
        {
            RegisteredAt = e.At,
            Name = e.Name,
            Kind = e.Kind,
            Certificates = party.Certificates.SetItems(
                e.Encryption.Prepend(e.Signing).Select(taken => New(taken, e.At))),
        },
        PartyEvent.CertificateAdded e => party with
        {
            Certificates = party.Certificates.SetItems([New(e.Certificate, e.At)]),
        },
        PartyEvent.CertificateRevoked e => party.Change(
            e.Certificate, certificate => certificate with { RevokedAt = e.At, Roles = [] }),
        PartyEvent.RoleGranted e => party.Change(
            e.Certificate, certificate => certificate with { Roles = certificate.Roles.Add(e.Role) }),
        PartyEvent.RoleRevoked e => party.Change(
            e.Certificate, certificate => certificate with { Roles = certificate.Roles.Remove(e.Role) }),
        _ => party,
    };

    private static KeyValuePair<Digest, PartyCertificate> New(TakenCertificate taken, DateTimeOffset at) =>
        KeyValuePair.Create(taken.Id, new PartyCertificate(taken, at));

    private Party Change(Digest id, Func<PartyCertificate, PartyCertificate> change) =>
        Certificates.TryGetValue(id, out var certificate)
            ? this with { Certificates = Certificates.SetItem(id, change(certificate)) }
            : this;
}
