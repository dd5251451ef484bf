using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Playwright;
using Trading.Proofs.Records;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests.Desks;

/// <summary>
/// The whole of a bidder's and a custodian's part with nothing but a browser: a company registers, seals, hands in, decrypts, and
/// sees the prices; a custodian and the host do theirs at their desks. The others use the tool's client.
/// </summary>
public sealed class BrowserPlayTests
{
    private const string Passphrase = "测试口令 correct horse";

    [ChromiumFact]
    public async Task A_company_registers_seals_hands_in_and_decrypts_and_the_prices_are_seen()
    {
        await using var host = await CentreHost.Begin();
        var play = new TenderPlay(host);
        await play.Publish();
        host.Clock.Advance(TimeSpan.FromHours(2));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = InChromium.Path,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        var bidder = await Desk.Open(browser, host);

        var keys = await Register(bidder, CentreHost.Code(777));
        await bidder.LogIn(keys, Passphrase, "/bids");
        await bidder.Picture("my-tenders");
        Assert.Contains("测试投标人甲有限公司", await bidder.Page.Locator(".whoami").InnerTextAsync(), StringComparison.Ordinal);
        await bidder.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "封标并递交" }).ClickAsync();
        await Seal(bidder, "9399880.00");
        await bidder.Go("/receipts");
        Assert.Equal(1, await bidder.Page.Locator("section.receipt").CountAsync());
        await bidder.Picture("receipts");

        Someone[] others = [await play.NewBidder(1), await play.NewBidder(2)];
        foreach (var other in others)
        {
            await (await play.Seal(other, 1, 900_000_000)).Submit();
        }

        host.Clock.MoveTo(TenderPlay.Deadline);
        var custodian = await Desk.Open(browser, host);
        var custodianKeys = Desk.KeysOf(play.Custodians[0]);
        await Eventually.Is(
            "the closing", () => play.Custodians[0].Client.FindTask(TenderPlay.Id, TenderPlay.Lot, "sign_live_set"));
        await custodian.LogIn(custodianKeys, "-", "/desk");
        await custodian.Picture("custodian-desk");
        await custodian.Do("sign_live_set", custodianKeys);
        await play.Custodians[1].Client.SignLiveSet(TenderPlay.Id, TenderPlay.Lot);

        var chair = await Desk.Open(browser, host);
        await chair.LogIn(Desk.KeysOf(play.Organiser), "-", "/desk");
        await chair.Picture("host-desk");
        await chair.Do("begin_opening");

        // Three weeks later the session has long ended.
        await bidder.Go("/bids");
        Assert.Contains("/login", bidder.Page.Url, StringComparison.Ordinal);
        await bidder.LogIn(keys, Passphrase, "/bids");
        await bidder.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "去解密" }).ClickAsync();
        await Release(bidder);
        foreach (var other in others)
        {
            await other.Client.Release(TenderPlay.Id, TenderPlay.Lot, other.EncryptionKey);
        }

        await chair.Do("close_window");
        await custodian.Do("sign_window_shut", custodianKeys);
        await play.Custodians[1].Client.SignWindowShut(TenderPlay.Id, TenderPlay.Lot);
        await custodian.Do("release_shares", custodianKeys);
        await play.Custodians[1].Client.ReleaseShares(TenderPlay.Id, TenderPlay.Lot, play.Custodians[1].EncryptionKey);

        await bidder.Go($"/tenders/{TenderPlay.Id}/lots/{TenderPlay.Lot}/room");
        await bidder.Page.GetByText("9,399,880.00").First.WaitForAsync();
        await bidder.Picture("room-with-prices");
        Assert.Empty(bidder.Complaints);
        Assert.Empty(custodian.Complaints);
        Assert.Empty(chair.Complaints);
    }

    /// <summary>Registers a company and gives the main key file it was handed.</summary>
    private static async Task<string> Register(Desk desk, string code)
    {
        var page = desk.Page;
        await desk.Go("/register");
        await page.ClickAsync("#register button[type=submit]");
        Assert.Equal(5, await page.Locator("#register .field .error:visible").CountAsync());
        await page.FillAsync("#name", "测试投标人甲有限公司");
        await page.FillAsync("#code", code[..17]);
        Assert.Contains("还差 1 位", await page.Locator("#code-mark").InnerTextAsync(), StringComparison.Ordinal);
        await page.FillAsync("#code", code);
        Assert.Contains("校验通过", await page.Locator("#code-mark").InnerTextAsync(), StringComparison.Ordinal);
        await page.FillAsync("#person", "测试联系人");
        await page.FillAsync("#phone", "000-00000000");
        await page.FillAsync("#new-passphrase", Passphrase);
        await page.FillAsync("#again", Passphrase);
        await desk.Picture("register");
        await page.ClickAsync("#register button[type=submit]");
        await Desk.Either(page.Locator("[data-downloads] button").First, page.Locator("#register [data-summary]"));
        Assert.True(await page.Locator("[data-register]").IsDisabledAsync());
        var main = await desk.Download(page.Locator("[data-downloads] button").First);
        Assert.False(await page.Locator("[data-register]").IsVisibleAsync());
        var second = await desk.Download(page.Locator("[data-downloads] button").Nth(1));
        Assert.Contains("ENCRYPTED PRIVATE KEY", second, StringComparison.Ordinal);
        Assert.DoesNotContain("BEGIN PRIVATE KEY", main + second, StringComparison.Ordinal);
        await page.ClickAsync("[data-register]");
        await Desk.Either(page.Locator("#register [data-done]"), page.Locator("#register [data-summary]"));
        return main;
    }

    private static async Task Seal(Desk desk, string price)
    {
        var page = desk.Page;
        await page.ClickAsync("[data-seal]");
        Assert.Equal(4, await page.Locator("#seal .error:visible").CountAsync());
        await page.FillAsync("#list-price_fen", price);
        Assert.Contains("玖佰叁拾玖万玖仟捌佰捌拾元整", await page.Locator("[data-words]").InnerTextAsync(), StringComparison.Ordinal);
        await page.FillAsync("#list-days", "300");
        await page.FillAsync("#list-manager", "测试项目经理");
        await page.SetInputFilesAsync("#bid-file", new FilePayload { Name = "bid.zip", MimeType = "application/zip", Buffer = Zip() });
        await page.FillAsync("#passphrase", Passphrase);
        await page.ClickAsync("[data-seal]");
        await Desk.Either(page.Locator("[data-meter=seal].done"), page.Locator("#seal .error"));
        Assert.True(await page.Locator("[data-send]").IsDisabledAsync());
        await desk.Picture("sealing");
        var record = await desk.Download(page.Locator("[data-save]"));
        Assert.Contains("seal-record/1 encrypted", record, StringComparison.Ordinal);
        await page.ClickAsync("[data-send]");
        await Desk.Either(page.Locator("[data-receipt]"), page.Locator("#seal .error"));
        await desk.Picture("receipt");
        var receipt = Receipt.Parse(await desk.Download(page.Locator("[data-receipt-save]")));
        Assert.Equal(1, receipt.Record.Version);
    }

    private static async Task Release(Desk desk)
    {
        var page = desk.Page;
        await page.FillAsync("#passphrase", "wrong");
        await page.ClickAsync("[data-release]");
        await page.Locator("#passphrase-error:visible").WaitForAsync();
        Assert.Contains("口令不对", await page.Locator("#passphrase-error").InnerTextAsync(), StringComparison.Ordinal);
        await page.FillAsync("#passphrase", Passphrase);
        await desk.Picture("release");
        await page.ClickAsync("[data-release]");
        await Desk.Either(page.Locator("#release [data-done]"), page.Locator("#release .error"));
    }

    /// <summary>A bid of some megabytes, as a bidder packs it.</summary>
    private static byte[] Zip()
    {
        var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("投标文件.bin", CompressionLevel.NoCompression).Open();
            entry.Write(RandomNumberGenerator.GetBytes(5 * 1024 * 1024));
        }

        return packed.ToArray();
    }
}
