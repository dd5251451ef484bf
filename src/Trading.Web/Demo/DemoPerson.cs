using System.Collections.Immutable;
using Trading.Client;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Web.Demo;

/// <summary>
/// Somebody who takes part: a signing key, encryption keys on devices of their own, and a client. Everybody's secrets are in one
/// process here, which is the one thing a real centre does otherwise; between them goes only what goes over HTTP.
/// </summary>
internal sealed record DemoPerson(
    string Name, CentreClient Client, ClientIdentity Identity, ImmutableArray<DemoLock> Locks)
{
    public PartyId Party => Identity.Party;

    public Certificate Certificate => Identity.Certificate;

    public Certificate Encryption => Locks[0].Certificate;

    public ImmutableArray<Certificate> EncryptionCertificates => [.. Locks.Select(one => one.Certificate)];
}

/// <summary>An encryption key and its certificate: 主锁, or 副锁.</summary>
internal sealed record DemoLock(Sm2PrivateKey Key, Certificate Certificate);
