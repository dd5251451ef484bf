using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;

namespace Trading.Web.Rooms;

/// <summary>The same rooms over plain HTTP: as JSON, and as server-sent events.</summary>
internal static class RoomRoutes
{
    public static void MapRoomRoutes(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/tenders/{tender}/lots/{lot}/room", Read)
            .WithName("ReadRoom")
            .WithSummary("The opening room's newest view. Its ETag counts visible changes and never moves with submissions.")
            .WithTags("Rooms");
        routes.MapGet("/api/tenders/{tender}/lots/{lot}/room/events", Watch)
            .WithName("WatchRoom")
            .WithSummary("The opening room as server-sent events: the newest view whenever it changed, a beat when not.")
            .WithTags("Rooms");
    }

    private static async Task<IResult> Read(
        string tender, string lot, LiveRooms rooms, HttpContext context, CancellationToken cancellation)
    {
        if (await Find(rooms, tender, lot, cancellation) is not { } room)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "NoSuchRoom");
        }

        var view = room.View;
        var tag = new EntityTagHeaderValue($"\"{view.Version.ToString(CultureInfo.InvariantCulture)}\"", isWeak: true);
        context.Response.GetTypedHeaders().CacheControl = new CacheControlHeaderValue { NoCache = true };
        context.Response.GetTypedHeaders().ETag = tag;
        return context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Text(Json(view), "application/json");
    }

    private static async Task<IResult> Watch(
        string tender, string lot, long? after, LiveRooms rooms, HttpContext context, CancellationToken cancellation)
    {
        if (await Find(rooms, tender, lot, cancellation) is not { } room)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "NoSuchRoom");
        }

        if (room.Watchers >= LiveRoom.MaxWatchers)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        var last = context.Request.Headers["Last-Event-ID"].ToString();
        var seen = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : after ?? 0;
        return TypedResults.ServerSentEvents(Events(room, seen, cancellation));
    }

    private static async IAsyncEnumerable<SseItem<string>> Events(
        LiveRoom room, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var frame in room.Watch(after, cancellation))
        {
            yield return new SseItem<string>(Json(frame), frame.View is null ? "beat" : "view")
            {
                EventId = frame.Version.ToString(CultureInfo.InvariantCulture),
            };
        }
    }

    private static async ValueTask<LiveRoom?> Find(
        LiveRooms rooms, string tender, string lot, CancellationToken cancellation)
    {
        try
        {
            return await rooms.Find(TenderId.Create(tender), LotId.Create(lot), cancellation);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, GrainJson.Options);
}
