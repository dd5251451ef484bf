using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Trading.Client.Messages;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Web.Identity;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests.Identity;

/// <summary>Login by certificate, and what a thief, a copier and a stranger get.</summary>
public sealed class LoginTests
{
    [Fact]
    public async Task A_registered_certificate_logs_in_and_a_token_ends_at_its_time()
    {
        await using var host = await CentreHost.Begin();
        var someone = await host.NewParty("测试投标人一公司", CentreHost.Code(1), PartyKind.Bidder);
        var answer = await someone.Client.Login(someone.Identity);
        Assert.Equal(Role.Bidder, Assert.Single(answer.Roles));
        Assert.Equal(host.Clock.GetUtcNow() + IdentitySetup.TokenLifetime, answer.ExpiresAt);

        host.Clock.MoveTo(answer.ExpiresAt.AddMilliseconds(-1));
        Assert.Equal(HttpStatusCode.OK, await Me(host, answer.Token));
        host.Clock.MoveTo(answer.ExpiresAt);
        Assert.Equal(HttpStatusCode.Unauthorized, await Me(host, answer.Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await Me(host, answer.Token![..^2] + "AA"));
    }

    [Fact]
    public async Task A_cookie_is_for_pages_and_acts_only_from_a_page_of_ours()
    {
        await using var host = await CentreHost.Begin();
        var someone = await host.NewParty("测试投标人一公司", CentreHost.Code(1), PartyKind.Bidder);
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = host.Url };
        using var login = await http.PostAsJsonAsync(
            "api/login", await Request(http, someone, cookie: true), GrainJson.Options);
        var cookie = Assert.Single(login.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);

        Assert.Equal("Malformed", await Upload(http, cookie, host.Url.ToString().TrimEnd('/')));
        Assert.Equal("ForeignOrigin", await Upload(http, cookie, "https://evil.example"));
    }

    [Fact]
    public async Task A_challenge_is_good_once_for_one_origin_one_certificate_and_two_minutes()
    {
        await using var host = await CentreHost.Begin();
        var someone = await host.NewParty("测试投标人一公司", CentreHost.Code(1), PartyKind.Bidder);
        var other = await host.NewParty("测试投标人二公司", CentreHost.Code(2), PartyKind.Bidder);
        using var http = new HttpClient { BaseAddress = host.Url };

        var used = await Request(http, someone);
        Assert.Null(await Login(http, used));
        Assert.Equal("ChallengeUnknown", await Login(http, used));

        Assert.Equal("ChallengeUnknown", await Login(http, await Request(http, someone, l => l with { Nonce = Digest.OfUtf8("mine") })));
        Assert.Equal("OriginDiffers", await Login(http, await Request(http, someone, l => l with { Origin = "https://other.example" })));
        Assert.Equal("ChallengeDiffers", await Login(http, await Request(http, someone, l => l with { Time = l.Time.AddMilliseconds(1) })));
        Assert.Equal(
            "ChallengeDiffers", await Login(http, await Request(http, someone, l => l with { Certificate = other.Identity.Certificate.Id })));

        var early = await Request(http, someone);
        host.Clock.Advance(LoginChallenges.Lifetime - TimeSpan.FromMilliseconds(1));
        Assert.Null(await Login(http, early));
        var late = await Request(http, someone);
        host.Clock.Advance(LoginChallenges.Lifetime);
        Assert.Equal("ChallengeUnknown", await Login(http, late));
    }

    [Fact]
    public async Task A_tampered_text_a_foreign_signature_and_another_record_do_not_log_in()
    {
        await using var host = await CentreHost.Begin();
        var someone = await host.NewParty("测试投标人一公司", CentreHost.Code(1), PartyKind.Bidder);
        using var http = new HttpClient { BaseAddress = host.Url };

        var request = await Request(http, someone);
        Assert.Equal("LoginSignatureInvalid", await Login(http, request with { Signature = [.. request.Signature[..^1], 0] }));
        request = await Request(http, someone);
        Assert.Equal("LoginSignatureInvalid", await Login(http, request with
        {
            Signature = Sm2PrivateKey.Generate(CentreHost.Entropy).Sign(Encoding.UTF8.GetBytes(request.Text)),
        }));

        // A signature under a bid never logs in: the type line comes first.
        var withdrawal = new WithdrawRecord("T", "1", someone.Party.Value, 1, null, host.Clock.GetUtcNow()).ToText();
        Assert.Equal("LoginMalformed", await Login(http, new LoginRequest(
            withdrawal, someone.Identity.Key.Sign(Encoding.UTF8.GetBytes(withdrawal)), someone.Identity.Certificate.ToPem(), false)));
    }

