using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests.Desks;

public sealed class PageRoleTests
{
    private const string LoggedIn = "+";

    /// <summary>Written out apart from the table of doors, so that it cannot change in silence; every other page is anybody's.</summary>
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["/me"] = LoggedIn,
        ["/desk"] = LoggedIn,
        ["/bids"] = "Bidder",
        ["/receipts"] = "Bidder",
        ["/tenders/{tender}/lots/{lot}/bid"] = "Bidder",
        ["/tenders/{tender}/lots/{lot}/withdraw"] = "Bidder",
        ["/tenders/{tender}/lots/{lot}/release"] = "Bidder",
    };

    [Fact]
    public async Task Every_page_lets_in_whom_it_should_and_nobody_else()
    {
        await using var host = await CentreHost.Begin();
        var pages = host.App.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items
            .OfType<PageActionDescriptor>().Select(page => "/" + page.AttributeRouteInfo!.Template).ToArray();
        Assert.Empty(Expected.Keys.Except(pages));
        var cast = await RoleCast.Of(host);
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = host.Url };

        var wrong = new List<string>();
        foreach (var page in pages)
        {
            var allowed = Expected.GetValueOrDefault(page);
            var stranger = await Get(http, page, null);
            var isSentToLogin = stranger.StatusCode == HttpStatusCode.Redirect
                && stranger.Headers.Location!.ToString().StartsWith("/login?back=", StringComparison.Ordinal);
            if (isSentToLogin != allowed is not null)
            {
                wrong.Add($"{page} for a stranger: {stranger.StatusCode}");
            }

            foreach (var (role, someone) in cast)
            {
                // A tenderee of one tender may bid for another: a person's roles count, not the one it is cast in.
                var login = await someone.Client.Login(someone.Identity);
                var may = allowed is null or LoggedIn || login.Roles.Any(held => allowed.Split(' ').Contains(held.ToString()));
                var answer = await Get(http, page, login.Token);
                if ((answer.StatusCode == HttpStatusCode.Forbidden) == may || (int)answer.StatusCode >= 500)
                {
                    wrong.Add($"{page} as {role}: {answer.StatusCode}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task What_a_person_sees_of_its_own_work_is_kept_by_no_cache()
    {
        await using var host = await CentreHost.Begin();
        var bidder = await host.NewParty("测试投标人一公司", CentreHost.Code(3), Proofs.Records.PartyKind.Bidder);
        using var http = new HttpClient { BaseAddress = host.Url };
        foreach (var page in new[] { "/bids", "/desk", "/me", "/receipts" })
        {
            using var answer = await Get(http, page, (await bidder.Client.Login(bidder.Identity)).Token);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl?.NoStore, page);
        }
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    public async Task A_login_leads_back_to_this_site_only(string back)
    {
        await using var host = await CentreHost.Begin();
        using var http = new HttpClient { BaseAddress = host.Url };

        var html = await http.GetStringAsync($"login?back={Uri.EscapeDataString(back)}");

        Assert.Contains("data-next=\"/desk\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere.example\"", html.Split("<main")[1].Split("<form")[1], StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> Get(HttpClient http, string page, string? token)
    {
        var address = page.Replace("{tender}", "X1", StringComparison.Ordinal).Replace("{lot}", "1", StringComparison.Ordinal);
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return http.SendAsync(request);
    }
}
