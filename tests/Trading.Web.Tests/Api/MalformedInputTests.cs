using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Trading.Grains.Shell;
using Trading.Web.Api;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests.Api;

public sealed class MalformedInputTests
{
    private const string Path = "api/tenders/T1/acts/extend_window";
    private const string Good = """{"command_id":"a","command":{"lot":"1","minutes":5,"reason":"x"}}""";

    [Fact]
    public async Task What_is_wrong_is_said_by_place_and_cause_and_never_repeated()
    {
        await using var host = await CentreHost.Begin();
        using var http = await Organiser(host);
        Assert.Equal((404, "NotRegistered"), await Send(http, Good));
        foreach (var (body, cause) in new (string, string)[]
        {
            ("", "not JSON"),
            ("null", "expected an object"),
            ("[]", "another kind"),
            ("{", "not JSON"),
            (Good[..^1], "not JSON"),
            (Good + "x", "not JSON"),
            (Good.Replace("\"minutes\":5,", "", StringComparison.Ordinal), "required member"),
            (Good.Replace("\"lot\"", "\"secret-name\":1,\"lot\"", StringComparison.Ordinal), "not known"),
            (Good.Replace("\"lot\"", "\"type\":\"extend_window\",\"lot\"", StringComparison.Ordinal), "member"),
            (Good.Replace("\"lot\"", "\"lot\":\"1\",\"lot\"", StringComparison.Ordinal), "twice"),
            (Good.Replace(":5", ":5.5", StringComparison.Ordinal), "another kind"),
            (Good.Replace(":5", ":\"5\"", StringComparison.Ordinal), "another kind"),
            (Good.Replace(":5", ":99999999999999999999", StringComparison.Ordinal), "another kind"),
            (Good.Replace("\"a\"", "\"a b\"", StringComparison.Ordinal), "CommandId must be"),
            (Good.Replace("\"a\"", $"\"{new string('a', 65)}\"", StringComparison.Ordinal), "CommandId must be"),
            (Good.Replace("\"x\"", new string('[', 40) + new string(']', 40), StringComparison.Ordinal), ""),
        })
        {
            using var response = await Post(http, body);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{body}: {(int)response.StatusCode} {text}");
            using var problem = JsonDocument.Parse(text);
            Assert.Equal("Malformed", problem.RootElement.GetProperty("code").GetString());
            Assert.Contains(cause, problem.RootElement.GetProperty("facts").GetProperty("cause").GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Trading.Grains", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_body_at_the_limit_is_read_and_one_byte_more_is_not()
    {
        await using var host = await CentreHost.Begin();
        using var http = await Organiser(host);
        Assert.Equal((404, "NotRegistered"), await Send(http, Good.PadRight(ApiLimits.JsonBytes)));
        Assert.Equal((413, "TooLarge"), await Send(http, Good.PadRight(ApiLimits.JsonBytes + 1)));
    }

    [Fact]
    public async Task Another_media_type_and_a_malformed_path_are_refused()
    {
        await using var host = await CentreHost.Begin();
        using var http = await Organiser(host);
        using var form = await http.PostAsync(Path, new StringContent(Good, Encoding.UTF8, "text/plain"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, form.StatusCode);
        using var place = await http.GetAsync("api/tenders/a%20b");
        Assert.Equal(HttpStatusCode.BadRequest, place.StatusCode);
        using var digest = await http.GetAsync($"api/documents/{new string('A', 64)}");
        Assert.Equal(HttpStatusCode.BadRequest, digest.StatusCode);
    }

    /// <summary>Every byte of a good request damaged in turn, on every endpoint that reads one: a 4xx, never a 5xx.</summary>
    [Fact]
    public async Task No_damage_to_a_request_is_the_servers_failure()
    {
        await using var host = await CentreHost.Begin();
        using var http = await Organiser(host);
        foreach (var (damaged, i) in Good.Select((_, i) => (Damage(Good, i), i)))
        {
            using var response = await Post(http, damaged);
            Assert.True((int)response.StatusCode is >= 400 and < 500, $"{i}: {damaged} gave {(int)response.StatusCode}");
        }

        string[] shapes = ["{}", "[]", "null", "1", "\"x\"", "{\"command_id\":null,\"command\":null}", "{\"command_id\":\"a\",\"command\":{}}"];
        foreach (var endpoint in Acts.All.Where(e => e.Content is not null))
        {
            foreach (var shape in shapes)
            {
                using var response = await Post(http, shape, endpoint.Path.Replace("{tender}", "T1", StringComparison.Ordinal)
                    .Replace("{party}", CentreHost.Code(9), StringComparison.Ordinal).TrimStart('/'));
                Assert.True((int)response.StatusCode is >= 400 and < 500, $"{endpoint.Name} {shape} gave {(int)response.StatusCode}");
            }
        }
    }

    private static string Damage(string good, int at) => good[..at] + (good[at] == '~' ? '!' : '~') + good[(at + 1)..];

    private static async Task<(int, string?)> Send(HttpClient http, string body)
    {
        using var response = await Post(http, body);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, problem.RootElement.GetProperty("code").GetString());
    }

    private static Task<HttpResponseMessage> Post(HttpClient http, string body, string path = Path) =>
        http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<HttpClient> Organiser(CentreHost host)
    {
        var clerk = await host.NewStaff("测试组织员", Role.Organisation);
        var http = new HttpClient { BaseAddress = host.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", (await clerk.Client.Login(clerk.Identity)).Token);
        return http;
    }
}
