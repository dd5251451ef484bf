using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Trading.Client;
using Trading.Client.Messages;
using Trading.Grains.Documents;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;
using Trading.Silo.Documents;
using Trading.Web.Api;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests.Faults;

/// <summary>Uploads and submissions that want to break something: refused by cause and limit, and nothing of them stays.</summary>
public sealed class HostileUploadTests
{
    private const int Many = 1_000;

    [Fact]
    public async Task A_malformed_header_is_refused_by_cause_place_and_limit_and_its_file_expires()
    {
        await using var host = await CentreHost.Begin();
        var play = new TenderPlay(host);
        await play.Publish();
        host.Clock.Advance(TimeSpan.FromHours(2));
        var bidder = await play.NewBidder(1);
        var handing = new Handing(play);
        var good = handing.Forge(bidder, SealPart.Summary, Handing.List(1_000));
        var all = handing.Forge(bidder, SealPart.All, [1, 2, 3]);
        Assert.True(SealedHeader.TryParse(good, out var header, out _));
        var payload = good[header.Length..];
        var journal = host.App.Services.GetRequiredService<IJournal>();
        var before = await journal.Head(StreamId.Of("tender", TenderPlay.Id.Value));

        var files = new List<Digest> { Digest.Of(all) };
        var causes = new List<HeaderCause>();
        foreach (var (cause, text) in MalformedHeaders.Of(Encoding.ASCII.GetString(header.Bytes)))
        {
            byte[] file = cause == HeaderCause.Truncated ? Encoding.ASCII.GetBytes(text) : [.. Encoding.ASCII.GetBytes(text), .. payload];
            var problem = (await Assert.ThrowsAsync<CentreRefusedException>(() => handing.Submit(bidder, file, all))).Problem;
            Assert.True((problem.Status, problem.Code) == (422, "HeaderMalformed"), $"{cause}: {problem.Status} {problem.Code}");
            Assert.Equal("summary", problem.Facts["part"]);
            Assert.StartsWith($"{cause} in line ", problem.Facts["cause"], StringComparison.Ordinal);
            Assert.Equal(
                cause is HeaderCause.HeaderTooLong or HeaderCause.LineTooLong or HeaderCause.BadTender or HeaderCause.BadLot
                    or HeaderCause.BadVersion or HeaderCause.BadThreshold or HeaderCause.TooManyBidders,
                problem.Facts.Keys.Any(fact => fact.StartsWith("limit", StringComparison.Ordinal)));
            files.Add(Digest.Of(file));
            causes.Add(cause);
        }

        Assert.Equal(Enum.GetValues<HeaderCause>(), causes.Order());

        // Nothing of it stands anywhere: no event, no own bid; and the files go when their time is over.
        Assert.Equal(before, await journal.Head(StreamId.Of("tender", TenderPlay.Id.Value)));
        Assert.Empty((await bidder.Client.Mine(TenderPlay.Id))!.OwnBids);
        var store = host.App.Services.GetRequiredService<FileDocumentStore>();
        host.Clock.Advance(TimeSpan.FromHours(24));
        await store.Expire();
        foreach (var file in files)
        {
            Assert.Null(await store.Describe(file));
        }

        // The deadline comes first: a late bid is late, whatever its header looks like.
        host.Clock.MoveTo(TenderPlay.Deadline);
        var late = await Assert.ThrowsAsync<CentreRefusedException>(() => handing.Submit(bidder, payload, all));
        Assert.Equal("DeadlinePassed", late.Problem.Code);
    }

    [Fact]
    public async Task The_files_of_a_recorded_bid_stay_also_where_another_act_named_them_and_was_refused()
    {
        await using var host = await CentreHost.Begin();
        var play = new TenderPlay(host);
        await play.Publish();
        host.Clock.Advance(TimeSpan.FromHours(2));
        var (bidder, refused) = (await play.NewBidder(1), await play.NewBidder(2));
        var (bid, other) = (await play.Seal(bidder, 1, 1_000), await play.Seal(refused, 1, 1_000));
        await bid.Submit();
        Assert.Equal("StatementDiffers", (await Assert.ThrowsAsync<CentreRefusedException>(() => bid.Submit())).Problem.Code);

        // Another's file is not there for anybody else, though its digest is known.
        var stolen = other with { Files = bid.Files };
        await Assert.ThrowsAsync<CentreRefusedException>(() => stolen.Submit());
        Assert.Equal(
            "StatementDiffers", (await Assert.ThrowsAsync<CentreRefusedException>(() => other.Submit(replaces: true))).Problem.Code);

        var store = host.App.Services.GetRequiredService<FileDocumentStore>();
        await host.Restart();
        store = host.App.Services.GetRequiredService<FileDocumentStore>();
        host.Clock.Advance(TimeSpan.FromHours(25));
        await store.Expire();
        foreach (var file in bid.Files)
        {
            Assert.NotNull(await store.Describe(file.Digest));
        }

        foreach (var file in other.Files)
        {
            Assert.Null(await store.Describe(file.Digest));
        }
    }

