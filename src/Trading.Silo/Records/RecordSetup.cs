using Microsoft.Extensions.DependencyInjection;
using Trading.Grains.Records;

namespace Trading.Silo.Records;

public static class RecordSetup
{
    /// <summary>Adds the making of records; the engine must be added too, since certificates come from the parties.</summary>
    public static IServiceCollection AddTradingRecords(this IServiceCollection services, Func<IServiceProvider, RecordOptions> options)
    {
        services.AddSingleton(options);
        services.AddSingleton<RecordAssembler>();
        services.AddSingleton<RecordIndex>();
        services.AddSingleton<IRecords>(provider => provider.GetRequiredService<RecordIndex>());
        services.AddHostedService<RecordPublisher>();
        return services;
    }
}
