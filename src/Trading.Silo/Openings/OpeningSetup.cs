using Microsoft.Extensions.DependencyInjection;
using Trading.Grains.Openings;
using Trading.Grains.Schedules;

namespace Trading.Silo.Openings;

/// <summary>Adds the opening machine, the nudges of tenders, and the care for sealed files.</summary>
public static class OpeningSetup
{
    public static IServiceCollection AddOpenings(this IServiceCollection services, OpeningOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<OpeningRun>();
        services.AddSingleton<OpeningDesk>();
        services.AddSingleton<IOpeningDesk>(provider => provider.GetRequiredService<OpeningDesk>());
        services.AddHostedService(provider => provider.GetRequiredService<OpeningDesk>());
        services.AddSingleton<TenderNudges>();
        services.AddSingleton<INudgePlan>(provider => provider.GetRequiredService<TenderNudges>());
        services.AddSingleton<INudged>(provider => provider.GetRequiredService<TenderNudges>());
        services.AddHostedService<SealedFileCare>();
        return services;
    }
}
