using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;

namespace Trading.Web.Rooms;

/// <summary>Composes the live rooms over the ports <c>IMaskedTail</c>, <c>IGrainFactory</c> and the centre's clock.</summary>
public static class RoomsSetup
{
    /// <summary>A watcher sends the name of a room and a number, never more.</summary>
    public const int MaxMessageBytes = 4 * 1024;

    public static IServiceCollection AddTradingRooms(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(RoomPace.Default);
        services.TryAddSingleton<Func<TenderId, ITenderFold>>(TenderFold.None);
        services.AddSingleton<LiveRooms>();
        services.AddSingleton<IFollower>(provider => provider.GetRequiredService<LiveRooms>());
        services.AddHostedService<JournalFollowing>();
        services.AddSignalR(options =>
            {
                options.MaximumReceiveMessageSize = MaxMessageBytes;
                options.EnableDetailedErrors = false;
            })
            .AddJsonProtocol(options => options.PayloadSerializerOptions = GrainJson.Options);
        return services;
    }

    public static IEndpointRouteBuilder MapTradingRooms(this IEndpointRouteBuilder routes)
    {
        routes.MapHub<RoomHub>(RoomHub.Path, options =>
        {
            options.ApplicationMaxBufferSize = MaxMessageBytes;
            options.Transports = HttpTransportType.WebSockets | HttpTransportType.ServerSentEvents | HttpTransportType.LongPolling;
        });
        routes.MapRoomRoutes();
        return routes;
    }
}
