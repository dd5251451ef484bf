using Trading.Client.Messages;

namespace Trading.Web.Api;

/// <summary>Tells a load balancer that the centre serves.</summary>
internal static class HealthApi
{
    public static Task<IResult> Health(ApiCall _) => Task.FromResult(Answers.Json(new Health("serving")));
}
