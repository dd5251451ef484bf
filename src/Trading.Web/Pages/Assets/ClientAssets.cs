using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Trading.Web.Pages.Assets;

/// <summary>One bundled file: its address carries a digest of its content, its integrity value goes into the tag.</summary>
public sealed record ClientAsset(string File, string Type, string Integrity)
{
    public string Path => $"/dist/{File}";
}

/// <summary>The bundle that the project's build embedded in the assembly.</summary>
public sealed class ClientAssets
{
    private readonly FrozenDictionary<string, ClientAsset> byName;
    private readonly FrozenDictionary<string, EmbeddedAsset> byFile;

    private ClientAssets(Dictionary<string, ClientAsset> manifest)
    {
        byName = manifest.ToFrozenDictionary(StringComparer.Ordinal);
        byFile = manifest.Values.ToFrozenDictionary(
            a => a.File, a => new EmbeddedAsset(a.Type, Read(a.File), Read($"{a.File}.br")), StringComparer.Ordinal);
    }

    public ClientAsset this[string name] => byName[name];

    public EmbeddedAsset? Find(string file) => byFile.GetValueOrDefault(file);

    public static ClientAssets Load() => new(
        JsonSerializer.Deserialize<Dictionary<string, ClientAsset>>(Read("manifest.json"), JsonSerializerOptions.Web)
        ?? throw new InvalidOperationException("The manifest of the pages' bundle is empty."));

    private static byte[] Read(string file)
    {
        using var stream = typeof(ClientAssets).Assembly.GetManifestResourceStream($"dist/{file}")
            ?? throw new InvalidOperationException($"The pages' bundle misses {file}: build Trading.Web again.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>A bundled file as it is sent, plain and as Brotli.</summary>
public sealed record EmbeddedAsset(string Type, byte[] Plain, byte[] Brotli);

internal static class ClientAssetRoutes
{
    /// <summary>Serves the bundle; its names change with its content, so browsers keep it for a year.</summary>
    public static void MapClientAssets(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/dist/{file}", (string file, HttpContext context, ClientAssets assets) =>
        {
            if (assets.Find(file) is not { } asset)
            {
                return Results.NotFound();
            }

            var headers = context.Response.GetTypedHeaders();
            headers.CacheControl = new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.FromDays(365) };
            headers.CacheControl.Extensions.Add(new NameValueHeaderValue("immutable"));
            context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
            if (!context.Request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "br" && e.Quality != 0))
            {
                return Results.Bytes(asset.Plain, asset.Type);
            }

            context.Response.Headers.ContentEncoding = "br";
            return Results.Bytes(asset.Brotli, asset.Type);
        }).ExcludeFromDescription();
}
