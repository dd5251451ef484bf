using System.Collections.Immutable;
using Trading.Client;
using Trading.Evaluation;
using Trading.Grains.Documents;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;
using Trading.Web.Demo;

namespace Trading.Benchmarks.Centres;

/// <summary>A bid that its bidder sealed beforehand.</summary>
/// <param name="Files">In the policy's order.</param>
/// <param name="Records">The seal records, which stay with the bidder.</param>
internal sealed record PreparedBid(
    DemoPerson Bidder, long Version, ImmutableArray<SealedFile> Files, ImmutableArray<SealRecord> Records)
{
    private static readonly byte[] SmallPackage = [.. "测试投标文件（仅供测试）"u8];

    /// <summary>A small bid, in memory: its sealed files have the least size there is.</summary>
    public static Task<PreparedBid> Small(DemoPerson bidder, long version, PolicyRecord policy) =>
        Seal(bidder, version, policy, new MemoryStream(SmallPackage), _ => new MemoryStream());

    /// <summary>Seals an opening list beside the given package.</summary>
    /// <param name="output">Makes the stream that takes a sealed part; it must be seekable.</param>
    public static async Task<PreparedBid> Seal(
        DemoPerson bidder, long version, PolicyRecord policy, Stream package, Func<string, Stream> output)
    {
        var list = CanonicalJson.Serialize(new OpeningList(Money.FromYuan(11_000_000 + version), 280, "合格", "测试项目负责人"));
        var files = ImmutableArray.CreateBuilder<SealedFile>();
        var records = ImmutableArray.CreateBuilder<SealRecord>();
        foreach (var (name, part, content) in new[] { ("summary", SealPart.Summary, new MemoryStream(list)), ("all", SealPart.All, package) })
        {
            var sealedFile = output(name);
            var record = await Sealer.SealAsync(
                Request(bidder, version, policy, part), SealSecrets.Draw(BenchCentre.Entropy), content, sealedFile);
            var start = await ReadHeader(sealedFile);
            records.Add(record);
            files.Add(new SealedFile(name, sealedFile, record.FileDigest, start));
        }

        return new PreparedBid(bidder, version, files.ToImmutable(), records.ToImmutable());
    }

    /// <summary>Uploads and hands in; the client checks the receipt.</summary>
    public Task<Receipt> Submit(DemoTender tender) => Bidder.Client.Submit(
        tender.Id, DemoTender.Lot, Files, Bidder.EncryptionCertificates, replaces: Version > 1);

    public async Task Upload()
    {
        foreach (var file in Files)
        {
            await Bidder.Client.Upload(file.Content, DocumentClass.Sealed);
        }
    }

    /// <summary>The signed statement of what <see cref="Upload"/> sent.</summary>
    public SignedText Statement(DemoTender tender, Digest documents) => Bidder.Identity.Sign(new SubmitRecord(
        Version > 1, tender.Id.Value, DemoTender.Lot.Value, Bidder.Party.Value, Version, Files[0].Header.Meta.Opening, documents,
        [.. Files.Select(f => new SubmittedPart(f.Part, f.Digest, f.Content.Length, f.Header.HeaderDigest))],
        [.. Bidder.EncryptionCertificates.Select(c => c.Id)], tender.Now));

    /// <summary>Opens all parts with the library alone, from the seal records, into nothing.</summary>
    public async Task OpenBare(ImmutableArray<Certificate> custodians)
    {
        foreach (var (file, record) in Files.Zip(Records))
        {
            var request = new OpeningRequest
            {
                Certificates = [.. Bidder.EncryptionCertificates, .. custodians],
                BidderRelease = SecretEnvelope.Message(StanzaRole.Bidder, 0, record.Secrets.B),
                CustodianSecret = record.Secrets.T.ToArray(),
            };
            var verdict = await Opener.OpenAsync(request, file.Content, Stream.Null);
            _ = verdict.IsOpen ? verdict : throw new InvalidOperationException($"A bid does not open: {verdict.Cause}.");
        }
    }

    public static ImmutableArray<Certificate> CustodiansOf(PolicyRecord policy) =>
        [.. policy.Custodians.Select(c => Certificate.FromDer(c.EncryptCertificate.AsSpan()))];

    private static SealRequest Request(DemoPerson bidder, long version, PolicyRecord policy, SealPart part) => new()
    {
        Tender = policy.Tender,
        Lot = DemoTender.Lot.Value,
        Part = part,
        Bidder = bidder.Party.Value,
        Version = version,
        Opening = policy.Sm3(),
        Threshold = policy.Threshold.Needed,
        BidderCertificates = bidder.EncryptionCertificates,
        CustodianCertificates = CustodiansOf(policy),
    };

    private static async Task<SealedHeader> ReadHeader(Stream sealedFile)
    {
        sealedFile.Position = 0;
        var (header, fault) = await SealedHeader.ReadAsync(sealedFile);
        return header ?? throw new InvalidOperationException($"What was sealed cannot be read: {fault}.");
    }

    /// <summary>The fields of the opening list as the documents' schema names them.</summary>
    private sealed record OpeningList(Money Price, int DurationDays, string Quality, string Manager);
}
