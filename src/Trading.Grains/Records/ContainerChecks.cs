using System.Globalization;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;

namespace Trading.Grains.Records;

/// <summary>The zip, its manifest, the centre's signature.</summary>
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

    /// <summary>
    /// The manifest is signed by a certificate of the centre, which is who registered the tender. A person of the centre who acted
    /// in this tender does not sign for the centre.
    /// </summary>
    public static string ManifestIsSignedByTheCentre(OpenedRecord record)
    {
        var centre = Centre(record);
        var at = record.Events[^1].Line.RecordedAt;
        var signers = record.Certificates.Values
            .Where(c => c.CreditCode == centre && !record.Tender.Departments.ContainsKey(c.Id)
                && ChainFault(record, c, at, CertificateUsage.Sign) is null);
        var fault = record.SignedManifest.Check(signers.Select(c => c.PublicKey));
        Expect.That(fault is null, () => $"the centre's signature: {fault}");
        return centre;
    }

    /// <summary>Each file has its place in a record of this form: nothing stands beside what the checks look at.</summary>
    public static string EveryFileHasItsPlace(OpenedRecord record)
    {
        HashSet<string> places =
        [
            RecordPaths.Manifest, RecordPaths.Events, RecordPaths.Checkpoint, RecordPaths.LogKey, RecordPaths.Proofs,
            .. record.Certificates.Keys.Select(RecordPaths.Certificate),
            .. record.Acts.Select(act => BidChecks.DocumentsOf(act.Event)).OfType<TenderDocuments>()
                .SelectMany(documents => documents.Files).Select(file => RecordPaths.Document(file.Digest)),
            .. from lot in record.Tender.LotsInOrder
               from verdict in lot.Opening?.Verdicts?.Verdicts ?? []
               from part in lot.LiveBidOf(verdict.Bidder)?.Parts ?? []
               where record.Manifest.Restricted || part.Part == VerdictLaw.PublicPart
               from path in new[]
               {
                   RecordPaths.Sealed(lot.Id.Value, verdict.Bidder.Value, part.Part),
                   RecordPaths.Opened(lot.Id.Value, verdict.Bidder.Value, part.Part),
               }
               select path,
        ];
        foreach (var path in record.Archive.Paths)
        {
            Expect.That(
                places.Contains(path) || path.StartsWith(RecordPaths.Issuers, StringComparison.Ordinal),
                () => $"{path} belongs to nothing in this record");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{record.Archive.Paths.Count} files");
    }

    /// <summary>The centre's credit code: whose department registered the tender.</summary>
    public static string Centre(OpenedRecord record) =>
        record.Tender.Registration?.By.Party.Value ?? throw new CheckFailedException("no tender was registered");

    /// <summary>Why a certificate does not count for a use at a time; null where it does.</summary>
    public static CertificateFault? ChainFault(
        OpenedRecord record, Certificate certificate, DateTimeOffset at, CertificateUsage required) =>
        CertificateChain.Check(certificate, record.Issuers, at, required, record.AllowTestOnly);
}
