namespace Trading.Proofs.Certificates;

/// <summary>What the holder may do with a certificate's key (GM/T 0015: double certificates).</summary>
[Flags]
public enum CertificateUsage
{
    /// <summary>The certificate does not say; real ones always do.</summary>
    None = 0,

    /// <summary>Sign records and log in: digitalSignature and nonRepudiation.</summary>
    Sign = 1,

    /// <summary>Receive sealed secrets: keyEncipherment, dataEncipherment and keyAgreement.</summary>
    Encrypt = 2,

    /// <summary>Sign other certificates: basicConstraints CA and keyCertSign.</summary>
    Issue = 4,
}
