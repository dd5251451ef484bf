namespace Trading.Proofs.Certificates;

/// <summary>
/// Why a certificate is not believed, in the order in which it is looked for, certificate by certificate.
/// </summary>
public enum CertificateFault
{
    /// <summary>A critical extension this code does not know.</summary>
    UnknownCriticalExtension,

    /// <summary>Marked TEST ONLY 仅供测试, and the caller did not allow that.</summary>
    TestOnly,

    /// <summary>keyUsage does not allow what the key is to do; missing keyUsage allows nothing.</summary>
    WrongUsage,

    /// <summary>The time asked about lies before the first valid second.</summary>
    NotYetValid,

    /// <summary>The time asked about lies after the last valid second.</summary>
    Expired,

    /// <summary>No trusted certificate carries the issuer's name, or the chain does not end in a root.</summary>
    WrongIssuer,

    /// <summary>The issuer's name is known, but its key did not make the signature.</summary>
    BadSignature,

    /// <summary>More than four certificates up to the root, or more than an issuer's path length allows.</summary>
    ChainTooLong,
}
