using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Trading.Proofs.Primitives;

namespace Trading.Web.Tests.Pages;

public sealed partial class FrameTests
{
    [Theory]
    [InlineData("/check")]
    [InlineData("/help")]
    public async Task A_page_carries_nothing_inline_and_a_policy_that_would_stop_it(string path)
    {
        await using var host = await PagesHost.StartAsync();

        using var answer = await host.Client.GetAsync(path);
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<style", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(InlineHandler(), html);
        Assert.All(ScriptTag().Matches(html), tag => Assert.Contains(" src=", tag.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_bundled_file_has_the_integrity_its_tag_claims()
    {
        await using var host = await PagesHost.StartAsync();
        var html = await host.Client.GetStringAsync("/check");
        var tags = BundleTag().Matches(html);

        Assert.True(tags.Count >= 2, "expected the style and at least one script");
        foreach (Match tag in tags)
        {
            var bytes = await host.Client.GetByteArrayAsync(tag.Groups["path"].Value);
            var integrity = "sha384-" + Convert.ToBase64String(SHA384.HashData(bytes));
            Assert.Equal(integrity, WebUtility.HtmlDecode(tag.Groups["integrity"].Value));
        }
    }

    [Fact]
    public async Task The_bundle_is_sent_as_brotli_only_to_those_who_take_it()
    {
        await using var host = await PagesHost.StartAsync();
        var html = await host.Client.GetStringAsync("/check");
        var path = BundleTag().Match(html).Groups["path"].Value;

        using var plain = await host.Client.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd("br");
        using var packed = await host.Client.SendAsync(request);

        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal("br", Assert.Single(packed.Content.Headers.ContentEncoding));
        Assert.True(packed.Content.Headers.ContentLength < plain.Content.Headers.ContentLength);
        Assert.True(packed.Headers.CacheControl is { MaxAge.TotalDays: >= 365 });
    }

    [Fact]
    public async Task A_language_asked_for_is_kept_and_Chinese_comes_first()
    {
        await using var host = await PagesHost.StartAsync();

        var first = await host.Client.GetStringAsync("/help");
        using var asked = await host.Client.GetAsync("/help?lang=en");
        var cookie = Assert.Single(asked.Headers.GetValues("Set-Cookie")).Split(';')[0];
        using var later = new HttpRequestMessage(HttpMethod.Get, "/help");
        later.Headers.Add("Cookie", cookie);
        using var kept = await host.Client.SendAsync(later);

        Assert.Contains("lang=\"zh-CN\"", first, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\"", await kept.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_digest_has_a_QR_picture_and_only_a_digest()
    {
        await using var host = await PagesHost.StartAsync();
        var digest = Digest.OfUtf8("a sealed file");

        var svg = await host.Client.GetStringAsync($"/qr/{digest}.svg");
        using var upper = await host.Client.GetAsync($"/qr/{digest.ToString().ToUpperInvariant()}.svg");

        Assert.StartsWith("<svg", svg, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, upper.StatusCode);
    }

    [Theory]
    [InlineData("0123")]
    [InlineData("<script>alert(1)</script>")]
    public async Task A_malformed_digest_is_refused_in_words_and_not_echoed(string digest)
    {
        await using var host = await PagesHost.StartAsync();

        var html = await host.Client.GetStringAsync($"/check?digest={Uri.EscapeDataString(digest)}");

        Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain($">{digest}", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
    }

    [GeneratedRegex("\\son[a-z]+\\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex InlineHandler();

    [GeneratedRegex("<script[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex ScriptTag();

    [GeneratedRegex("(?:src|href)=\"(?<path>/dist/[^\"]+)\" integrity=\"(?<integrity>[^\"]+)\"")]
    private static partial Regex BundleTag();
}
