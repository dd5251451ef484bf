using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Trading.Grains.Documents;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Sealing;
using Trading.Silo.AtRest;
using Trading.Silo.Documents;
using Trading.Silo.Openings;

namespace Trading.Silo.Tests.Openings;

/// <summary>Custodians, one bidder, and a real document store in which its sealed files lie.</summary>
internal sealed class OpenerWorld : IDisposable
{
    public const int ListLimit = 64 * 1024;

    public static readonly OpeningListSchema Schema = new(
    [
        new OpeningListField("price_fen", "投标报价", OpeningListFieldKind.Price, 1_000_000_000),
        new OpeningListField("days", "工期(日历天)", OpeningListFieldKind.Integer, 3_650),
    ]);

    private static readonly DateTimeOffset At = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly TestCa Ca = TestCa.Create(RandomNumberGenerator.Fill, At);
    private static readonly Certificate[] Certificates =
        [.. Enumerable.Range(0, 4).Select(i => Ca.Issue(
            $"测试保管人{i}", null, Sm2PrivateKey.Generate(RandomNumberGenerator.Fill).PublicKey, CertificateUsage.Encrypt, At))];

    private readonly TestFolder _folder = new();

    public OpenerWorld()
    {
        Files = new FileDocumentStore(
            _folder.Path, DataKeyFile.OpenOrCreate(_folder.File("data.key")), new TestClock(), faults: Faults);
        Store = Files;
    }

    public static PartyId Bidder { get; } = PartyId.Create("91320000TESTONLY1A");

    public static byte[] GoodList { get; } = Encoding.UTF8.GetBytes("{\"days\":300,\"price_fen\":900000000}");

    public static byte[] Documents { get; } = RandomNumberGenerator.GetBytes(100_000);

    public ThrowingFaults Faults { get; } = new();

    public FileDocumentStore Files { get; }

    /// <summary>Through which the opener works; a test may put something between.</summary>
    public IDocumentStore Store { get; set; }

    private static Certificate BidderCertificate => Certificates[0];

    private static ImmutableArray<Certificate> Custodians => [.. Certificates.Skip(1)];

    public static SealRequest Request(string part, PartyId? bidder = null) => new()
    {
        Tender = "T-1",
        Lot = "1",
        Part = SealWords.ParsePart(part)!.Value,
        Bidder = (bidder ?? Bidder).Value,
        Version = 1,
        Opening = default,
        Threshold = 2,
        BidderCertificates = [BidderCertificate],
        CustodianCertificates = Custodians,
    };

    /// <summary>One sealed file in the store, with what bidder and two custodians release of it.</summary>
    public async Task<(SealedPart Part, ReleasedFile Release)> Hand(
        string part, byte[] content, Flaw flaw = Flaw.None, PartyId? bidder = null)
    {
        var (request, secrets) = (Request(part, bidder), SealSecrets.Draw(RandomNumberGenerator.Fill));
        var file = ForgedFile.Make(request, secrets, content, flaw);
        return await Hand(part, file, secrets, bidder, flaw == Flaw.EveryCustodianStanza);
    }

    public async Task<(SealedPart Part, ReleasedFile Release)> Hand(
        string part, byte[] file, SealSecrets secrets, PartyId? bidder = null, bool sharesOfSalt = false)
    {
        var stored = await Files.Put(DocumentClass.Sealed, bidder ?? Bidder, new MemoryStream(file));
        Assert.True(SealedHeader.TryParse(file.AsSpan(0, Math.Min(file.Length, SealLimits.Header)), out var header, out _));
        var shares = Shamir.Share(
            header.MetaDigest, sharesOfSalt ? secrets.Salt : secrets.T, Shamir.CustodianPurpose, 2, Custodians.Length);
        return (
            new SealedPart(part, stored.Digest, stored.Size, Encoding.ASCII.GetString(header.Bytes)),
            new ReleasedFile(
                SecretEnvelope.Message(StanzaRole.Bidder, 0, secrets.B),
                [
                    new ShareRelease(1, SecretEnvelope.Message(StanzaRole.Custodian, 1, shares[0])),
                    new ShareRelease(2, SecretEnvelope.Message(StanzaRole.Custodian, 2, shares[1])),
                ],
                null));
    }

    public Task<OpenedBid> Open(params (SealedPart Part, ReleasedFile Release)[] files) => Open(Bidder, files);

    public Task<OpenedBid> Open(PartyId bidder, params (SealedPart Part, ReleasedFile Release)[] files)
    {
        var bid = new LiveBid(bidder, 1, [.. files.Select(f => f.Part)], [BidderCertificate.ToPem()], null, []);
        return new BidOpener(Store, Schema, Custodians, 2, ListLimit)
            .Open(bid, files.ToDictionary(f => f.Part.Part, f => f.Release), null, CancellationToken.None);
    }

    /// <summary>Where the bytes of a document lie.</summary>
    public string PathOf(Digest document) =>
        Directory.EnumerateFiles(_folder.Path, document.ToString(), SearchOption.AllDirectories).Single();

    public void Dispose()
    {
        Files.Dispose();
        _folder.Dispose();
    }
}
