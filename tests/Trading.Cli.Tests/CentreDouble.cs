using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trading.Client.Messages;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Cli.Tests;

/// <summary>
/// As much of a centre as a submission meets, with real keys and signatures, and faults on demand. What a real centre
/// does with the same client is tested where it is built.
/// </summary>
internal sealed class CentreDouble : HttpMessageHandler
{
    private readonly Sm2PrivateKey _key = Sm2PrivateKey.Generate(RandomNumberGenerator.Fill);
    private readonly Dictionary<string, (byte[] Content, BeginUpload Begin)> _uploads = [];
    private readonly Dictionary<string, string> _answers = [];

    public CentreDouble(PolicyRecord policy)
    {
        Policy = policy;
        Certificate = TestCa.Create(RandomNumberGenerator.Fill, DateTimeOffset.UnixEpoch.AddYears(56))
            .Issue("测试中心", null, _key.PublicKey, CertificateUsage.Sign, DateTimeOffset.UnixEpoch.AddYears(56));
    }

    public PolicyRecord Policy { get; }

    public Certificate Certificate { get; }

    /// <summary>Answers to submissions that get lost on the way back, though they were recorded.</summary>
    public int LostAnswers { get; set; }

    /// <summary>Chunks after which the line breaks for good; null for never.</summary>
    public int? ChunksLeft { get; set; }

    public ISm2PrivateKey? OtherReceiptKey { get; set; }

    public Problem? Refusal { get; set; }

    public int Logins { get; private set; }

    public long BytesReceived { get; private set; }

    public List<SubmitRecord> Submissions { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request,
        CancellationToken cancellation)
    {
        var path = request.RequestUri!.AbsolutePath;
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellation);
        if (path is not ("/api/login" or "/api/login/challenge" or "/api/centre")
            && request.Headers.Authorization?.Parameter != "token-of-nobody")
        {
            return Refuse(new Problem("about:blank", "x", 401, "NotLoggedIn", "Log in.", "请先登录。", null, NoFacts));
        }

        return (request.Method.Method, path.Split('/')) switch
        {
            ("POST", ["", "api", "login", "challenge"]) => Json(new ChallengeAnswer(
                "https://centre.test", Digest.OfUtf8("nonce"), Now, Now.AddMinutes(5))),
            ("POST", ["", "api", "login"]) => Login(Read<LoginRequest>(body)),
            ("GET", ["", "api", "centre"]) => Text(Certificate.ToPem()),
            ("GET", ["", "api", "tenders", "T-1"]) => Json(View()),
            ("GET", ["", "api", "tenders", "T-1", "mine"]) => Json(new TenderViewForActor([], [])),
            ("POST", ["", "api", "uploads"]) => Begin(Read<BeginUpload>(body)),
            ("GET", ["", "api", "uploads", var id]) => Json(StateOf(id)),
            ("PATCH", ["", "api", "uploads", var id]) => Append(id, body, request),
            ("POST", ["", "api", "uploads", var id, "complete"]) => Complete(id),
            ("POST", ["", "api", "tenders", "T-1", "acts", "submit_bid"]) => Submit(
                Read<ActRequest<SubmitBidRequest>>(body)),
            _ => new HttpResponseMessage(HttpStatusCode.NotFound),
        };
    }

    private static DateTimeOffset Now => DateTimeOffset.UnixEpoch.AddYears(56);

    private static ImmutableSortedDictionary<string, string> NoFacts => ImmutableSortedDictionary<string, string>.Empty;

    private HttpResponseMessage Login(LoginRequest request)
    {
        var key = Proofs.Certificates.Certificate.FromPem(request.Certificate);
        Assert.True(key.PublicKey.Verify(Encoding.UTF8.GetBytes(request.Text), request.Signature));
        Logins++;
        return Json(new LoginAnswer(
            PartyId.Create(key.CreditCode!), key.Id, [Role.Bidder], "token-of-nobody",
                DateTimeOffset.MaxValue.AddYears(-1)));
    }

    private TenderView View()
    {
        var text = Policy.ToText();
        return new TenderView(
            TenderId.Create("T-1"), "测试项目", PartyId.Platform, null, "works/2026", Role.Reception, null,
            Digest.OfUtf8("documents"), text, Digest.OfUtf8(text), null, [], [], 0);
    }

    private HttpResponseMessage Begin(BeginUpload begin)
    {
        var id = begin.Digest.ToString();
        _uploads.TryAdd(id, ([], begin));
        return Json(StateOf(id));
    }

    private UploadState StateOf(string id)
    {
        var (content, begin) = _uploads[id];
        return new UploadState(id, begin.Digest, begin.Size, content.Length, content.Length == begin.Size,
            Now.AddDays(1));
    }

    private HttpResponseMessage Append(string id, byte[] chunk, HttpRequestMessage request)
    {
        if (ChunksLeft-- <= 0)
        {
            throw new HttpRequestException("connection reset");
        }

        var (content, begin) = _uploads[id];
        Assert.Equal([$"{content.Length}"], request.Headers.GetValues("Upload-Offset"));
        _uploads[id] = ([.. content, .. chunk], begin);
        BytesReceived += chunk.Length;
        return Json(StateOf(id));
    }

    private HttpResponseMessage Complete(string id)
    {
        var (content, begin) = _uploads[id];
        Assert.Equal(begin.Digest, Digest.Of(content));
        return Json(new DocumentState(begin.Digest, begin.Size));
    }

    private HttpResponseMessage Submit(ActRequest<SubmitBidRequest> request)
    {
        if (Refusal is not null)
        {
            return Refuse(Refusal);
        }

        if (!_answers.TryGetValue(request.CommandId.Value, out var receipt))
        {
            var statement = request.Command.Statement;
            var record = SubmitRecord.Parse(statement.Text);
            Submissions.Add(record);
            receipt = Receipt.Sign(
                new ReceiptRecord(
                    record.Tender, record.Lot, record.Bidder, record.Version,
                    [.. record.Parts.Select(p => new ReceivedPart(p.Part, p.FileSm3, p.FileSize))],
                    Digest.OfUtf8("event"), statement.Sm3(), Now, "test", Digest.OfUtf8("salt")),
                OtherReceiptKey ?? _key).ToText();
            _answers.Add(request.CommandId.Value, receipt);
        }

        return LostAnswers-- > 0
            ? throw new HttpRequestException("connection reset")
            : Json(new ActAnswer([], [receipt]));
    }

    private static T Read<T>(byte[] body) => JsonSerializer.Deserialize<T>(body, GrainJson.Options)!;

    private static HttpResponseMessage Json<T>(T value) => new(HttpStatusCode.OK)
    {
        Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, GrainJson.Options)),
    };

    private static HttpResponseMessage Text(string text) => new(
        HttpStatusCode.OK) { Content = new StringContent(text) };

    private static HttpResponseMessage Refuse(Problem problem) => new((HttpStatusCode)problem.Status)
    {
        Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(problem, GrainJson.Options))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/problem+json") },
        },
    };
}
