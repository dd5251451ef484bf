using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Client;

/// <summary>Who a client acts as: a signing key, its certificate, and the party behind it.</summary>
/// <param name="Key">The signing key; it never leaves the client's machine.</param>
/// <param name="Certificate">Its certificate.</param>
/// <param name="Party">The credit code of the certificate; for a natural person the number the platform gave.</param>
public sealed record ClientIdentity(ISm2PrivateKey Key, Certificate Certificate, PartyId Party)
{
    /// <summary>A legal person's identity: the party is the certificate's credit code.</summary>
    /// <exception cref="FormatException">The certificate carries no credit code.</exception>
    public static ClientIdentity Of(ISm2PrivateKey key, Certificate certificate) => new(
        key, certificate,
        PartyId.Create(certificate.CreditCode ?? throw new FormatException("The certificate carries no credit code.")));

    /// <summary>A record's text with this person's signature.</summary>
    public SignedText Sign(string text) => new SignedText(text, []).With(Key);

    /// <summary>The same of a record.</summary>
    public SignedText Sign(LineRecord record) => Sign(record.ToText());
}
