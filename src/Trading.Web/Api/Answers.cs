using Microsoft.AspNetCore.Http.Features;
using Trading.Client.Messages;
using Trading.Grains.Shell;

namespace Trading.Web.Api;

/// <summary>The few ways in which an endpoint answers and takes bodies.</summary>
internal static class Answers
{
    public static IResult Json<T>(T value) => Results.Json(value, GrainJson.Options, "application/json");

    public static IResult Refused(Refusal refusal) => Results.Json(
        ProblemOf(refusal), GrainJson.Options, "application/problem+json", RefusalStatus.Of(refusal.Code));

    public static Problem ProblemOf(Refusal refusal) => new(
        $"urn:trading:refusal:{refusal.Code}", refusal.English, RefusalStatus.Of(refusal.Code), refusal.Code,
        refusal.English, refusal.Chinese, refusal.Article, refusal.Facts);

    public static IResult Text(string text) => Results.Text(text, "text/plain; charset=utf-8");

    /// <summary>Bytes as a file to keep, never to run: no sniffing, no inline show.</summary>
    public static IResult File(HttpContext http, Stream content, string mediaType, string? name)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "sandbox";
        return Results.Stream(content, mediaType, name);
    }

    /// <summary>Raises or lowers the server's limit for this one body; what is longer is refused before it is stored.</summary>
    public static void LimitBody(HttpContext http, long bytes)
    {
        var feature = http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (feature is { IsReadOnly: false })
        {
            feature.MaxRequestBodySize = bytes;
        }

        if (http.Request.ContentLength > bytes)
        {
            throw new RefusedException(Problems.TooLarge("body", bytes));
        }
    }
}
