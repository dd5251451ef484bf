namespace Trading.Proofs.Certificates;

/// <summary>One extension: the value is the content of its OCTET STRING.</summary>
internal sealed record CertificateExtension(string Oid, bool Critical, byte[] Value);
