using Microsoft.Playwright;
using Trading.Web.Tests.Support;
using TestClock = Trading.Silo.Tests.TestClock;

namespace Trading.Web.Tests.Rooms;

/// <summary>The live room in a real browser: what changes arrives without a reload.</summary>
public sealed class BrowserTests
{
    [ChromiumFact]
    public async Task The_room_goes_from_sealed_to_prices_without_a_reload_and_says_nothing_too_early()
    {
        var clock = new TestClock(TenderStory.Deadline.AddMinutes(-1));
        await using var host = await RoomHost.StartAsync(clock);
        await host.Centre.Append(TenderStory.Notice());
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = InChromium.Path,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        var page = await browser.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        var loads = 0;
        page.DOMContentLoaded += (_, _) => loads++;

        await page.GotoAsync(host.Address + host.Room);
        await Live(page);
        await host.Centre.Append(TenderStory.Bids(5));
        await host.Follow();
        Assert.False(await page.GetByText(TenderStory.Bidders[0].Name).IsVisibleAsync());

        await host.Centre.Append(TenderStory.Begin(5));
        await page.GetByText(TenderStory.Bidders[4].Name).First.WaitForAsync();
        Assert.Equal("投标人解密", (await Phase(page)).Split('\n')[0]);
        Assert.Equal(0, await page.GetByText("9,399,880.00").CountAsync());

        await host.Centre.Append([TenderStory.Released(0), .. TenderStory.Custody(), TenderStory.Opened(5)]);
        await page.GetByText("9,399,880.00").WaitForAsync();
        Assert.Equal(4, await page.Locator("[data-fill=price]:not(.pending)").CountAsync());
        Assert.Equal("唱标", await Phase(page));
        Assert.Equal(1, loads);
        Assert.Empty(complaints);
    }

    [ChromiumTheory]
    [InlineData("/", 360)]
    [InlineData("room", 360)]
    [InlineData("room?mode=projector", 1280)]
    [InlineData("/check", 360)]
    public async Task No_page_scrolls_sideways(string path, int width)
    {
        await using var host = await RoomHost.StartAsync(new TestClock(TenderStory.Deadline.AddHours(1)));
        await host.Centre.Append(
            [.. TenderStory.Notice(), .. TenderStory.Bids(5), .. TenderStory.Begin(5), .. TenderStory.Custody(), TenderStory.Opened(5)]);
        await host.Follow();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = InChromium.Path,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        var page = await browser.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 740 },
        });

        await page.GotoAsync(host.Address + (path.StartsWith('/') ? path : host.Room.Replace("room", path, StringComparison.Ordinal)));

        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    private static Task Live(IPage page) => page.Locator("[data-link][data-state=live]").WaitForAsync();

    private static Task<string> Phase(IPage page) => page.Locator("[data-phase].now").InnerTextAsync();
}
