using Microsoft.Net.Http.Headers;
using QRCoder;
using Trading.Proofs.Primitives;

namespace Trading.Web.Pages.Assets;

/// <summary>A digest as a QR picture: a phone reads <c>SM3:</c> and the 64 characters, to compare with print or screen.</summary>
internal static class QrCodes
{
    public static void MapQrCodes(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/qr/{digest:length(64)}.svg", (string digest, HttpContext context) =>
        {
            if (!Digest.TryParse(digest, out var value))
            {
                return Results.NotFound();
            }

            context.Response.GetTypedHeaders().CacheControl =
                new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.FromDays(365) };
            return Results.Text(Svg(value), "image/svg+xml");
        }).ExcludeFromDescription();

    public static string Svg(Digest digest)
    {
        // Upper case keeps to the alphanumeric alphabet, which makes the picture a third smaller.
        using var code = QRCodeGenerator.GenerateQrCode(
            $"SM3:{digest}".ToUpperInvariant(), QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(code);
        return picture.GetGraphic(4);
    }
}
