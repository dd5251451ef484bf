using System.Globalization;
using Trading.Client.Messages;
using Trading.Grains.Documents;

namespace Trading.Web.Api;

/// <summary>
/// Uploads in chunks, resumable: the state says how many bytes are durable, the next chunk begins there.
/// An upload belongs to the party that began it; to anybody else it does not exist.
/// </summary>
internal static class UploadApi
{
    public const string OffsetHeader = "Upload-Offset";
    private const string Octets = "application/octet-stream";

    public static async Task<IResult> Begin(ApiCall call)
    {
        var begin = await call.Body<BeginUpload>();
        if (begin.Size <= 0)
        {
            throw new RefusedException(Problems.Malformed("$.size", "expected a number of bytes above zero"));
        }

        var upload = await call.Get<IDocumentStore>()
            .Begin(call.Actor.Party, begin.Class, begin.Digest, begin.Size, call.Aborted);
        return Answers.Json(StateOf(upload));
    }

    public static async Task<IResult> State(ApiCall call)
    {
        var upload = await Own(call);
        call.Http.Response.Headers[OffsetHeader] = upload.Received.ToString(CultureInfo.InvariantCulture);
        return HttpMethods.IsHead(call.Http.Request.Method) ? Results.Ok() : Answers.Json(StateOf(upload));
    }

    public static async Task<IResult> Append(ApiCall call)
    {
        var request = call.Http.Request;
        if (request.ContentType != Octets)
        {
            throw new RefusedException(Problems.MediaType(Octets));
        }

        if (!long.TryParse(
            request.Headers[OffsetHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            throw new RefusedException(Problems.Malformed($"header/{OffsetHeader}", "expected the number of bytes sent before"));
        }

        var upload = await Own(call);
        Answers.LimitBody(call.Http, ApiLimits.ChunkBytes);
        upload = await call.Get<IDocumentStore>().Append(call.Actor.Party, upload.Id, offset, request.Body, call.Aborted);
        call.Http.Response.Headers[OffsetHeader] = upload.Received.ToString(CultureInfo.InvariantCulture);
        return Answers.Json(StateOf(upload));
    }

    public static async Task<IResult> Complete(ApiCall call)
    {
        var upload = await Own(call);
        var stored = await call.Get<IDocumentStore>().Complete(call.Actor.Party, upload.Id, call.Aborted);
        return Answers.Json(new DocumentState(stored.Digest, stored.Size));
    }

    private static UploadState StateOf(Upload upload) =>
        new(upload.Id, upload.Digest, upload.Size, upload.Received, upload.IsWhole, upload.ExpiresAt);

    private static async Task<Upload> Own(ApiCall call)
    {
        var id = call.Http.Request.RouteValues["upload"] as string ?? "";
        return await call.Get<IDocumentStore>().Find(call.Actor.Party, id, call.Aborted)
            ?? throw new RefusedException(Problems.NotFound);
    }
}
