namespace Trading.Grains.Embedded;

/// <summary>
/// The base of every grain: one activation per key, one turn at a time. The same members, with the same meaning,
/// as the cluster engine's base class, so that one source runs on both (docs/decisions/0001).
/// </summary>
public abstract class Grain : IAddressable
{
    private readonly Activation? _activation = Activation.BeingMade;

    internal string EmbeddedKey => Running.Key;

    /// <summary>Gives references to other grains.</summary>
    protected IGrainFactory GrainFactory => Running.Engine;

    private Activation Running =>
        _activation ?? throw new InvalidOperationException("This grain was made by hand and has no engine behind it.");

    /// <summary>
    /// Runs before the first call; if it throws, the calls that wait fail with it and the grain is not kept.
    /// </summary>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last call. Nothing may rest on it: a killed process never comes here.</summary>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Ends this activation when its running calls are done; the calls that wait go to a new one.</summary>
    protected void DeactivateOnIdle() =>
        Running.Deactivate(new(DeactivationReasonCode.ApplicationRequested, "The grain asked for it."));
}
