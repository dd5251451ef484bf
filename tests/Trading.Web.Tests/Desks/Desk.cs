using System.Text;
using Microsoft.Playwright;
using Trading.Proofs.Certificates;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests.Desks;

/// <summary>One person at a browser of its own: cookies, downloads and complaints apart from everybody else's.</summary>
internal sealed class Desk(IPage page, Uri centre)
{
    /// <summary>Where pictures are kept; null keeps none.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("TRADING_PICTURES");

    public IPage Page => page;

    /// <summary>What the browser complained of: script errors, refused content, failed integrity.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<Desk> Open(IBrowser browser, CentreHost host, int width = 1280)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 860 },
            AcceptDownloads = true,
        });
        var desk = new Desk(await context.NewPageAsync(), host.Url);
        desk.Page.PageError += (_, error) => desk.Complaints.Add(error);
        desk.Page.Console += (_, message) =>
        {
            // A refusal is an answer, and the page says it; the browser notes its status all the same.
            if (message.Type == "error" && !message.Text.Contains("the server responded with a status of", StringComparison.Ordinal))
            {
                desk.Complaints.Add(message.Text);
            }
        };
        return desk;
    }

    public Task Go(string path) => page.GotoAsync(new Uri(centre, path).ToString());

    public async Task LogIn(string keys, string passphrase, string back)
    {
        await Go($"/login?back={back}");
        await Choose(keys);
        await page.FillAsync("#passphrase", passphrase);
        await page.ClickAsync("#login button[type=submit]");
        await page.WaitForURLAsync(new Uri(centre, back).ToString());
    }

    public Task Choose(params string[] files) => page.SetInputFilesAsync(
        "#key-file",
        files.Select((text, i) => new FilePayload
        {
            Name = $"keys-{i}.pem", MimeType = "application/x-pem-file", Buffer = Encoding.UTF8.GetBytes(text),
        }));

    /// <summary>What a click gives to keep.</summary>
    public async Task<string> Download(ILocator button)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync());
    }

    /// <summary>Does one task of the desk, with the keys it needs, and waits until the page says that it is done.</summary>
    public async Task Do(string command, string? keys = null)
    {
        await Go("/desk");
        var card = page.Locator($"[data-command={command}]");
        if (keys is not null)
        {
            await Choose(keys);
        }

        await card.Locator("[data-do]").ClickAsync();
        await Either(card.Locator("[data-done]"), card.Locator("[data-error], .keys .error"));
    }

    /// <summary>Waits for the good end, and fails at once with the sentence of the bad one.</summary>
    public static async Task Either(ILocator good, ILocator bad)
    {
        await good.Or(bad).Filter(new LocatorFilterOptions { Visible = true }).First
            .WaitForAsync(new LocatorWaitForOptions { Timeout = 120_000 });
        Assert.True(await good.IsVisibleAsync(), string.Join(' ', await bad.AllInnerTextsAsync()));
    }

    public async Task Picture(string name)
    {
        if (Pictures is not null)
        {
            // Chromium draws nothing of a page that is behind another.
            await page.BringToFrontAsync();
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = true });
        }
    }

    /// <summary>A person's keys and certificates in one file, as a browser takes them.</summary>
    public static string KeysOf(Someone person) =>
        person.Identity.Certificate.ToPem() + KeyFile.Write((Proofs.Primitives.Sm2PrivateKey)person.Identity.Key)
        + person.Encryption.ToPem() + KeyFile.Write(person.EncryptionKey);
}
