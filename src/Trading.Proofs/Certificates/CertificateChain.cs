namespace Trading.Proofs.Certificates;

/// <summary>
/// Checks a certificate up to a trusted root. Revocation is not looked at here: whoever accepts a certificate for an
/// act asks its CA at that time and records the answer.
/// </summary>
public static class CertificateChain
{
    /// <summary>Certificates from the holder's to the root, both counted.</summary>
    public const int MaximumLength = 4;

    private static readonly string[] KnownExtensions =
    [
        CertificateOids.BasicConstraints,
        CertificateOids.KeyUsage,
        CertificateOids.TestOnly,
    ];

    /// <summary>The first fault on the way up, or null when the chain holds at that time.</summary>
    /// <param name="certificate">The holder's certificate.</param>
    /// <param name="issuers">
    /// Trusted issuing and root certificates, and nothing a stranger handed in: every self-signed one is a root.
    /// </param>
    /// <param name="at">The moment the chain must hold; validity includes its first and its last second.</param>
    /// <param name="required">Every one of these uses must be allowed.</param>
    /// <param name="allowTestOnly">Whether TEST ONLY certificates count: true in demos and tests alone.</param>
    public static CertificateFault? Check(
        Certificate certificate,
        IReadOnlyCollection<Certificate> issuers,
        DateTimeOffset at,
        CertificateUsage required = CertificateUsage.None,
        bool allowTestOnly = false)
    {
        for (var depth = 0; depth < MaximumLength; depth++)
        {
            if (CheckAlone(certificate, at, required, allowTestOnly) is { } fault)
            {
                return fault;
            }

            var named = issuers
                .Where(issuer => issuer.Body.Subject.Der.AsSpan().SequenceEqual(certificate.IssuerDer))
                .ToList();
            if (named.Count == 0)
            {
                return CertificateFault.WrongIssuer;
            }

            // A CA that renewed its key has two certificates of one name: the signature tells which one it is.
            var signer = named.Find(issuer =>
                issuer.PublicKey.Verify(certificate.Body.Signed, certificate.Body.Signature));
            if (signer is null)
            {
                return CertificateFault.BadSignature;
            }

            if (signer.Equals(certificate))
            {
                return null;
            }

            if (signer.Body.PathLength() < depth)
            {
                return CertificateFault.ChainTooLong;
            }

            certificate = signer;
            required = CertificateUsage.Issue;
        }

        return CertificateFault.ChainTooLong;
    }

    private static CertificateFault? CheckAlone(
        Certificate certificate, DateTimeOffset at, CertificateUsage required, bool allowTestOnly)
    {
        if (certificate.Body.Extensions.Any(e => e.Critical && !KnownExtensions.Contains(e.Oid)))
        {
            return CertificateFault.UnknownCriticalExtension;
        }

        if (certificate.IsTestOnly && !allowTestOnly)
        {
            return CertificateFault.TestOnly;
        }

        if ((certificate.Usage & required) != required)
        {
            return CertificateFault.WrongUsage;
        }

        if (at < certificate.NotBefore)
        {
            return CertificateFault.NotYetValid;
        }

        // notAfter names a whole second (RFC 5280 4.1.2.5).
        return at >= certificate.NotAfter.AddSeconds(1) ? CertificateFault.Expired : null;
    }
}
