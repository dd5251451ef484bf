using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Grains.Tests.Tenders.Support;

/// <summary>Really sealed test bids; each is sealed once.</summary>
internal static class Bids
{
    private static readonly ConcurrentDictionary<string, (SealedPart Part, SealRecord Record)> _sealed = new();

    public static (SealedPart Part, SealRecord Record) Seal(Person bidder, string part, long version, SealRequest? request = null)
    {
        request ??= Request(bidder, part, version);
        var key = $"{bidder.Party} {part} {request.Version} {request.Threshold} {request.Tender} {request.Lot} {request.Opening} "
            + $"{request.Bidder} {request.Release} {string.Join(' ', request.BidderCertificates.Concat(request.CustodianCertificates).Select(c => c.Id))}";
        return _sealed.GetOrAdd(key, _ =>
        {
            using var file = new MemoryStream(Encoding.UTF8.GetBytes($"{part} of {bidder.Party}"));
            using var output = new MemoryStream();
            var record = Sealer.SealAsync(request, SealSecrets.Draw(Cast.Entropy(key)), file, output).GetAwaiter().GetResult();
            Assert.True(SealedHeader.TryParse(output.ToArray().AsSpan(0, (int)Math.Min(65_536, output.Length)), out var header, out var _));
            return (new SealedPart(part, record.FileDigest, record.FileLength, Encoding.UTF8.GetString(header.Bytes)), record);
        });
    }

    public static SealRequest Request(Person bidder, string part, long version) => new()
    {
        Tender = Terms.Id.Value,
        Lot = Terms.Lot.Value,
        Part = part == "summary" ? SealPart.Summary : SealPart.All,
        Bidder = bidder.Party.Value,
        Version = version,
        Opening = Terms.PolicySm3,
        Threshold = 2,
        BidderCertificates = [bidder.Encrypt],
        CustodianCertificates = [.. Cast.Custodians.Select(custodian => custodian.Encrypt)],
    };

    public static ImmutableArray<SealedPart> Parts(Person bidder, long version) =>
        [Seal(bidder, "summary", version).Part, Seal(bidder, "all", version).Part];

    public static SubmitRecord Statement(
        Person bidder, long version, bool replaces = false, ImmutableArray<SealedPart>? parts = null, Digest? documents = null) => new(
        replaces,
        Terms.Id.Value,
        Terms.Lot.Value,
        bidder.Party.Value,
        version,
        Terms.PolicySm3,
        documents ?? Notice.DigestOf(Terms.Documents),
        [.. (parts ?? Parts(bidder, version)).Select(part => new SubmittedPart(
            part.Part, part.File, part.Size, Digest.OfUtf8(part.Header)))],
        [bidder.Encrypt.Id],
        Terms.SaleFrom);

    public static SubmitBid Submit(Person bidder, long version = 1, bool replaces = false) => new(
        Terms.Lot, bidder.Signs(Statement(bidder, version, replaces)), Parts(bidder, version), bidder.Pem, [bidder.EncryptPem]);

    public static WithdrawBid Withdraw(Person bidder, long version = 1) => new(
        Terms.Lot,
        bidder.Signs(new WithdrawRecord(Terms.Id.Value, Terms.Lot.Value, bidder.Party.Value, version, null, Terms.SaleFrom)),
        bidder.Pem);

    public static JsonElement OpeningList(long fen) =>
        JsonSerializer.SerializeToElement(new { price_fen = fen, days = 300, manager = "测试经理" });
}
