using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Trading.Grains.Documents;
using Trading.Grains.Journal;
using Trading.Grains.Log;
using Trading.Grains.Schedules;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;
using Trading.Silo.AtRest;
using Trading.Silo.Clocks;
using Trading.Silo.Documents;
using Trading.Silo.Faults;
using Trading.Silo.Journal;
using Trading.Silo.Leases;
using Trading.Silo.Log;
using Trading.Silo.Projections;
using Trading.Silo.Schedules;

namespace Trading.Silo;

/// <summary>One call adds everything a node stores and does by itself; the engine is added apart.</summary>
public static class SiloSetup
{
    /// <summary>The key by which the log's <see cref="ISm2PrivateKey"/> is registered.</summary>
    public const string LogKey = "log";

    /// <summary>
    /// Adds journal, documents, public log, read models, nudges and stamps on the data directory. The application registers the
    /// log's private key under <see cref="LogKey"/>, and its projections, nudge plans and receivers.
    /// Opening the journal takes the node's lease: a second node of the same data does not start.
    /// </summary>
    public static IServiceCollection AddTradingSilo(this IServiceCollection services, SiloOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Entropy>(_ => RandomNumberGenerator.Fill);
        services.TryAddSingleton(FaultPoints.None);
        services.AddSingleton(options);
        services.AddSingleton(options.Lease);
        services.AddSingleton(options.Log);
        services.AddSingleton(options.Documents);
        services.AddSingleton(options.Nudges);

        services.AddSingleton(_ => NodeLease.Take(options.Data, options.MachineTime, options.Lease));
        services.AddSingleton<IAtRestKey>(provider => OpenKey(provider.GetRequiredService<NodeLease>(), options.Data));
        services.AddJournal(options).AddDocuments(options).AddLog(options);

        services.AddSingleton(provider => new ProjectionRunner(
            Path.Combine(options.Data, "views.db"),
            provider.GetRequiredService<IMaskedTail>(),
            provider.GetServices<IProjection>(),
            provider.GetRequiredService<ILogger<ProjectionRunner>>()));
        services.AddHostedService(provider => provider.GetRequiredService<ProjectionRunner>());

        services.AddSingleton<IProjection, NoticeProjection>();
        services.AddSingleton<INotices, NoticeTables>();

        services.AddSingleton<QuartzNudges>();
        services.AddSingleton<INudge>(provider => provider.GetRequiredService<QuartzNudges>());
        services.AddHostedService<NudgeRunner>();
        return services;
    }

    private static IServiceCollection AddJournal(this IServiceCollection services, SiloOptions options)
    {
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<LeaseHeartbeat>(
            provider, provider.GetRequiredService<NodeLease>(), options.MachineTime));
        services.AddSingleton(provider => new SqliteJournal(
            Path.Combine(options.Data, "journal.db"),
            provider.GetRequiredService<IAtRestKey>(),
            options.Journal,
            provider.GetRequiredService<FaultPoints>()));
        services.AddSingleton<IJournal>(provider => provider.GetRequiredService<SqliteJournal>());
        services.AddSingleton<IPrivateParts>(provider => provider.GetRequiredService<SqliteJournal>());
        services.AddSingleton<IMaskedTail, MaskedTail>();
        services.AddSingleton<IStampDesk>(provider => new StampDesk(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<SqliteJournal>().LastRecordedAt()));
        return services;
    }

    private static IServiceCollection AddDocuments(this IServiceCollection services, SiloOptions options)
    {
        services.AddSingleton(provider => new FileDocumentStore(
            options.Data,
            provider.GetRequiredService<IAtRestKey>(),
            provider.GetRequiredService<TimeProvider>(),
            options.Documents,
            provider.GetRequiredService<FaultPoints>()));
        services.AddSingleton<IDocumentStore>(provider => provider.GetRequiredService<FileDocumentStore>());
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<DocumentSweep>(
            provider, options.MachineTime));
        return services;
    }

    private static void AddLog(this IServiceCollection services, SiloOptions options)
    {
        services.AddSingleton(provider => new SqlitePublicLog(
            Path.Combine(options.Data, "log.db"),
            provider.GetRequiredService<IJournal>(),
            provider.GetRequiredKeyedService<ISm2PrivateKey>(LogKey),
            provider.GetRequiredService<Entropy>(),
            options.Log,
            provider.GetRequiredService<FaultPoints>()));
        services.AddSingleton<IPublicLog>(provider => provider.GetRequiredService<SqlitePublicLog>());
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<LogPublisher>(
            provider, options.MachineTime));
    }

    // The lease comes first: nobody else makes a key at the same time. A journal whose key is gone must not get another one.
    private static SoftwareAtRestKey OpenKey(NodeLease lease, string data)
    {
        var key = Path.Combine(data, "data.key");
        if (!File.Exists(key) && File.Exists(Path.Combine(data, "journal.db")))
        {
            throw new InvalidDataException(
                $"Node {lease.Node}: {data} holds a journal but not its data.key; restore the key from its backup.");
        }

        var opened = DataKeyFile.OpenOrCreate(key);
        DataKeyFile.Check(opened, key + ".check");
        return opened;
    }
}
