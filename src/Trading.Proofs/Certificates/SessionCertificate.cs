using Trading.Proofs.Primitives;

namespace Trading.Proofs.Certificates;

/// <summary>
/// A self-signed encryption certificate for the key of one opening or one evaluation: envelopes name their recipient
/// by issuer and serial number, and a session key has no CA. What vouches for it is the record that publishes its id.
/// </summary>
public static class SessionCertificate
{
    /// <summary>Makes one, valid in whole seconds from and to the given moments.</summary>
    /// <param name="key">The session's key; signs its own certificate.</param>
    /// <param name="name">What the session is, 1 to 64 characters, such as the opening's id.</param>
    /// <param name="entropy">For the serial number.</param>
    /// <param name="from">First valid moment.</param>
    /// <param name="to">Last valid moment.</param>
    public static Certificate Create(
        ISm2PrivateKey key, string name, Entropy entropy, DateTimeOffset from, DateTimeOffset to)
    {
        if (name.Length is 0 or > 64)
        {
            throw new ArgumentException("A session's name has 1 to 64 characters.", nameof(name));
        }

        var subject = DistinguishedName.Of((DistinguishedName.CommonName, name));
        return new CertificateWriter
        {
            Serial = CertificateWriter.NewSerial(entropy),
            Issuer = subject,
            Subject = subject,
            NotBefore = DateTimeOffset.FromUnixTimeSeconds(from.ToUnixTimeSeconds()),
            NotAfter = DateTimeOffset.FromUnixTimeSeconds(to.ToUnixTimeSeconds()),
            Key = key.PublicKey,
            Usage = CertificateUsage.Encrypt,
        }.Sign(key);
    }
}
