using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Grains.Records;

/// <summary>
/// The sealed files themselves, opened again on the reader's machine with the published secrets: envelopes, MAC, commitment,
/// chunks and padding (sealing.md B.3, steps 0 to 9).
/// </summary>
internal static class SealedChecks
{
    /// <summary>Every sealed file in the record is byte for byte the one that was submitted.</summary>
    public static async Task<string> FilesAreTheSubmitted(OpenedRecord record)
    {
        var count = 0;
        foreach (var file in Files(record))
        {
            Expect.Same(file.Part.File, await record.Archive.DigestAsync(file.Path), file.Path);
            Expect.Same(file.Part.Size, record.Archive.SizeOf(file.Path), file.Path + ": size");
            count++;
        }

        return Counted(count, "sealed files");
    }

    /// <summary>Each opens with the published B and T; what is inside is what was shown, and what the record holds opened.</summary>
    public static async Task<string> FilesOpenToWhatWasShown(OpenedRecord record)
    {
        var count = 0;
        foreach (var file in Files(record).Where(file => file.Verdict.IsOpened))
        {
            var shown = file.Verdict.Parts.Single(part => part.Part == file.Part.Part);
            var opened = RecordPaths.Opened(file.Lot.Id.Value, file.Verdict.Bidder.Value, file.Part.Part);
            Expect.Same(shown.ContentSm3, await record.Archive.DigestAsync(opened), opened);
            if (file.Lot.Opening!.ReleaseOf(file.Verdict.Bidder).Copy is not null)
            {
                await CopyIsAsShown(record, file, opened);
                continue;
            }

            await using var content = new ContentStream(keep: file.IsPublic);
            var verdict = await Open(record, file, content);
            Expect.That(verdict.IsOpen, () => $"{file.Path}: {verdict.Cause}, {verdict.Evidence}");
            Expect.Same(shown.PlaintextSm3, verdict.PlaintextDigest, file.Path + ": H(P)");
            Expect.Same(shown.ContentSm3, content.ToDigest(), file.Path + ": content");
            ListIsAsShown(file, content.Kept);
            count++;
        }

        return Counted(count, "files opened again");
    }

    /// <summary>
    /// A bid that failed by its own file fails again on the reader's machine. Where the fault is in a part that the public form
    /// withholds, the restricted form shows it, and this check says so.
    /// </summary>
    public static async Task<string> FailuresAreProved(OpenedRecord record)
    {
        var (proved, elsewhere) = (0, 0);
        foreach (var bid in Files(record).Where(file => !file.Verdict.IsOpened).GroupBy(file => (file.Lot.Id, file.Verdict.Bidder)))
        {
            var verdict = bid.First().Verdict;
            var isProved = false;
            foreach (var file in bid)
            {
                await using var content = new ContentStream(keep: file.IsPublic);
                var again = await Open(record, file, content);
                isProved |= verdict.Cause == VerdictLaw.FileMalformed
                    ? !again.IsOpen && again.Cause != OpeningCause.DamagedInStorage
                    : file.IsPublic && again.IsOpen && IsNoList(file.Lot, content.Kept);
            }

            var isElsewhere = !isProved && verdict.Cause == VerdictLaw.FileMalformed && !record.Manifest.Restricted;
            Expect.That(isProved || isElsewhere, () => $"{verdict.Bidder}: {verdict.Cause}, and nothing is wrong with its files");
            (proved, elsewhere) = (proved + (isProved ? 1 : 0), elsewhere + (isElsewhere ? 1 : 0));
        }

        return proved > 0 ? string.Create(CultureInfo.InvariantCulture, $"{proved} proved, {elsewhere} by the restricted form alone")
            : throw new CheckNotApplicableException(elsewhere > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{elsewhere} bids failed by a part that only the restricted form shows")
                : "no bid failed by its own file");
    }

