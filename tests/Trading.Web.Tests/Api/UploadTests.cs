using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Trading.Client;
using Trading.Client.Messages;
using Trading.Grains.Documents;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Web.Api;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests.Api;

public sealed class UploadTests
{
    private static readonly byte[] File = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i % 251))];

    [Fact]
    public async Task An_upload_goes_on_where_it_was_cut_off()
    {
        await using var host = await CentreHost.Begin();
        var (owner, http) = await Owner(host, 1);
        var upload = await Begin(http, Digest.Of(File), File.Length);
        Assert.Equal(60_000, (await Append(http, upload.Id, 0, File[..60_000])).Received);

        // The client comes back, asks, and is told the offset; another offset is refused and changes nothing.
        var again = await Begin(http, Digest.Of(File), File.Length);
        Assert.Equal((upload.Id, 60_000L), (again.Id, again.Received));
        Assert.Equal("ChunkOutOfPlace", await Refused(http, upload.Id, 0, File[..10]));
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"api/uploads/{upload.Id}"));
        Assert.Equal("60000", head.Headers.GetValues(UploadApi.OffsetHeader).Single());

        Assert.True((await Append(http, upload.Id, 60_000, File[60_000..])).IsWhole);
        using var done = await http.PostAsync($"api/uploads/{upload.Id}/complete", null);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal(File, await http.GetByteArrayAsync($"api/documents/{Digest.Of(File)}"));
        Assert.Equal(Digest.Of(File), await owner.Client.Upload(new MemoryStream(File), DocumentClass.Public));
    }

    [Fact]
    public async Task A_wrong_digest_a_wrong_size_and_a_missing_byte_are_refused_by_name()
    {
        await using var host = await CentreHost.Begin();
        var (_, http) = await Owner(host, 1);
        var wrong = await Begin(http, Digest.OfUtf8("other"), File.Length);
        await Append(http, wrong.Id, 0, File);
        Assert.Equal("DigestDiffers", await Complete(http, wrong.Id));

        var longer = await Begin(http, Digest.Of(File), File.Length - 1);
        Assert.Equal("BeyondSize", await Refused(http, longer.Id, 0, File));
        var shorter = await Begin(http, Digest.Of(File), File.Length + 1);
        await Append(http, shorter.Id, 0, File);
        Assert.Equal("BytesMissing", await Complete(http, shorter.Id));
    }

    [Fact]
    public async Task A_file_and_a_chunk_one_byte_over_their_limits_are_refused()
    {
        await using var host = await CentreHost.Begin();
        var (_, http) = await Owner(host, 1);
        const long Limit = 4L * 1024 * 1024 * 1024;
        using var over = await http.PostAsJsonAsync(
            "api/uploads", new BeginUpload(Digest.Of(File), Limit + 1, DocumentClass.Sealed), GrainJson.Options);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, over.StatusCode);

        var size = ApiLimits.ChunkBytes + 1;
        var upload = await Begin(http, Digest.OfUtf8("big"), size);
        Assert.Equal("TooLarge", await Refused(http, upload.Id, 0, new byte[size]));
        Assert.Equal(ApiLimits.ChunkBytes, (await Append(http, upload.Id, 0, new byte[ApiLimits.ChunkBytes])).Received);
    }

    [Fact]
    public async Task Somebody_elses_upload_and_document_do_not_exist()
    {
        await using var host = await CentreHost.Begin();
        var (owner, http) = await Owner(host, 1);
        var (_, thief) = await Owner(host, 2);
        var upload = await Begin(http, Digest.Of(File), File.Length);
        Assert.Equal("NotFound", await Refused(thief, upload.Id, 0, File));
        Assert.Equal("NotFound", await Complete(thief, upload.Id));

        var secret = await owner.Client.Upload(new MemoryStream(File), DocumentClass.Sealed);
        var unknown = await thief.GetAsync($"api/documents/{Digest.OfUtf8("nothing")}");
        var foreign = await thief.GetAsync($"api/documents/{secret}");
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);

        // Word for word the same answer as for what was never there.
        Assert.Equal(await unknown.Content.ReadAsStringAsync(), await foreign.Content.ReadAsStringAsync());
        using var anonymous = new HttpClient { BaseAddress = host.Url };
        Assert.Equal(HttpStatusCode.NotFound, (await anonymous.GetAsync($"api/documents/{secret}")).StatusCode);
    }

    [Fact]
    public async Task The_client_resumes_by_itself_when_chunks_are_lost()
    {
        await using var host = await CentreHost.Begin();
        var (owner, _) = await Owner(host, 1);
        using var client = host.Client(new Unreliable());
        await client.Login(owner.Identity);
        var big = new byte[CentreClient.ChunkBytes * 2 + 5];
        CentreHost.Entropy(big);
        var seen = new Seen();
        Assert.Equal(Digest.Of(big), await client.Upload(new MemoryStream(big), DocumentClass.Sealed, seen));
        Assert.Equal(big.Length, seen.Last);
    }

    private static async Task<(Someone Owner, HttpClient Http)> Owner(CentreHost host, int number)
    {
        var owner = await host.NewParty($"测试投标人{number}公司", CentreHost.Code(number), PartyKind.Bidder);
        var http = new HttpClient { BaseAddress = host.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", (await owner.Client.Login(owner.Identity)).Token);
        return (owner, http);
    }

    private static async Task<UploadState> Begin(HttpClient http, Digest digest, long size)
    {
        using var response = await http.PostAsJsonAsync(
            "api/uploads", new BeginUpload(digest, size, DocumentClass.Public), GrainJson.Options);
        return (await response.Content.ReadFromJsonAsync<UploadState>(GrainJson.Options))!;
    }

    private static async Task<UploadState> Append(HttpClient http, string id, long offset, byte[] chunk)
    {
        using var response = await http.SendAsync(Patch(id, offset, chunk));
        return (await response.Content.ReadFromJsonAsync<UploadState>(GrainJson.Options))!;
    }

    private static async Task<string?> Refused(HttpClient http, string id, long offset, byte[] chunk)
    {
        using var response = await http.SendAsync(Patch(id, offset, chunk));
        return await CodeOf(response);
    }

    private static async Task<string?> Complete(HttpClient http, string id)
    {
        using var response = await http.PostAsync($"api/uploads/{id}/complete", null);
        return await CodeOf(response);
    }

    private static HttpRequestMessage Patch(string id, long offset, byte[] chunk)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, $"api/uploads/{id}") { Content = new ByteArrayContent(chunk) };

        // What is too long is refused before it is sent.
        request.Headers.ExpectContinue = true;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Headers.Add(UploadApi.OffsetHeader, offset.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return request;
    }

    private static async Task<string?> CodeOf(HttpResponseMessage response)
    {
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return body.RootElement.TryGetProperty("code", out var code) ? code.GetString() : null;
    }

    /// <summary>Loses every second chunk: before it is sent, or after, when only the answer is lost.</summary>
    private sealed class Unreliable() : DelegatingHandler(new HttpClientHandler())
    {
        private int _chunks;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var number = request.Method == HttpMethod.Patch ? ++_chunks : 0;
            if (number == 1)
            {
                throw new HttpRequestException("The connection broke before the chunk.");
            }

            var response = await base.SendAsync(request, cancellationToken);
            return number == 3 ? throw new HttpRequestException("The connection broke after the chunk.") : response;
        }
    }

    private sealed class Seen : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value) => Last = value >= Last ? value : throw new InvalidOperationException("Progress went back.");
    }
}
