using System.Threading.RateLimiting;
using Trading.Web.Identity;

namespace Trading.Web.Api;

/// <summary>Requests a minute, by person where one is logged in, else by network address.</summary>
internal static class RateLimits
{
    private const string ByPerson = "person";
    private const string ByDoor = "door";

    public static string PolicyOf(RateClass rate) => rate == RateClass.Door ? ByDoor : ByPerson;

    public static IServiceCollection AddApiRateLimits(this IServiceCollection services, ApiLimits limits) =>
        services.AddRateLimiter(options =>
        {
            options.AddPolicy(ByPerson, http => Window(
                Person.Of(http.User) is { } person ? $"person/{person.Certificate}" : Address(http), limits.RequestsPerMinute));
            options.AddPolicy(ByDoor, http => Window($"door/{Address(http)}", limits.DoorRequestsPerMinute));
            options.OnRejected = async (context, _) =>
                await Answers.Refused(Problems.TooManyRequests).ExecuteAsync(context.HttpContext);
        });

    private static string Address(HttpContext http) => $"address/{http.Connection.RemoteIpAddress}";

    private static RateLimitPartition<string> Window(string key, int requests) =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = requests,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
            QueueLimit = 0,
        });
}
