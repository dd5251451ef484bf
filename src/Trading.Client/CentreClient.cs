using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Trading.Client.Messages;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Client;

/// <summary>
/// The typed client of a centre's interface, for the tool, the demo and tests. Everything secret (keys, B, shares) stays in this
/// process; what the centre answers is checked here before it is believed. One client is one person; it is safe for one call at a
/// time, and for reading by many.
/// </summary>
public sealed partial class CentreClient : IDisposable
{
    /// <summary>Times an act is sent when it is not known whether it was kept; always the same act with the same id.</summary>
    public const int AttemptLimit = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _http;
    private readonly Entropy _entropy;
    private readonly TimeProvider _time;
    private ClientIdentity? _identity;
    private string? _token;

    /// <param name="server">The centre, such as https://bid.example.gov.cn/.</param>
    /// <param name="entropy">Makes command ids and envelopes.</param>
    /// <param name="time">The time written into statements.</param>
    /// <param name="handler">How it is reached; null for the network.</param>
    public CentreClient(Uri server, Entropy entropy, TimeProvider time, HttpMessageHandler? handler = null)
    {
        _http = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
        _http.BaseAddress = server;
        _http.Timeout = Timeout.InfiniteTimeSpan;
        (_entropy, _time) = (entropy, time);
    }

    /// <summary>Who is logged in; throws before the login.</summary>
    public ClientIdentity Identity => _identity ?? throw new InvalidOperationException("Log in first.");

    /// <summary>The role named with each act; null where the person holds only one that fits.</summary>
    public Role? Role { get; set; }

    private DateTimeOffset Now
    {
        get
        {
            var now = _time.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        }
    }

    /// <summary>Logs in: answers a one-time challenge with a signature. When the token ends, the client does it again by itself.</summary>
    public async Task<LoginAnswer> Login(ClientIdentity identity, CancellationToken cancellation = default)
    {
        _token = null;
        var challenge = await Send<ChallengeAnswer>(HttpMethod.Post, "api/login/challenge", null, cancellation);
        var text = new LoginRecord(challenge.Origin, challenge.Nonce, identity.Certificate.Id, challenge.Time).ToText();
        var request = new LoginRequest(
            text, identity.Key.Sign(Encoding.UTF8.GetBytes(text)), identity.Certificate.ToPem(), Cookie: false,
            identity.Certificate.CreditCode is null ? identity.Party : null);
        var answer = await Send<LoginAnswer>(HttpMethod.Post, "api/login", Json(request), cancellation);
        (_identity, _token) = (identity, answer.Token);
        return answer;
    }

    /// <summary>Goes on with the token of an earlier login; when it has ended, the client logs in again by itself.</summary>
    public void Resume(ClientIdentity identity, string token) => (_identity, _token) = (identity, token);

    /// <summary>A new name for a command: 128 random bits.</summary>
    public CommandId NewCommandId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _entropy(bytes);
        return CommandId.Create(Convert.ToHexStringLower(bytes));
    }

    public void Dispose() => _http.Dispose();

    private async Task<ActAnswer> Act<TContent>(
        string path, TContent content, CommandId? id, CancellationToken cancellation)
    {
        // The id is made once: whatever becomes of an attempt, the next one is the same act.
        var request = new ActRequest<JsonElement>(
            id ?? NewCommandId(), JsonSerializer.SerializeToElement(content, content!.GetType(), GrainJson.Options));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Send<ActAnswer>(HttpMethod.Post, path, Json(request), cancellation);
            }
            catch (Exception e) when (attempt < AttemptLimit && IsUnknown(e))
            {
                await Task.Delay(Pause * attempt, cancellation);
            }
        }
    }

    /// <summary>Whether it is not known if the act was kept: the connection broke, or the centre says so.</summary>
    private static bool IsUnknown(Exception failure) =>
        failure is HttpRequestException or IOException
        || failure is CentreRefusedException { Problem.Status: (int)HttpStatusCode.ServiceUnavailable };

    private static Func<HttpContent> Json<T>(T value)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, GrainJson.Options);
        return () => new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    private async Task<T> Send<T>(
        HttpMethod method, string path, Func<HttpContent>? content, CancellationToken cancellation,
        Action<HttpRequestMessage>? adjust = null)
    {
        using var response = await Send(method, path, content, cancellation, adjust);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        return await JsonSerializer.DeserializeAsync<T>(stream, GrainJson.Options, cancellation)
            ?? throw new CentreNotTrustedException($"The centre answered nothing to {method} {path}.");
    }

    private async Task<HttpResponseMessage> Send(
        HttpMethod method, string path, Func<HttpContent>? content, CancellationToken cancellation,
        Action<HttpRequestMessage>? adjust = null)
    {
        var response = await SendOnce(method, path, content, cancellation, adjust);
        if (response.StatusCode == HttpStatusCode.Unauthorized && _token is not null && _identity is not null)
        {
            response.Dispose();
            await Login(_identity, cancellation);
            response = await SendOnce(method, path, content, cancellation, adjust);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await Refused(response, cancellation);
        }
    }

    private async Task<HttpResponseMessage> SendOnce(
        HttpMethod method, string path, Func<HttpContent>? content, CancellationToken cancellation,
        Action<HttpRequestMessage>? adjust)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content?.Invoke() };
        if (_token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        }

        if (Role is { } role)
        {
            request.Headers.Add("Trading-Role", role.ToString());
        }

        adjust?.Invoke(request);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    private static async Task<Exception> Refused(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            if (await JsonSerializer.DeserializeAsync<Problem>(stream, GrainJson.Options, cancellation) is { } problem)
            {
                return new CentreRefusedException(problem);
            }
        }

        return new HttpRequestException($"The centre answered {(int)response.StatusCode}.", null, response.StatusCode);
    }
}
