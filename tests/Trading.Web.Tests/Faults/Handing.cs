using System.Collections.Immutable;
using System.Text;
using Trading.Client;
using Trading.Grains.Documents;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;
using Trading.Silo.Tests.Openings;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests.Faults;

/// <summary>What a bidder's own program may hand in: any bytes, uploaded and stated without the checks of ours.</summary>
internal sealed class Handing(TenderPlay play)
{
    public static byte[] List(long priceFen) =>
        Encoding.UTF8.GetBytes($"{{\"days\":300,\"manager\":\"测试项目经理\",\"price_fen\":{priceFen}}}");

    public SealRequest Request(Someone bidder, SealPart part, long version = 1) => new()
    {
        Tender = TenderPlay.Id.Value,
        Lot = TenderPlay.Lot.Value,
        Part = part,
        Bidder = bidder.Party.Value,
        Version = version,
        Opening = Digest.OfUtf8(play.Policy.ToText()),
        Threshold = 2,
        BidderCertificates = [bidder.Encryption],
        CustodianCertificates = [.. play.Custodians.Select(c => c.Encryption)],
    };

    /// <summary>A file with a flaw of <see cref="ForgedFile"/>.</summary>
    public byte[] Forge(Someone bidder, SealPart part, byte[] content, Flaw flaw = Flaw.None) =>
        ForgedFile.Make(Request(bidder, part), SealSecrets.Draw(CentreHost.Entropy), content, flaw);

    /// <summary>Uploads both files as they are and states them; the centre says whether it takes them.</summary>
    public async Task<Receipt> Submit(Someone bidder, byte[] summary, byte[] all, CommandId? id = null, CentreClient? by = null)
    {
        var client = by ?? bidder.Client;
        var parts = ImmutableArray.CreateBuilder<SubmittedPart>();
        foreach (var (part, file) in new[] { ("summary", summary), ("all", all) })
        {
            await client.Upload(new MemoryStream(file), DocumentClass.Sealed);
            var isRead = SealedHeader.TryParse(file.AsSpan(0, Math.Min(file.Length, SealLimits.Header)), out var header, out _);
            parts.Add(new SubmittedPart(part, Digest.Of(file), file.Length, isRead ? header!.HeaderDigest : Digest.Of(file)));
        }

        var documents = (await client.Tender(TenderPlay.Id)).DocumentsSm3!.Value;
        var statement = new SubmitRecord(
            false, TenderPlay.Id.Value, TenderPlay.Lot.Value, bidder.Party.Value, 1, Digest.OfUtf8(play.Policy.ToText()), documents,
            parts.ToImmutable(), [bidder.Encryption.Id], play.Host.Clock.GetUtcNow());
        return await client.Submit(TenderPlay.Id, TenderPlay.Lot, bidder.Identity.Sign(statement), [bidder.Encryption], id);
    }
}
