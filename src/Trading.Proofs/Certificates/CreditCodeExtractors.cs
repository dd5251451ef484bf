using System.Formats.Asn1;
using System.Text;

namespace Trading.Proofs.Certificates;

/// <summary>
/// Where each CA puts the holder's 统一社会信用代码. There is no common place, so this is a table by issuer; a new CA
/// is a new line and a test with one of its certificates. The common name is never a source.
/// </summary>
internal static class CreditCodeExtractors
{
    private static readonly Rule[] Rules =
    [
        new("UniTrust", [Extension("1.2.156.1.8888.148"), Extension(CertificateOids.CreditCode)]),
        new(null, [Extension(CertificateOids.CreditCode), Extension("1.2.156.10260.4.4")]),
    ];

    internal static string? Find(Certificate certificate)
    {
        var organization = certificate.Body.Issuer[DistinguishedName.Organization];
        var rule = Array.Find(Rules, r => r.IssuerOrganization is null || r.IssuerOrganization == organization);
        return rule?.Sources.Select(source => source(certificate.Body)).FirstOrDefault(Certificates.CreditCode.IsValid);
    }

    private static Func<CertificateBody, string?> Extension(string oid) => body =>
        body.Find(oid) is { } extension ? Certificates.CreditCode.Normalize(Text(extension.Value)) : null;

    /// <summary>Most wrap the code in an ASN.1 string, some write its bare characters.</summary>
    private static string Text(byte[] value)
    {
        try
        {
            return DistinguishedName.Text(new AsnReader(value, AsnEncodingRules.DER));
        }
        catch (AsnContentException)
        {
            return Encoding.ASCII.GetString(value);
        }
    }

    private sealed record Rule(string? IssuerOrganization, Func<CertificateBody, string?>[] Sources);
}
