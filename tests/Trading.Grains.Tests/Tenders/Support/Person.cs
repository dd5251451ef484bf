using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tests.Tenders.Support;

/// <summary>A test person with a double certificate: one key signs, one receives.</summary>
internal sealed record Person(
    PartyId Party, Sm2PrivateKey SignKey, Certificate Sign, Sm2PrivateKey EncryptKey, Certificate Encrypt)
{
    public string Pem { get; } = Sign.ToPem();

    public string EncryptPem { get; } = Encrypt.ToPem();

    public Actor As(Role role) => new(Party, Sign.Id, role);

    public SignedText Signs(LineRecord record) => Signs(record.ToText());

    public SignedText Signs(string text) => new SignedText(text, []).With(SignKey);
}
