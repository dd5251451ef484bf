using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using Trading.Grains.Tenders;

namespace Trading.Web.Rooms;

/// <summary>The rooms over SignalR: one stream a watcher. The hub holds no state and no rules.</summary>
internal sealed class RoomHub(LiveRooms rooms, TimeProvider clock) : Hub
{
    public const string Path = "/rooms";

    /// <summary>A browser says from which page it speaks; only our own pages may.</summary>
    public override Task OnConnectedAsync()
    {
        var request = Context.GetHttpContext()?.Request;
        var origin = request?.Headers.Origin.ToString();
        if (!string.IsNullOrEmpty(origin) && origin != $"{request!.Scheme}://{request.Host}")
        {
            Context.Abort();
        }

        return base.OnConnectedAsync();
    }

    /// <summary>Every view of the room newer than the watcher's, the newest only, and a beat when nothing changes.</summary>
    public async IAsyncEnumerable<RoomFrame> Watch(
        string tender, string lot, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var room = await Find(tender, lot, cancellation) ?? throw new HubException("NoSuchRoom");
        await foreach (var frame in room.Watch(after, cancellation))
        {
            yield return frame;
        }
    }

    /// <summary>The centre's clock in milliseconds since 1970, for a watcher to measure how far its own is off.</summary>
    public long Time() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private async ValueTask<LiveRoom?> Find(string tender, string lot, CancellationToken cancellation)
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
}
