using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.RegularExpressions;
using Trading.Web.Api;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests.Secrecy;

/// <summary>
/// Everything that can be read of a centre, by everybody: each endpoint, page and room, status, headers and body. Two centres are two
/// centres: what differs by chance alone is named here and nothing else is taken out: keys, signatures, digests and random ids (by
/// their form: PEM, 64 hex digits or their two ends, a key's id in a note, a word of 40 and more characters of base64), the port, the length that follows from a signature's
/// length, the second at which the answer was written, which of a party's two certificates stands first (by their ids), and the log's size on the checking page (it grows with time; compared apart).
/// </summary>
internal sealed partial class Outlook(CentreHost host, IReadOnlyList<(string Name, Someone? Person)> watchers)
{
    private static readonly string[] Pages =
    [
        "", "?lang=en", "check", "help", $"tenders/{TenderPlay.Id}", $"tenders/{TenderPlay.Id}/lots/{TenderPlay.Lot}/room",
        $"tenders/{TenderPlay.Id}/lots/{TenderPlay.Lot}/results", $"tenders/{TenderPlay.Id}/record",
        $"api/tenders/{TenderPlay.Id}/lots/{TenderPlay.Lot}/room", "openapi/v1.json", "metrics", "health", "api/health",
    ];

    /// <summary>What grows with time alone: compared apart, by its form.</summary>
    private static readonly string[] OfTheLog = ["checkpoint", "tile"];

    /// <param name="guesses">Digests of sealed files that somebody may guess, and of leaves.</param>
    public async Task<Dictionary<string, string>> Look(IReadOnlyList<string> guesses)
    {
        var seen = new Dictionary<string, string>();
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Url };
        foreach (var (name, person) in watchers)
        {
            var token = person is null ? null : (await person.Client.Login(person.Identity)).Token;
            foreach (var (key, path) in Pages.Select(page => (page, page)).Concat(Endpoints(guesses)))
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
                using var response = await http.SendAsync(request);
                response.Headers.Date = null;
                response.Content.Headers.ContentLength = null;
                seen[$"{name}: {key}"] = WithoutChance(
                    $"{(int)response.StatusCode} {response.Headers}{response.Content.Headers}{await response.Content.ReadAsStringAsync()}");
            }

            seen[$"{name}: first frame"] = WithoutChance(await FirstFrame(http, token));
        }

        return seen;
    }

    public static string WithoutChance(string text)
    {
        text = text.Replace("\\u002B", "+", StringComparison.Ordinal).Replace("\\u002b", "+", StringComparison.Ordinal);
        text = Leaves().Replace(text, "$1 a multiple of 64");
        text = Short().Replace(text, "SHORT");
        text = KeyId().Replace(text, "+KEYID+");
        text = Usage().Replace(text, "\"of-one-of-two\"");
        text = Pem().Replace(text, "PEM");
        text = Hex().Replace(text, "DIGEST");
        text = Base64().Replace(text, "BASE64");
        return Port().Replace(text, "HOST");
    }

    private static IEnumerable<(string Key, string Path)> Endpoints(IReadOnlyList<string> guesses)
    {
        foreach (var endpoint in Acts.All.Where(e => e.Method == "GET" && !OfTheLog.Contains(e.Name)))
        {
            var path = endpoint.Path.TrimStart('/')
                .Replace("{tender}", TenderPlay.Id.Value, StringComparison.Ordinal)
                .Replace("{lot}", TenderPlay.Lot.Value, StringComparison.Ordinal)
                .Replace("{part}", "summary", StringComparison.Ordinal)
                .Replace("{party}", CentreHost.Code(101), StringComparison.Ordinal);
            var at = path.IndexOf('{', StringComparison.Ordinal);
            foreach (var (guess, number) in at < 0 ? [("", 0)] : guesses.Select((guess, number) => (guess, number)))
            {
                yield return ($"{endpoint.Name} {number}", at < 0 ? path : path[..at] + guess);
            }
        }
    }

    private static async Task<string> FirstFrame(HttpClient http, string? token)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"api/tenders/{TenderPlay.Id}/lots/{TenderPlay.Lot}/room/events");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        await foreach (var frame in SseParser.Create(stream).EnumerateAsync())
        {
            return $"{frame.EventId} {frame.EventType} {frame.Data}";
        }

        return "no frame";
    }

    [GeneratedRegex("-----BEGIN[^-]+-----[A-Za-z0-9+/=\\\\nr\\s]+-----END[^-]+-----")]
    private static partial Regex Pem();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hex();

    [GeneratedRegex("(?<=[\"\\s>+])[A-Za-z0-9+/]{40,}={0,2}(?=[\"\\s<\\\\])")]
    private static partial Regex Base64();

    [GeneratedRegex("(<dt>(?:Leaves|叶子数)</dt>)<dd>\\d+</dd>")]
    private static partial Regex Leaves();

    [GeneratedRegex("[0-9a-f]{8}…[0-9a-f]{8}|[0-9a-f]{8}&#x2026;[0-9a-f]{8}")]
    private static partial Regex Short();

    [GeneratedRegex("\"usage\":\"(sign|encrypt)\"|\"roles\":\\[(\"bidder\")?\\]")]
    private static partial Regex Usage();

    [GeneratedRegex("\\+[0-9a-f]{8}\\+")]
    private static partial Regex KeyId();

    [GeneratedRegex("127\\.0\\.0\\.1:\\d+")]
    private static partial Regex Port();
}
