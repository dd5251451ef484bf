using Trading.Proofs.Primitives;
using Trading.Web.Api;

namespace Trading.Web.Identity;

/// <summary>Everything that knows who somebody is.</summary>
internal static class IdentityServices
{
    public static IServiceCollection AddTradingIdentity(
        this IServiceCollection services, CentreOptions options, CentreKeys keys, ApiLimits limits)
    {
        services.AddSingleton(options);
        services.AddSingleton(keys);
        services.AddSingleton(new CentreOrigin(options.Origin));
        services.AddSingleton<People>();
        services.AddSingleton<ReceiptDesk>();
        services.AddSingleton<LoginDesk>();
        services.AddSingleton(provider => new LoginChallenges(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Entropy>(), limits.OpenChallenges));
        services.AddSingleton(provider => new FailedLogins(
            provider.GetRequiredService<TimeProvider>(), limits.FailedLoginsPerMinute));
        services.AddHostedService<FirstStart>();
        return services.AddCentreLogin(Path.Combine(options.KeyFolder, "protection"));
    }
}