    [Fact]
    public async Task A_thousand_uploads_begun_are_refused_from_the_limit_on_and_named()
    {
        await using var host = await CentreHost.Begin();
        using var http = await Owner(host);
        var (begun, refused) = (0, 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, Many), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            using var response = await Begin(http, Digest.OfUtf8($"{i}"), 1_000_000);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                Interlocked.Increment(ref begun);
                return;
            }

            var problem = await ProblemOf(response);
            Assert.Equal((429, "TooManyUploads", "64"), (problem.Status, problem.Code, problem.Facts["limit"]));
            Interlocked.Increment(ref refused);
        });
        Assert.Equal((64, Many - 64), (begun, refused));
        Assert.Equal(64, Directory.EnumerateFiles(Path.Combine(host.Data, "uploads")).Count());
    }

    [Fact]
    public async Task Chunks_out_of_place_beyond_the_size_or_empty_change_nothing()
    {
        await using var host = await CentreHost.Begin();
        using var http = await Owner(host);
        foreach (var size in new[] { 0L, -1L, long.MinValue })
        {
            using var response = await Begin(http, Digest.OfUtf8("x"), size);
            Assert.Equal((400, "Malformed"), await CodeOf(response));
        }

        using var begun = await Begin(http, Digest.OfUtf8("x"), 1_000);
        var id = (await begun.Content.ReadFromJsonAsync<UploadState>(GrainJson.Options))!.Id;
        Assert.Equal((413, "BeyondSize"), await Send(http, id, "0", new byte[1_001]));
        Assert.Equal((409, "ChunkOutOfPlace"), await Send(http, id, "1", new byte[1]));
        Assert.Equal((409, "ChunkOutOfPlace"), await Send(http, id, "9223372036854775807", new byte[1]));
        Assert.Equal((400, "Malformed"), await Send(http, id, "9223372036854775808", new byte[1]));
        Assert.Equal((400, "Malformed"), await Send(http, id, "-1", new byte[1]));
        Assert.Equal((400, "Malformed"), await Send(http, id, "", new byte[1]));
        Assert.Equal((404, "NotFound"), await Send(http, new string('0', 32), "0", new byte[1]));
        Assert.Equal((200, null), await Send(http, id, "0", []));
        Assert.Equal((200, null), await Send(http, id, "0", new byte[999]));
        Assert.Equal((413, "BeyondSize"), await Send(http, id, "999", new byte[2]));
        var state = await http.GetFromJsonAsync<UploadState>($"api/uploads/{id}", GrainJson.Options);
        Assert.Equal((999, false), (state!.Received, state.IsWhole));
    }

    private static async Task<HttpClient> Owner(CentreHost host)
    {
        var owner = await host.NewParty("测试投标人一公司", CentreHost.Code(1), PartyKind.Bidder);
        var http = new HttpClient { BaseAddress = host.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", (await owner.Client.Login(owner.Identity)).Token);
        return http;
    }

    private static Task<HttpResponseMessage> Begin(HttpClient http, Digest digest, long size) =>
        http.PostAsJsonAsync("api/uploads", new BeginUpload(digest, size, DocumentClass.Sealed), GrainJson.Options);

    private static async Task<(int, string?)> Send(HttpClient http, string id, string offset, byte[] chunk)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"api/uploads/{id}") { Content = new ByteArrayContent(chunk) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Headers.Add(UploadApi.OffsetHeader, offset);
        using var response = await http.SendAsync(request);
        return await CodeOf(response);
    }

    private static async Task<(int, string?)> CodeOf(HttpResponseMessage response)
    {
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, body.RootElement.TryGetProperty("code", out var code) ? code.GetString() : null);
    }

    private static async Task<Problem> ProblemOf(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<Problem>(GrainJson.Options))!;
}