    /// <summary>What bidders and custodians said they released (H(m)) is what the published secrets make.</summary>
    public static string ReleasesAreOfTheseSecrets(OpenedRecord record)
    {
        var count = 0;
        foreach (var file in Files(record).Where(
            file => file.Verdict.IsOpened && file.Lot.Opening!.ReleaseOf(file.Verdict.Bidder).Copy is null))
        {
            var opening = file.Lot.Opening!;
            var released = opening.ReleaseOf(file.Verdict.Bidder).Released?.Checks.Single(check => check.Part == file.Part.Part);
            Expect.Same(released?.Sm3, Digest.Of(BidderMessage(file.Keys)), file.Path + ": H(m_B)");
            var header = Header(file);
            var shares = Shamir.Share(
                header.MetaDigest, Convert.FromBase64String(file.Keys.T), Shamir.CustodianPurpose, header.Meta.Threshold,
                header.Meta.Custodians);
            foreach (var (custodian, act) in opening.Shares)
            {
                var check = act.Checks.Single(one => one.Bidder == file.Verdict.Bidder && one.Part == file.Part.Part);
                var message = (byte[])[(byte)StanzaRole.Custodian, (byte)custodian, .. shares[custodian - 1]];
                Expect.That(
                    check.Cause is not null || check.Sm3 == Digest.Of(message),
                    () => $"{file.Path}: custodian {custodian}'s share is not the one the file's T makes");
            }

            count++;
        }

        return Counted(count, "files");
    }

    /// <summary>Parts that are not public: their headers are the submitted ones, and every live bid has its verdict.</summary>
    public static string EveryBidHasItsVerdict(OpenedRecord record)
    {
        var verdicts = 0;
        foreach (var lot in Opened(record))
        {
            var shown = lot.Opening!.Verdicts!.Verdicts;
            Expect.That(
                shown.Select(v => v.Bidder.Value).Order(StringComparer.Ordinal)
                    .SequenceEqual(lot.LiveBids.Select(bid => bid.Bidder.Value).Order(StringComparer.Ordinal)),
                () => $"lot {lot.Id}: the verdicts are not those of the live bids");
            foreach (var verdict in shown)
            {
                Expect.That(verdict.IsOpened == verdict.Attribution is null, () => $"{verdict.Bidder}: cause and attribution disagree");
                var bid = lot.Bids[verdict.Bidder];
                foreach (var part in bid.Parts.Where(_ => verdict.IsOpened))
                {
                    var found = verdict.Parts.Single(one => one.Part == part.Part);
                    Expect.Same(part.File, found.StoredSm3, $"{verdict.Bidder} {part.Part}: SM3 as read back");
                    Expect.Same(Header(part).Meta.PlaintextDigest, found.PlaintextSm3, $"{verdict.Bidder} {part.Part}: H(P)");
                }

                verdicts++;
            }
        }

        return Counted(verdicts, "verdicts");
    }

    private static async Task<OpeningVerdict> Open(OpenedRecord record, SealedFile file, Stream content)
    {
        await using var input = await record.OpenSeekableAsync(file.Path);
        var verdict = await Opener.OpenAsync(Request(record, file), input, content);
        Expect.Same(0, verdict.IsOpen ? verdict.NotChecked.Length : 0, file.Path + ": things not checked");
        return verdict;
    }

    /// <summary>A copy has no B and T: that it is what was sealed is in its padded digest, that it is what was shown in the list.</summary>
    private static async Task CopyIsAsShown(OpenedRecord record, SealedFile file, string opened)
    {
        await using var content = new ContentStream(keep: file.IsPublic);
        await using var input = record.Archive.OpenFile(opened);
        await input.CopyToAsync(content);
        ListIsAsShown(file, content.Kept);
    }

    /// <summary>Whether the content is not an opening list of the documents' form.</summary>
    private static bool IsNoList(Lot lot, byte[]? content)
    {
        if (content is null || CanonicalJson.Check(content) is not null)
        {
            return true;
        }

        using var list = JsonDocument.Parse(content);
        return OpeningListForm.FaultOf(lot.Terms!.OpeningList, list.RootElement) is not null;
    }

