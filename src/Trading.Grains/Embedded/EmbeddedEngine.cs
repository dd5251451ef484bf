using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Trading.Grains.Embedded;

/// <summary>
/// Runs grains in this one process: a mailbox per key, idle activations end. It is no cluster and must never grow into
/// one: the journal's lease keeps a second node away, and past one machine the same grains run on the cluster engine.
/// </summary>
public sealed partial class EmbeddedEngine : IGrainFactory, IAsyncDisposable
{
    private readonly ConcurrentDictionary<(Type Class, string Key), Activation> _activations = [];
    private readonly ILookup<Type, Type> _classes;
    private readonly ITimer _sweep;
    private readonly ILogger _log;
    private volatile bool _isClosed;

    public EmbeddedEngine(
        IServiceProvider services, EmbeddedEngineOptions options, TimeProvider time, ILogger<EmbeddedEngine> log)
    {
        Services = services;
        Options = options;
        Time = time;
        _log = log;
        _classes = FindClasses(options);
        _sweep = time.CreateTimer(_ => Sweep(), null, options.IdleAfter / 4, options.IdleAfter / 4);
    }

    /// <summary>How many grains are alive, for the operator's metrics: never shown outside before an opening.</summary>
    public int ActivationCount => _activations.Count;

    internal IServiceProvider Services { get; }

    internal EmbeddedEngineOptions Options { get; }

    internal TimeProvider Time { get; }

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        var candidates = _classes[typeof(TGrainInterface)]
            .Where(c => c.FullName!.StartsWith(grainClassNamePrefix ?? "", StringComparison.Ordinal))
            .ToArray();
        return candidates switch
        {
            [var grainClass] => GrainReference.To<TGrainInterface>(this, grainClass, primaryKey),
            [] => throw new ArgumentException($"No grain class implements {typeof(TGrainInterface)}."),
            _ => throw new ArgumentException(
                $"{typeof(TGrainInterface)} is implemented by {string.Join(" and ", candidates.Select(c => c.Name))}."),
        };
    }

    /// <summary>Takes no more calls, lets the running ones finish, and ends every activation.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        await _sweep.DisposeAsync();
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The engine stops.");

        // Runs in a loop because a call that was let in before the door closed may still bring a grain to life.
        while (!_activations.IsEmpty)
        {
            var alive = _activations.Values.ToArray();
            foreach (var activation in alive)
            {
                activation.Deactivate(reason);
            }

            await Task.WhenAll(alive.Select(a => a.Gone));
        }
    }

    internal void Post(Type grainClass, string key, Call call)
    {
        // Runs in a loop because an activation may leave between the look-up and the post; it removes itself before it
        // refuses.
        while (true)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_activations.Count >= Options.ActivationLimit && !_activations.ContainsKey((grainClass, key)))
            {
                throw new GrainOverloadedException(
                    nameof(EmbeddedEngineOptions.ActivationLimit), Options.ActivationLimit);
            }

            var activation = _activations.GetOrAdd((grainClass, key), id => new Activation(this, id.Class, id.Key));
            if (activation.TryPost(call))
            {
                return;
            }
        }
    }

    internal void Remove(Activation activation) =>
        _activations.TryRemove(KeyValuePair.Create((activation.GrainClass, activation.Key), activation));

    [LoggerMessage(Level = LogLevel.Error, Message = "{GrainClass} {Key} failed while it ended.")]
    internal partial void DeactivationFailed(Type grainClass, string key, Exception exception);

    private static ILookup<Type, Type> FindClasses(EmbeddedEngineOptions options) =>
        options.Assemblies
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsSubclassOf(typeof(Grain)))
            .SelectMany(type => type.GetInterfaces(), (type, contract) => (Class: type, Contract: contract))
            .Where(pair => typeof(IGrainWithStringKey).IsAssignableFrom(pair.Contract))
            .ToLookup(pair => pair.Contract, pair => pair.Class);

    private void Sweep()
    {
        foreach (var activation in _activations.Values)
        {
            activation.DeactivateIfIdle(Options.IdleAfter);
        }
    }
}
