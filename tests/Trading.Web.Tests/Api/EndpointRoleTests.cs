using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Web.Api;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests.Api;

public sealed partial class EndpointRoleTests
{
    private const string Anybody = "*";
    private const string LoggedIn = "+";

    /// <summary>Written out apart from the table, so that the table cannot change in silence.</summary>
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["login_challenge"] = Anybody,
        ["login"] = Anybody,
        ["logout"] = Anybody,
        ["me"] = LoggedIn,
        ["register_party"] = Anybody,
        ["add_certificate"] = LoggedIn,
        ["revoke_certificate"] = LoggedIn,
        ["grant_role"] = "SecurityAdministrator",
        ["revoke_role"] = "SecurityAdministrator",
        ["party"] = Anybody,
        ["registration"] = LoggedIn,
        ["issuers"] = Anybody,
        ["centre_certificate"] = Anybody,
        ["issue_test_certificate"] = Anybody,
        ["begin_upload"] = LoggedIn,
        ["upload"] = LoggedIn,
        ["upload_offset"] = LoggedIn,
        ["append_upload"] = LoggedIn,
        ["complete_upload"] = LoggedIn,
        ["document"] = Anybody,
        ["notices"] = Anybody,
        ["tender"] = Anybody,
        ["opening"] = Anybody,
        ["mine"] = LoggedIn,
        ["own_file"] = "Bidder",
        ["bid_content"] = "Expert Tenderee",
        ["release_kit"] = "Bidder",
        ["custody_kit"] = "Custodian",
        ["keeper_kit"] = "Attestation Supervisor",
        ["register_tender"] = "Reception",
        ["hand_over"] = "Reception Organisation",
        ["publish_tender"] = "Organisation",
        ["amend_documents"] = "Organisation",
        ["confirm_amendment"] = "Bidder",
        ["submit_bid"] = "Bidder",
        ["withdraw_bid"] = "Bidder",
        ["sign_live_set"] = "Custodian",
        ["begin_opening"] = "Organisation",
        ["fetch_for_release"] = "Bidder",
        ["release_bid"] = "Bidder",
        ["hand_in_copy"] = "Bidder",
        ["extend_window"] = "Organisation",
        ["decide_failure"] = "Organisation Supervisor",
        ["close_window"] = "Organisation",
        ["sign_window_shut"] = "Custodian",
        ["release_shares"] = "Custodian",
        ["hand_in_secret"] = "Bidder",
        ["close_shares"] = "Organisation",
        ["reopen_session"] = "Attestation Supervisor",
        ["commit_draw"] = "Organisation Tenderee Agency Supervisor",
        ["hand_in_draw_envelope"] = "Organisation Tenderee Agency Supervisor",
        ["reveal_draw"] = "Organisation Tenderee Agency Supervisor",
        ["recover_draw_reveal"] = "Organisation Tenderee Agency Supervisor",
        ["raise_objection"] = "Bidder",
        ["answer_objection"] = "Tenderee Agency Organisation",
        ["confirm_opening"] = "Organisation Attestation Bidder",
        ["name_committee"] = "Organisation",
        ["enter_marks"] = "Expert Tenderee",
        ["complete_evaluation"] = "Organisation",
        ["publish_candidates"] = "Tenderee Agency Organisation",
        ["award_lot"] = "Tenderee",
        ["close_record"] = "Attestation",
        ["log_key"] = Anybody,
        ["checkpoint"] = Anybody,
        ["tile"] = Anybody,
        ["log_proof"] = Anybody,
        ["record"] = Anybody,
        ["restricted_record"] = "Supervisor Auditor",
        ["health"] = Anybody,
    };

    /// <summary>Only the platform itself sends these: no person has an endpoint for them.</summary>
    private static readonly string[] PlatformOnly = ["close_bidding", "record_verdicts"];

    [Fact]
    public void The_list_of_endpoints_is_the_one_written_here() =>
        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), Acts.All.Select(e => e.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_command_of_a_tender_is_an_endpoint_or_the_platforms_own() =>
        Assert.Equal(
            GrainJson.MembersOf(typeof(TenderCommand)).Select(GrainJson.NameOf).Order(StringComparer.Ordinal),
            Acts.All.Where(e => e.Path.StartsWith(Acts.TenderActs, StringComparison.Ordinal)).Select(e => e.Name)
                .Concat(PlatformOnly).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_endpoint_lets_in_whom_it_should_and_nobody_else()
    {
        await using var host = await CentreHost.Begin();
        var cast = await RoleCast.Of(host);
        var everyRole = Enum.GetValues<Role>().Where(role => role is not (Role.Public or Role.Platform)).ToArray();
        Assert.Equal(everyRole.Order(), cast.Keys.Order());
        var tokens = new Dictionary<Role, string>();
        using var http = new HttpClient { BaseAddress = host.Url };
        foreach (var (role, someone) in cast)
        {
            tokens[role] = (await someone.Client.Login(someone.Identity)).Token!;
        }

        var wrong = new List<string>();
        foreach (var endpoint in Acts.All)
        {
            var allowed = Expected[endpoint.Name];
            wrong.AddRange(await Try(http, endpoint, null, null, allowed == Anybody, "LoginNeeded"));
            foreach (var role in everyRole)
            {
                var may = allowed is Anybody or LoggedIn || allowed.Split(' ').Contains(role.ToString());
                wrong.AddRange(await Try(http, endpoint, role, tokens[role], may, "RoleNotYours"));
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_endpoint_is_described()
    {
        await using var host = await CentreHost.Begin();
        using var http = new HttpClient { BaseAddress = host.Url };
        using var description = JsonDocument.Parse(await http.GetStringAsync(ApiSetup.DescriptionPath.TrimStart('/')));
        var described = description.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject())
            .Where(operation => operation.Value.TryGetProperty("operationId", out _))
            .ToDictionary(operation => operation.Value.GetProperty("operationId").GetString()!, operation => operation.Value);

        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), described.Keys.Order(StringComparer.Ordinal));
        Assert.All(described.Values, operation => Assert.NotEmpty(operation.GetProperty("summary").GetString()!));
        Assert.All(
            Acts.All.Where(endpoint => endpoint.Content is not null),
            endpoint => Assert.True(described[endpoint.Name].TryGetProperty("requestBody", out _), endpoint.Name));
    }

    private static async Task<string[]> Try(
        HttpClient http, ApiEndpoint endpoint, Role? role, string? token, bool may, string refusal)
    {
        using var request = new HttpRequestMessage(new HttpMethod(endpoint.Method), Fill(endpoint.Path));
        if (endpoint.Method is "POST" or "PATCH")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Add(ApiMap.RoleHeader, role.ToString());
        }

        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        var refused = endpoint.Method == "HEAD"
            ? response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            : body.Contains($"\"code\":\"{refusal}\"", StringComparison.Ordinal);
        return (int)response.StatusCode < 500 && refused != may
            ? []
            : [$"{endpoint.Name} as {role?.ToString() ?? "anonymous"}: {(int)response.StatusCode} {body[..Math.Min(120, body.Length)]}"];
    }

    private static string Fill(string path) => Parameter().Replace(path.TrimStart('/'), match => match.Groups["name"].Value switch
    {
        "digest" or "leaf" => new string('0', 64),
        "party" => CentreHost.Code(9),
        "path" => "0/000",
        _ => "X1",
    });

    [GeneratedRegex(@"\{\**(?<name>[a-z]+)\}")]
    private static partial Regex Parameter();
}
