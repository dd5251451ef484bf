using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Tests.Sealing;

/// <summary>More parties than the vectors have, from the test CA.</summary>
internal static class SealingPeople
{
    private static readonly TestCa Ca = TestCa.Create(Fixtures.Entropy("sealing ca"), Fixtures.At);

    internal static (Certificate Certificate, Sm2PrivateKey Key) Encryption(string name)
    {
        var key = Sm2PrivateKey.Generate(Fixtures.Entropy(name));
        return (Ca.Issue(name, null, key.PublicKey, CertificateUsage.Encrypt, Fixtures.At), key);
    }
}
