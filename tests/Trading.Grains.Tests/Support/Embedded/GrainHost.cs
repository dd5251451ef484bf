using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Tests.Support;

/// <summary>Grains of this assembly and of the house, run by the engine of the build over a given journal.</summary>
public sealed class GrainHost : IAsyncDisposable
{
    private static readonly Assembly[] Assemblies = [typeof(GrainHost).Assembly, typeof(GrainJson).Assembly];

    private readonly ServiceProvider _services;
    private readonly EmbeddedEngine _engine;

    private GrainHost(ServiceProvider services, EmbeddedEngine engine)
    {
        _services = services;
        _engine = engine;
    }

    public IGrainFactory Grains => _engine;

    public static Task<GrainHost> Start(IJournal journal)
    {
        var services = new ServiceCollection().AddSingleton(ServicesOf(journal)).BuildServiceProvider();
        var engine = new EmbeddedEngine(
            services,
            new EmbeddedEngineOptions { Assemblies = Assemblies },
            new ManualClock(),
            NullLogger<EmbeddedEngine>.Instance);
        return Task.FromResult(new GrainHost(services, engine));
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _services.DisposeAsync();
    }

    private static GrainServices ServicesOf(IJournal journal)
    {
        Entropy entropy = System.Security.Cryptography.RandomNumberGenerator.Fill;
        return new GrainServices(
            journal, new JournalRefusedActs(journal, entropy), entropy, new ManualClock(), NullLoggerFactory.Instance);
    }
}
