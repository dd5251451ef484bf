using System.Collections.Immutable;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Parties;

/// <summary>What happened to a party. The JSON of each is for ever: golden files pin it.</summary>
public abstract record PartyEvent
{
    private PartyEvent()
    {
    }

    /// <summary>
    /// When the act was received; the same as the journal's recorded_at, so that replay needs nothing else.
    /// </summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>In whose name, with which certificate and in which role it was done.</summary>
    public required Actor By { get; init; }

    /// <param name="Code">The party's id.</param>
    /// <param name="Name">Its name, as signed.</param>
    /// <param name="Kind">What it is, as signed.</param>
    /// <param name="Statement">register/1.</param>
    /// <param name="Signing">The certificate that signed it.</param>
    /// <param name="Encryption">Keys to seal to.</param>
    /// <param name="Issuers">Fingerprints of the issuers that were trusted then.</param>
    /// <param name="Contact">Erasable.</param>
    /// <param name="ContactSalt">Erasable with it; without it the digest in the statement tells nothing.</param>
    public sealed record PartyRegistered(
        PartyId Code,
        string Name,
        PartyKind Kind,
        SignedText Statement,
        TakenCertificate Signing,
        ImmutableArray<TakenCertificate> Encryption,
        ImmutableArray<Digest> Issuers,
        [property: Private] PartyContact? Contact = null,
        [property: Private] Digest? ContactSalt = null) : PartyEvent;

    public sealed record CertificateAdded(TakenCertificate Certificate, ImmutableArray<Digest> Issuers) : PartyEvent;

    public sealed record CertificateRevoked(Digest Certificate, string Reason) : PartyEvent;

    [Visible(Visibility.Restricted)]
    public sealed record RoleGranted(Digest Certificate, Role Role) : PartyEvent;

    [Visible(Visibility.Restricted)]
    public sealed record RoleRevoked(Digest Certificate, Role Role) : PartyEvent;
}