    [Fact]
    public async Task A_certificate_for_another_use_of_another_CA_out_of_date_or_unknown_does_not_log_in()
    {
        await using var host = await CentreHost.Begin();
        var someone = await host.NewParty("测试投标人一公司", CentreHost.Code(1), PartyKind.Bidder);
        using var http = new HttpClient { BaseAddress = host.Url };

        var encrypting = someone with
        {
            Identity = someone.Identity with { Key = someone.EncryptionKey, Certificate = someone.Encryption },
        };
        Assert.Equal("LoginCertificateRefused", await Login(http, await Request(http, encrypting)));

        // A CA of somebody else that gives itself our CA's name and the victim's code.
        var foreign = TestCa.Create(CentreHost.Entropy, CentreHost.Start);
        var stolen = foreign.Issue(
            "测试投标人一公司", someone.Party.Value, someone.Identity.Key.PublicKey, CertificateUsage.Sign, CentreHost.Start);
        var forged = someone with { Identity = someone.Identity with { Certificate = stolen } };
        Assert.Equal("LoginCertificateRefused", await Login(http, await Request(http, forged)));

        var stranger = await CentreHost.Certify(host.Client(), "测试路人公司", CentreHost.Code(9));
        Assert.Equal("NotRegisteredHere", await Login(http, await Request(http, stranger)));

        host.Clock.MoveTo(someone.Identity.Certificate.NotAfter.AddSeconds(2));
        Assert.Equal("LoginCertificateRefused", await Login(http, await Request(http, someone)));
    }

    [Fact]
    public async Task Failed_logins_with_one_certificate_are_limited()
    {
        await using var host = await CentreHost.Begin("--Limits:FailedLoginsPerMinute=3");
        var someone = await host.NewParty("测试投标人一公司", CentreHost.Code(1), PartyKind.Bidder);
        using var http = new HttpClient { BaseAddress = host.Url };
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("LoginSignatureInvalid", await Login(http, await Request(http, someone) with { Signature = [1] }));
        }

        Assert.Equal("TooManyFailedLogins", await Login(http, await Request(http, someone)));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await Login(http, await Request(http, someone)));
    }

    [Fact]
    public async Task Logins_from_one_address_are_limited()
    {
        await using var host = await CentreHost.Begin("--Limits:DoorRequestsPerMinute=5");
        using var http = new HttpClient { BaseAddress = host.Url };
        for (var i = 0; i < 5; i++)
        {
            using var fine = await http.PostAsync("api/login/challenge", null);
            Assert.Equal(HttpStatusCode.OK, fine.StatusCode);
        }

        using var refused = await http.PostAsync("api/login/challenge", null);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("TooManyRequests", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_role_and_a_revoked_certificate_end_at_once()
    {
        await using var host = await CentreHost.Begin();
        var clerk = await host.NewStaff("测试受理员", Role.Reception);
        using var security = await host.Administrator(Role.SecurityAdministrator);
        await security.Execute(clerk.Party, new Grains.Parties.PartyCommand.RevokeRole(clerk.Identity.Certificate.Id, Role.Reception));
        Assert.Empty((await clerk.Client.Me()).Roles);
        var token = (await clerk.Client.Login(clerk.Identity)).Token;
        await security.Execute(
            clerk.Party, new Grains.Parties.PartyCommand.RevokeCertificate(clerk.Identity.Certificate.Id, "离职"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Me(host, token));
    }

    [Fact]
    public async Task Key_files_are_for_their_owner_alone()
    {
        await using var host = await CentreHost.Begin();
        var keys = Directory.GetFiles(Path.Combine(host.Data, "keys"), "*.key");
        Assert.NotEmpty(keys);
        Assert.All(keys, file => Assert.True(
            OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), file));
    }

    private static async Task<LoginRequest> Request(
        HttpClient http, Someone someone, Func<LoginRecord, LoginRecord>? change = null, bool cookie = false)
    {
        using var response = await http.PostAsync("api/login/challenge", null);
        var challenge = (await response.Content.ReadFromJsonAsync<ChallengeAnswer>(GrainJson.Options))!;
        var record = new LoginRecord(challenge.Origin, challenge.Nonce, someone.Identity.Certificate.Id, challenge.Time);
        var text = (change?.Invoke(record) ?? record).ToText();
        return new LoginRequest(
            text, someone.Identity.Key.Sign(Encoding.UTF8.GetBytes(text)), someone.Identity.Certificate.ToPem(), cookie);
    }

    /// <summary>Null where the login succeeds, else the refusal's code.</summary>
    private static async Task<string?> Login(HttpClient http, LoginRequest request)
    {
        using var response = await http.PostAsJsonAsync("api/login", request, GrainJson.Options);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return response.IsSuccessStatusCode ? null : body.RootElement.GetProperty("code").GetString();
    }

    private static async Task<HttpStatusCode> Me(CentreHost host, string? token)
    {
        using var http = new HttpClient { BaseAddress = host.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.GetAsync("api/me");
        return response.StatusCode;
    }

    private static async Task<string?> Upload(HttpClient http, string cookie, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/uploads")
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Cookie", cookie.Split(';')[0]);
        request.Headers.Add("Origin", origin);
        using var response = await http.SendAsync(request);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("code").GetString();
    }
}
