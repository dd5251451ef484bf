using System.Net.Http.Headers;
using Trading.Web.Api;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests.Api;

/// <summary>Before the opening nobody learns who bid or how many (招标投标法 第二十二条): staff and tenderee included.</summary>
public sealed class NothingLeaksTests
{
    [Fact]
    public async Task Three_bids_change_no_answer_to_anybody_but_their_bidders()
    {
        await using var host = await CentreHost.Begin("--Log:Interval=01:00:00");
        var play = new TenderPlay(host);
        await play.Publish();
        host.Clock.Advance(TimeSpan.FromHours(2));
        var bids = new List<SealedBid>();
        for (var i = 1; i <= 3; i++)
        {
            bids.Add(await play.Seal(await play.NewBidder(i), 1, 900_000_000 + i));
        }

        var bystander = await play.NewBidder(4);
        Someone[] watchers =
        [
            play.Reception, play.Organiser, play.Officer, play.Tenderee, play.Supervisor, .. play.Custodians, bystander,
        ];
        var digests = bids.SelectMany(bid => bid.Files).Select(file => file.Digest.ToString()).ToArray();
        var before = await Look(host, watchers, digests);
        var own = bids[1].Bidder.Client;
        Assert.Empty((await own.Mine(TenderPlay.Id)).OwnBids);
        foreach (var bid in bids)
        {
            await bid.Submit();
        }

        await bids[0].Bidder.Client.Withdraw(TenderPlay.Id, TenderPlay.Lot, 1);
        var after = await Look(host, watchers, digests);

        // The bids are there, and their bidders see them: the rest is not blind by accident.
        Assert.Single((await own.Mine(TenderPlay.Id)).OwnBids);
        Assert.NotEmpty(before);
        Assert.All(before, pair => Assert.True(pair.Value == after[pair.Key], $"{pair.Key}\n{pair.Value}\n{after[pair.Key]}"));
    }

    /// <summary>Every answer, headers included, to everything that can be read.</summary>
    private static async Task<Dictionary<string, string>> Look(CentreHost host, Someone[] watchers, string[] digests)
    {
        var seen = new Dictionary<string, string>();
        using var http = new HttpClient { BaseAddress = host.Url };
        foreach (var (watcher, number) in watchers.Select((watcher, number) => ((Someone?)watcher, number)).Append((null, -1)))
        {
            var token = watcher is null ? null : (await watcher.Client.Login(watcher.Identity)).Token;
            var paths = Acts.All.Where(e => e.Method == "GET").Select(e => e.Path
                    .Replace("{tender}", TenderPlay.Id.Value, StringComparison.Ordinal)
                    .Replace("{lot}", TenderPlay.Lot.Value, StringComparison.Ordinal)
                    .Replace("{part}", "summary", StringComparison.Ordinal)
                    .Replace("{party}", CentreHost.Code(101), StringComparison.Ordinal)
                    .Replace("{**path}", "0/000.p/64", StringComparison.Ordinal))
                .SelectMany(path => path.Contains('{', StringComparison.Ordinal)
                    ? digests.Select(digest => path[..path.IndexOf('{', StringComparison.Ordinal)] + digest)
                    : [path]);
            foreach (var path in paths)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path.TrimStart('/'));
                request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
                using var response = await http.SendAsync(request);
                response.Headers.Date = null;
                seen[$"{number} {path}"] =
                    $"{(int)response.StatusCode} {response.Headers} {await response.Content.ReadAsStringAsync()}";
            }
        }

        return seen;
    }
}
