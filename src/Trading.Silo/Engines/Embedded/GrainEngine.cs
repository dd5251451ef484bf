using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Trading.Silo.Engines;

/// <summary>The engine of this build: embedded, one process, the default.</summary>
public static class GrainEngine
{
    /// <summary>How this build calls its engine, for the start page and the operator.</summary>
    public const string Name = "embedded";

    /// <summary>
    /// Adds <see cref="IGrainFactory"/> and what the grains need. The journal is added apart; its lease keeps a second
    /// node away.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="machineTime">The machine's clock; idleness must not follow a demonstration's that jumps.</param>
    public static IHostApplicationBuilder AddGrainEngine(
        this IHostApplicationBuilder builder, TimeProvider? machineTime = null)
    {
        builder.Services.AddGrainServices();
        builder.Services.AddSingleton(new EmbeddedEngineOptions());
        builder.Services.AddSingleton(services => new EmbeddedEngine(
            services,
            services.GetRequiredService<EmbeddedEngineOptions>(),
            machineTime ?? TimeProvider.System,
            services.GetRequiredService<ILogger<EmbeddedEngine>>()));
        builder.Services.AddSingleton<IGrainFactory>(services => services.GetRequiredService<EmbeddedEngine>());
        builder.Services.AddHostedService<EngineLifetime>();
        return builder;
    }

    /// <summary>
    /// Ends the grains while the journal still runs: the container would dispose of them in the wrong order.
    /// </summary>
    private sealed class EngineLifetime(EmbeddedEngine engine) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) =>
            engine.DisposeAsync().AsTask().WaitAsync(cancellationToken);
    }
}
