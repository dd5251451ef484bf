using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;

namespace Trading.Silo.Engines;

/// <summary>What grains need on either engine.</summary>
internal static class GrainServicesSetup
{
    public static void AddGrainServices(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Entropy>(_ => RandomNumberGenerator.Fill);
        services.TryAddSingleton<IRefusedActs, JournalRefusedActs>();
        services.TryAddSingleton<GrainServices>();
    }
}
