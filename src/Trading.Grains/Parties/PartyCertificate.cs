using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Parties;

/// <summary>A certificate as it was taken: enough to work with, and the whole of it as PEM.</summary>
/// <param name="Id">SM3 of the public key's SPKI.</param>
/// <param name="Name">The holder's common name.</param>
/// <param name="Usage">Sign or Encrypt.</param>
/// <param name="NotBefore">First valid second.</param>
/// <param name="NotAfter">Last valid second.</param>
/// <param name="IsTestOnly">Issued by a TEST ONLY authority.</param>
/// <param name="Pem">The certificate.</param>
public sealed record TakenCertificate(
    Digest Id,
    string Name,
    CertificateUsage Usage,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    bool IsTestOnly,
    string Pem)
{
    public static TakenCertificate Of(Certificate c) =>
        new(c.Id, c.CommonName, c.Usage, c.NotBefore, c.NotAfter, c.IsTestOnly, c.ToPem());
}

/// <summary>A party's certificate: who holds a signing one is a person, and roles are the person's.</summary>
public sealed record PartyCertificate(TakenCertificate Taken, DateTimeOffset AddedAt)
{
    /// <summary>Null while it counts.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Granted roles; a bidder's role is not granted but comes with the registration.</summary>
    public ImmutableSortedSet<Role> Roles { get; init; } = [];

    public bool IsLive => RevokedAt is null;

    public bool IsPerson => IsLive && Taken.Usage.HasFlag(CertificateUsage.Sign);
}

/// <summary>
/// The certificates trusted at the moment of an act. The platform puts it into the command from its own settings and
/// never takes it from a client; with it the rules decide without asking anybody.
/// </summary>
/// <param name="Issuers">PEM of trusted issuing and root certificates.</param>
/// <param name="AllowTestOnly">True in demos and tests alone.</param>
public sealed record Trust(ImmutableArray<string> Issuers, bool AllowTestOnly);