    private static void ListIsAsShown(SealedFile file, byte[]? content)
    {
        if (!file.IsPublic)
        {
            return;
        }

        Expect.That(content is not null, () => $"{file.Path}: longer than an opening list may be");
        using var list = JsonDocument.Parse(content);
        Expect.That(
            CanonicalJson.Write(list.RootElement).AsSpan().SequenceEqual(CanonicalJson.Write(file.Verdict.OpeningList!.Value)),
            () => $"{file.Path}: the opening list is not the one that was shown");
        Expect.That(
            OpeningListForm.FaultOf(file.Lot.Terms!.OpeningList, list.RootElement) is null,
            () => $"{file.Path}: the opening list does not fit the documents' schema");
    }

    private static OpeningRequest Request(OpenedRecord record, SealedFile file) => new()
    {
        Receipt = new FileReceipt(file.Part.File, file.Part.Size),
        Expected = new HeaderExpectation
        {
            Tender = record.Manifest.Tender,
            Lot = file.Lot.Id.Value,
            Bidder = file.Verdict.Bidder.Value,
            Version = file.Verdict.Version,
            Part = SealWords.ParsePart(file.Part.Part),
            Opening = record.Tender.Notice!.PolicySm3,
            Threshold = record.Tender.Notice.Policy.Threshold.Needed,
            CustodianKeys = [.. Custodians(record).Select(c => c.Id)],
            BidderKeys = [.. file.BidderCertificates.Select(c => c.Id)],
        },
        Certificates = [.. file.BidderCertificates, .. Custodians(record)],
        BidderRelease = BidderMessage(file.Keys),
        CustodianSecret = Convert.FromBase64String(file.Keys.T),
    };

    private static byte[] BidderMessage(KeptSecret secret) => [(byte)StanzaRole.Bidder, 0, .. Convert.FromBase64String(secret.B)];

    private static IEnumerable<Certificate> Custodians(OpenedRecord record) =>
        record.Tender.Notice!.Policy.Custodians.Select(custodian => Certificate.FromDer(custodian.EncryptCertificate.AsSpan()));

    private static SealedHeader Header(SealedFile file) => Header(file.Part);

    private static SealedHeader Header(SealedPart part) =>
        SealedHeader.TryParse(System.Text.Encoding.UTF8.GetBytes(part.Header), out var header, out var fault)
            ? header
            : throw new InvalidDataException($"a header does not parse: {fault}");

    private static IEnumerable<Lot> Opened(OpenedRecord record) =>
        record.Tender.LotsInOrder.Where(lot => lot.Opening?.Verdicts is not null);

    /// <summary>
    /// The sealed files a record must hold: of every bid that was tried with keys or a copy, the summary always, the other parts in
    /// the restricted form. What was tried with keys has its B and T there.
    /// </summary>
    private static IEnumerable<SealedFile> Files(OpenedRecord record) =>
        from lot in Opened(record)
        let secrets = record.SecretsOf(lot.Id)
        from verdict in lot.Opening!.Verdicts!.Verdicts
        where verdict.IsOpened || VerdictLaw.IsByTheFile(verdict.Cause)
        let bid = lot.Bids[verdict.Bidder]
        from part in bid.Parts
        where part.Part == VerdictLaw.PublicPart || record.Manifest.Restricted
        select new SealedFile(
            lot, verdict, part, RecordPaths.Sealed(lot.Id.Value, verdict.Bidder.Value, part.Part),
            secrets.FirstOrDefault(secret => secret.Bidder == verdict.Bidder && secret.Part == part.Part),
            [.. bid.EncryptionCertificates.Select(Certificate.FromPem)]);

    private static string Counted(int count, string what) => count == 0
        ? throw new CheckNotApplicableException($"no {what}")
        : string.Create(CultureInfo.InvariantCulture, $"{count} {what}");

    private sealed record SealedFile(
        Lot Lot, BidVerdict Verdict, SealedPart Part, string Path, KeptSecret? Secret, ImmutableArray<Certificate> BidderCertificates)
    {
        public bool IsPublic => Part.Part == VerdictLaw.PublicPart;

        public KeptSecret Keys => Secret ?? throw new CheckFailedException($"{Path}: the record holds no B and T of it");
    }
}
