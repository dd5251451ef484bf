using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;
using Trading.Grains.Shell;

namespace Trading.Silo.Engines;

/// <summary>The engine of this build: Microsoft Orleans in its smallest real form, one silo on this machine.</summary>
public static class GrainEngine
{
    /// <summary>How this build calls its engine, for the start page and the operator.</summary>
    public const string Name = "orleans";

    /// <summary>
    /// Settings <c>Engine:SiloPort</c> and <c>Engine:GatewayPort</c>: another pair for each node on one machine.
    /// </summary>
    public const string Section = "Engine";

    private const int DefaultSiloPort = 11_111;
    private const int DefaultGatewayPort = 30_000;

    /// <summary>
    /// Adds the silo and what the grains need. State is in the same journal as ever; messages are the same JSON as in
    /// the journal, and only types of ours are read from it.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="machineTime">The machine's clock; the silo must not follow a demonstration's that jumps.</param>
    public static IHostApplicationBuilder AddGrainEngine(
        this IHostApplicationBuilder builder, TimeProvider? machineTime = null)
    {
        // Every clock of the runtime is a keyed one; without this they would all be the injected clock, by which acts
        // are stamped.
        builder.Services.AddKeyedSingleton(KeyedService.AnyKey, machineTime ?? TimeProvider.System);

        // The runtime tells its whole life at Information; what it warns of is enough.
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        var settings = builder.Configuration.GetSection(Section);
        builder.Services.AddGrainServices();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(
                settings.GetValue("SiloPort", DefaultSiloPort), settings.GetValue("GatewayPort", DefaultGatewayPort));
            silo.Services.AddSerializer(serializer => serializer.AddJsonSerializer(IsOurs, GrainJson.Options));
            silo.Services.Configure<ExceptionSerializationOptions>(
                options => options.SupportedNamespacePrefixes.Add("Trading"));
        });
        return builder;
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("Trading.", StringComparison.Ordinal) == true;
}
