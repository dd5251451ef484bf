using System.Globalization;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;

namespace Trading.Grains.Records;

/// <summary>
/// Every certificate that something in the record rests on: those of the people who acted, and those bids, draws and the opening
/// policy were sealed to. A custodian whose encryption key nobody vouches for would be the centre itself.
/// </summary>
internal static class CertificateChecks
{
    /// <summary>Each was issued under an issuer that counts, for its use, to its party, for the time in which it was used.</summary>
    public static string CertificatesChain(OpenedRecord record)
    {
        foreach (var (shown, act) in record.Acts)
        {
            if (act is not null)
            {
                ActorIsKnown(record, act, shown.Line.Version);
                foreach (var (certificate, holder, usage) in Named(act))
                {
                    Chains(record, certificate, holder, usage, act.At, shown.Line.Version);
                }
            }
        }

        var test = record.Certificates.Values.Any(c => c.IsTestOnly);
        return string.Create(CultureInfo.InvariantCulture, $"{record.Certificates.Count} certificates")
            + (test ? ", issued by a TEST ONLY CA (仅供测试)" : "")
            + (record.Pinned is null
                ? "; the issuers are those in the record, which its maker chose: give the CA's own certificate to be sure of them"
                : "; under the CA the reader gave");
    }

    /// <summary>Who acted holds the certificate; the platform, which has none, is nobody else.</summary>
    private static void ActorIsKnown(OpenedRecord record, TenderEvent act, long version)
    {
        if (act.By.Role == Role.Platform)
        {
            Expect.Same(Actor.Platform, act.By, $"event {version}: the platform");
            return;
        }

        Expect.That(
            record.Certificates.TryGetValue(act.By.Certificate, out var certificate),
            () => $"event {version}: the certificate {act.By.Certificate} is not in the record");
        Chains(record, certificate!, act.By.Party.Value, CertificateUsage.Sign, act.At, version);
    }

    private static void Chains(
        OpenedRecord record, Certificate certificate, string? holder, CertificateUsage usage, DateTimeOffset at, long version)
    {
        var fault = ContainerChecks.ChainFault(record, certificate, at, usage);
        Expect.That(fault is null, () => $"event {version}: certificate {certificate.Id}: {fault}");

        // A natural person's certificate carries no code; the sheet it signs is checked by its key.
        Expect.That(
            holder is null || !CreditCode.IsValid(holder) || certificate.CreditCode == holder,
            () => $"event {version}: certificate {certificate.Id} is not of {holder}");
    }

    /// <summary>The certificates an event brings, whose they are said to be, and what for.</summary>
    private static IEnumerable<(Certificate Certificate, string? Holder, CertificateUsage Usage)> Named(TenderEvent act) => act switch
    {
        TenderPublished e => e.Certificates.Select(pem => (Certificate.FromPem(pem), (string?)null, CertificateUsage.Sign)).Concat(
            Proofs.Records.PolicyRecord.Parse(e.Policy.Text).Custodians.SelectMany(custodian => new[]
            {
                (Certificate.FromDer(custodian.SignCertificate.AsSpan()), (string?)custodian.Code, CertificateUsage.Sign),
                (Certificate.FromDer(custodian.EncryptCertificate.AsSpan()), custodian.Code, CertificateUsage.Encrypt),
            })),
        DocumentsAmended e => e.Certificates.Select(pem => (Certificate.FromPem(pem), (string?)null, CertificateUsage.Sign)),
        BidSubmitted e => Sealed(e.EncryptionCertificates, e.Bidder),
        BidReplaced e => Sealed(e.EncryptionCertificates, e.Bidder),
        DrawCommitted e => Sealed([e.EncryptionCertificate], e.By.Party),
        _ => [],
    };

    private static IEnumerable<(Certificate, string?, CertificateUsage)> Sealed(IEnumerable<string> pems, PartyId holder) =>
        pems.Select(pem => (Certificate.FromPem(pem), (string?)holder.Value, CertificateUsage.Encrypt));
}
