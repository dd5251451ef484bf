using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Parties;

/// <summary>
/// What leaves the grain: no contact. Roles are for the login and the administrators, not for the public page.
/// </summary>
public sealed record PartyView(
    PartyId Id,
    string Name,
    PartyKind Kind,
    DateTimeOffset RegisteredAt,
    ImmutableArray<CertificateView> Certificates)
{
    /// <summary>Null before registration.</summary>
    public static PartyView? Of(Party party) => party.RegisteredAt is not { } registeredAt ? null : new PartyView(
        party.Id,
        party.Name,
        party.Kind,
        registeredAt,
        [
            .. party.Certificates.Values.Select(c => new CertificateView(
                c.Taken.Id,
                c.Taken.Name,
                c.Taken.Usage,
                c.Taken.NotBefore,
                c.Taken.NotAfter,
                c.Taken.IsTestOnly,
                c.Taken.Pem,
                c.AddedAt,
                c.RevokedAt,
                party.RolesOf(c.Taken.Id))),
        ]);

    /// <summary>
    /// The roles in which the holder of this certificate may act now; empty for a stranger or a revoked one.
    /// </summary>
    public ImmutableArray<Role> RolesOf(Digest certificate) =>
        Certificates.FirstOrDefault(c => c.Id == certificate)?.Roles ?? [];

    /// <summary>True where the certificate is in use and signs, with or without a role.</summary>
    public bool IsPerson(Digest certificate) =>
        Certificates.Any(c => c.Id == certificate && c.RevokedAt is null && c.Usage.HasFlag(CertificateUsage.Sign));
}

/// <summary>A certificate and, where it signs, what its holder may act as.</summary>
public sealed record CertificateView(
    Digest Id,
    string Name,
    CertificateUsage Usage,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    bool IsTestOnly,
    string Pem,
    DateTimeOffset AddedAt,
    DateTimeOffset? RevokedAt,
    ImmutableArray<Role> Roles);
