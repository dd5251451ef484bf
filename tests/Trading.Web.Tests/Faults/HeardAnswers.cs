using System.Net;
using System.Text.Json;

namespace Trading.Web.Tests.Faults;

/// <summary>Hears what the centre answered before the client sends the same act again; a login that has ended is no refusal.</summary>
internal sealed class HeardAnswers() : DelegatingHandler(new HttpClientHandler())
{
    private readonly List<string> _refusals = [];

    /// <summary>What was refused since the last time this was asked: status, code, and what to do.</summary>
    public IReadOnlyList<string> Take()
    {
        var taken = _refusals.ToList();
        _refusals.Clear();
        return taken;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.Unauthorized)
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            var code = problem.RootElement.GetProperty("code").GetString();
            var says = problem.RootElement.GetProperty("title").GetString()!.Contains("same command again", StringComparison.Ordinal);
            _refusals.Add($"{(int)response.StatusCode} {code}{(says ? ", same command again" : "")}");
        }

        return response;
    }
}
