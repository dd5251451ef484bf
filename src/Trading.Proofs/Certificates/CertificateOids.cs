namespace Trading.Proofs.Certificates;

/// <summary>Extensions read and written here.</summary>
internal static class CertificateOids
{
    internal const string SubjectKeyIdentifier = "2.5.29.14";
    internal const string KeyUsage = "2.5.29.15";
    internal const string BasicConstraints = "2.5.29.19";
    internal const string AuthorityKeyIdentifier = "2.5.29.35";

    /// <summary>组织机构代码 / 信用代码 in most CAs' certificates, and in ours (GM/T 0015).</summary>
    internal const string CreditCode = "1.2.156.10260.4.1.4";

    /// <summary>
    /// Ours, from the arc of UUIDs, which needs no registration: critical, so that others refuse it too.
    /// </summary>
    internal const string TestOnly = "2.25.137438957472530112940347256823147862014";
}
