using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Trading.Client;
using Trading.Evaluation;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Web.Demo;

/// <summary>A bid of the play, sealed on its bidder's side: a real zip with a real workbook, and the opening list.</summary>
/// <param name="Files">The sealed files, in the policy's order.</param>
/// <param name="Records">The seal records, which stay with the bidder.</param>
internal sealed record DemoBid(Money Price, ImmutableArray<SealedFile> Files, ImmutableArray<SealRecord> Records)
{
    public static async Task<DemoBid> Seal(
        DemoPerson bidder, PolicyRecord policy, decimal percent, long version, Entropy entropy, ImmutableArray<Certificate> keys)
    {
        var bill = DemoBill.Priced(percent);
        var parts = new Dictionary<string, byte[]>
        {
            ["summary"] = CanonicalJson.Serialize(new OpeningList(bill.Total, 280, "合格", $"测试项目负责人{bidder.Name[5]}")),
            ["all"] = Package(bidder, percent),
        };
        var files = ImmutableArray.CreateBuilder<SealedFile>();
        var records = ImmutableArray.CreateBuilder<SealRecord>();
        foreach (var part in policy.Parts)
        {
            using var content = new MemoryStream(parts[part]);
            var output = new MemoryStream();
            records.Add(await Sealer.SealAsync(
                Request(bidder, policy, part, version, keys), SealSecrets.Draw(entropy), content, output));
            files.Add(await SealedFile.Read(output));
        }

        return new DemoBid(bill.Total, files.ToImmutable(), records.ToImmutable());
    }

    private static SealRequest Request(
        DemoPerson bidder, PolicyRecord policy, string part, long version, ImmutableArray<Certificate> keys) => new()
        {
            Tender = policy.Tender,
            Lot = DemoDocuments.Lot.Value,
            Part = SealWords.ParsePart(part)!.Value,
            Bidder = bidder.Party.Value,
            Version = version,
            Opening = policy.Sm3(),
            Threshold = policy.Threshold.Needed,
            BidderCertificates = keys,
            CustodianCertificates = [.. policy.Custodians.Select(c => Certificate.FromDer(c.EncryptCertificate.AsSpan()))],
        };

    private static byte[] Package(DemoPerson bidder, decimal percent)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            Add(zip, "已标价工程量清单.xlsx", DemoBill.Workbook(percent));
            Add(zip, "投标函.txt", Encoding.UTF8.GetBytes($"{bidder.Name}（仅供测试）愿按招标文件承担本工程。\n"));
            Add(zip, "施工组织设计.txt", Encoding.UTF8.GetBytes("施工部署、进度计划、质量与安全措施（仅供测试）。\n"));
        }

        return stream.ToArray();
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(content);
    }

    /// <summary>The fields of the opening list as the documents' schema names them.</summary>
    private sealed record OpeningList(Money Price, int DurationDays, string Quality, string Manager);
}
