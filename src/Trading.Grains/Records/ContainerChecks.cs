using System.Globalization;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;

namespace Trading.Grains.Records;

/// <summary>Checks 1 to 5: the zip, its manifest, the centre's signature, the certificates.</summary>
internal static class ContainerChecks
{
    /// <summary>Every file but the manifest is listed, and nothing else is.</summary>
    public static string ManifestListsTheFiles(OpenedRecord record)
    {
        var listed = record.Manifest.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var there = record.Archive.Paths.Where(path => path != RecordPaths.Manifest)
            .ToHashSet(StringComparer.Ordinal);
        Expect.That(listed.IsSubsetOf(there), () => $"listed but missing: {listed.Except(there).First()}");
        Expect.That(there.IsSubsetOf(listed), () => $"there but not listed: {there.Except(listed).First()}");
        return string.Create(CultureInfo.InvariantCulture, $"{listed.Count} files");
    }

    public static async Task<string> FilesAreAsListed(OpenedRecord record)
    {
        foreach (var file in record.Manifest.Files)
        {
            Expect.Same(file.Size, record.Archive.SizeOf(file.Path), file.Path + ": size");
            Expect.Same(file.Sm3, await record.Archive.DigestAsync(file.Path), file.Path + ": SM3");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{record.Manifest.Files.Sum(file => file.Size):N0} bytes");
    }

    /// <summary>The manifest is signed by a certificate of the centre, which is who registered the tender.</summary>
    public static string ManifestIsSignedByTheCentre(OpenedRecord record)
    {
        var centre = record.Tender.Registration?.By.Party ?? default;
        var signers = record.Certificates.Values.Where(c => c.CreditCode == centre.Value && c.Usage.HasFlag(CertificateUsage.Sign));
        var fault = record.SignedManifest.Check(signers.Select(c => c.PublicKey));
        Expect.That(fault is null, () => $"the centre's signature: {fault}");
        return centre.ToString();
    }

    /// <summary>Every certificate in the record was issued under one of its issuers, for the time in which it was used.</summary>
    public static string CertificatesChain(OpenedRecord record)
    {
        foreach (var shown in record.Acts.Where(act => act.Event is { By.Role: not Role.Platform }))
        {
            var by = shown.Event!.By;
            Expect.That(
                record.Certificates.TryGetValue(by.Certificate, out var certificate),
                () => $"event {shown.Shown.Line.Version}: the certificate {by.Certificate} is not in the record");
            var fault = CertificateChain.Check(certificate!, record.Issuers, shown.Event.At, allowTestOnly: true);
            Expect.That(fault is null, () => $"certificate {by.Certificate}: {fault}");
        }

        var test = record.Certificates.Values.Any(c => c.IsTestOnly);
        return string.Create(CultureInfo.InvariantCulture, $"{record.Certificates.Count} certificates")
            + (test ? ", issued by a TEST ONLY CA (仅供测试)" : "");
    }
}
