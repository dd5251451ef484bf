using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trading.Silo.Tests;

namespace Trading.Web.Tests.Rooms;

public sealed partial class RoomTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Before_the_opening_nothing_that_is_shown_moves_with_submissions()
    {
        var seen = new List<(string Json, string? Tag, string Page, string Tender, string List)>();
        foreach (var bids in new[] { 0, 3, 5 })
        {
            await using var host = await RoomHost.StartAsync(new TestClock(TenderStory.Deadline.AddHours(-1)));
            await host.Centre.Append(TenderStory.Notice());
            await host.Centre.Append(TenderStory.Bids(bids));
            await host.Follow();

            using var json = await host.Client.GetAsync(host.RoomJson);
            seen.Add((
                await json.Content.ReadAsStringAsync(),
                json.Headers.ETag?.ToString(),
                WithoutPort(await host.Client.GetStringAsync(host.Room)),
                WithoutPort(await host.Client.GetStringAsync($"/tenders/{TenderStory.Tender}")),
                WithoutPort(await host.Client.GetStringAsync("/"))));
        }

        Assert.NotNull(seen[0].Tag);
        Assert.Single(seen.Distinct());
        Assert.DoesNotContain("TEST00000", seen[2].Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bid_that_arrives_while_one_watches_makes_no_frame_and_the_opening_shows_all_at_once()
    {
        await using var host = await RoomHost.StartAsync(new TestClock(TenderStory.Deadline));
        await host.Centre.Append(TenderStory.Notice());
        await using var frames = await Watch(host);
        var first = await Next(frames, "view");

        await host.Centre.Append(TenderStory.Bids(5));
        await host.Centre.Append(TenderStory.Begin(5));
        var opening = await Next(frames, "view");

        Assert.Equal(JsonValueKind.Undefined, Opening(first).ValueKind);
        Assert.Equal(5, Opening(opening).GetProperty("rows").GetArrayLength());
        Assert.Equal("bidder_release", Opening(opening).GetProperty("phase").GetString());
        Assert.Equal(TenderStory.Bidders[0].Name, opening.GetProperty("view").GetProperty("names")
            .GetProperty(TenderStory.Bidders[0].Party.Value).GetString());
    }

    [Fact]
    public async Task Prices_come_together_and_never_before()
    {
        await using var host = await RoomHost.StartAsync(new TestClock(TenderStory.Deadline));
        await host.Centre.Append(
            [.. TenderStory.Notice(), .. TenderStory.Bids(5), .. TenderStory.Begin(5), TenderStory.Released(0), .. TenderStory.Custody()]);
        await using var frames = await Watch(host);

        var before = await Next(frames, "view");
        await host.Centre.Append(TenderStory.Opened(5));
        var after = await Next(frames, "view");

        Assert.All(Opening(before).GetProperty("rows").EnumerateArray(), row => Assert.False(row.TryGetProperty("price", out _)));
        Assert.Equal(4, Opening(after).GetProperty("rows").EnumerateArray().Count(row => row.TryGetProperty("price", out _)));
        Assert.Equal(
            "玖佰叁拾玖万玖仟捌佰捌拾元整",
            after.GetProperty("view").GetProperty("amounts_in_words").GetProperty(TenderStory.Bidders[0].Party.Value).GetString());
    }

    [Fact]
    public async Task A_reconnect_from_its_version_misses_nothing_of_the_final_state()
    {
        await using var host = await RoomHost.StartAsync(new TestClock(TenderStory.Deadline));
        await host.Centre.Append([.. TenderStory.Notice(), .. TenderStory.Bids(5), .. TenderStory.Begin(5)]);
        long version;
        await using (var frames = await Watch(host))
        {
            version = (await Next(frames, "view")).GetProperty("version").GetInt64();
        }

        await host.Centre.Append([TenderStory.Released(0), .. TenderStory.Custody(), TenderStory.Opened(5), .. TenderStory.Confirmed()]);
        await host.Follow();

        await using var again = await Watch(host, version);
        var last = await Next(again, "view");
        Assert.Equal("confirmed", Opening(last).GetProperty("phase").GetString());
        Assert.Equal(5, Opening(last).GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public async Task A_watcher_that_is_up_to_date_gets_a_beat_first()
    {
        await using var host = await RoomHost.StartAsync(new TestClock(TenderStory.Deadline));
        await host.Centre.Append(TenderStory.Notice());
        using var json = JsonDocument.Parse(await host.Client.GetStringAsync(host.RoomJson));

        await using var frames = await Watch(host, json.RootElement.GetProperty("version").GetInt64());

        Assert.True(await frames.MoveNextAsync());
        Assert.Equal("beat", frames.Current.EventType);
    }

    [Fact]
    public async Task The_room_as_JSON_is_not_sent_again_to_those_who_have_it()
    {
        await using var host = await RoomHost.StartAsync(new TestClock(TenderStory.Deadline));
        await host.Centre.Append(TenderStory.Notice());
        using var first = await host.Client.GetAsync(host.RoomJson);
        using var request = new HttpRequestMessage(HttpMethod.Get, host.RoomJson);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/api/tenders/unknown/lots/1/room")]
    [InlineData("/api/tenders/%20/lots/1/room")]
    [InlineData("/api/tenders/E4403000001000123/lots/other/room")]
    [InlineData("/api/tenders/E4403000001000123/lots/other/room/events")]
    [InlineData("/tenders/unknown")]
    [InlineData("/tenders/%3Cscript%3E")]
    [InlineData("/tenders/E4403000001000123/lots/other/room")]
    [InlineData("/tenders/E4403000001000123/lots/E4403000001000123001/results")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        await using var host = await RoomHost.StartAsync(new TestClock(TenderStory.Deadline));
        await host.Centre.Append(TenderStory.Notice());

        using var answer = await host.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(
            path.StartsWith("/api/", StringComparison.Ordinal) ? "application/problem+json" : "text/html",
            answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData(null, "已开启")]
    [InlineData("en", "Opened")]
    public async Task The_room_works_by_refresh_without_script(string? language, string opened)
    {
        await using var host = await RoomHost.StartAsync(new TestClock(TenderStory.Deadline.AddHours(1)));
        await host.Centre.Append(
            [.. TenderStory.Notice(), .. TenderStory.Bids(5), .. TenderStory.Begin(5), .. TenderStory.Custody(), TenderStory.Opened(5)]);

        var html = await host.Client.GetStringAsync(host.Room + (language is null ? "" : $"?lang={language}"));

        Assert.Contains(opened, html, StringComparison.Ordinal);
        Assert.Contains("9,399,880.00", html, StringComparison.Ordinal);
        Assert.Contains(TenderStory.Bidders[4].Name, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_results_show_every_step_of_the_price_score()
    {
        await using var host = await RoomHost.StartAsync(new TestClock(TenderStory.Deadline.AddDays(12)));
        await host.Centre.Append(
        [
            .. TenderStory.Notice(), .. TenderStory.Bids(5), .. TenderStory.Begin(5), .. TenderStory.Custody(), TenderStory.Opened(5),
            .. TenderStory.Confirmed(), .. TenderStory.Award(),
        ]);

        var html = await host.Client.GetStringAsync($"/tenders/{TenderStory.Tender}/lots/{TenderStory.Lot}/results");

        // (9,399,880 + 9,251,600) / 2 = 9,325,740; less 2 % = 9,139,225.20.
        Assert.Contains("9,325,740.00", html, StringComparison.Ordinal);
        Assert.Contains("9,139,225.20", html, StringComparison.Ordinal);
        Assert.Contains("59.81", html, StringComparison.Ordinal);
        Assert.Contains("玖佰壹拾万肆仟贰佰壹拾伍元整", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?q=滨河路", 1)]
    [InlineData("?q=滨河路+没有", 0)]
    [InlineData("?q=e4403000001000123", 1)]
    [InlineData("?kind=works&state=Bidding", 1)]
    [InlineData("?kind=land", 0)]
    [InlineData("?state=Awarded", 0)]
    public async Task The_list_is_searched_by_words_kind_and_state(string query, int found)
    {
        await using var host = await RoomHost.StartAsync(new TestClock(TenderStory.Deadline.AddDays(-2)));
        await host.Centre.Append(TenderStory.Notice());
        await host.Follow();

        var html = await host.Client.GetStringAsync("/" + query);

        Assert.Equal(found, Regex.Count(html, $"href=\"/tenders/{TenderStory.Tender}\""));
    }

    private static JsonElement Opening(JsonElement frame) =>
        frame.GetProperty("view").GetProperty("lot").TryGetProperty("opening", out var opening) ? opening : default;

    private static async Task<IAsyncEnumerator<SseItem<string>>> Watch(RoomHost host, long after = 0)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{host.RoomJson}/events?after={after}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator();
    }

    private static async Task<JsonElement> Next(IAsyncEnumerator<SseItem<string>> frames, string type)
    {
        while (await frames.MoveNextAsync().AsTask().WaitAsync(Patience))
        {
            if (frames.Current.EventType == type)
            {
                return JsonDocument.Parse(frames.Current.Data).RootElement;
            }
        }

        throw new InvalidOperationException("The stream of events ended.");
    }

    private static string WithoutPort(string html) => Port().Replace(html, "127.0.0.1");

    [GeneratedRegex("127\\.0\\.0\\.1:\\d+")]
    private static partial Regex Port();
}
