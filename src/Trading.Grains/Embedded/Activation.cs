using Microsoft.Extensions.DependencyInjection;

namespace Trading.Grains.Embedded;

/// <summary>
/// One living grain: a mailbox and an exclusive scheduler. Calls begin in the order they came, one after the other's
/// end; a call marked <see cref="AlwaysInterleaveAttribute"/> begins at once. Whatever awaits, code of the grain never
/// runs twice at a time.
/// </summary>
internal sealed class Activation(EmbeddedEngine engine, Type grainClass, string key)
{
    /// <summary>The activation whose grain is being constructed on this thread.</summary>
    [ThreadStatic]
    private static Activation? t_beingMade;

    private readonly TaskScheduler _turns = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
    private readonly Lock _gate = new();
    private readonly LinkedList<Call> _waiting = [];
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AsyncServiceScope _scope;
    private Grain? _grain;
    private Phase _phase = Phase.New;
    private int _running;
    private DeactivationReason? _ending;
    private long _lastUsed = engine.Time.GetTimestamp();

    private enum Phase
    {
        New,
        Activating,
        Active,
        Ending,
        Gone,
    }

    public static Activation? BeingMade => t_beingMade;

    public EmbeddedEngine Engine => engine;

    public Type GrainClass => grainClass;

    public string Key => key;

    /// <summary>Ended and removed from the engine's catalogue.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Takes a call; false where this activation is gone and the call belongs to a new one.</summary>
    /// <exception cref="GrainOverloadedException">The mailbox is full.</exception>
    public bool TryPost(Call call)
    {
        lock (_gate)
        {
            if (_phase == Phase.Gone)
            {
                return false;
            }

            if (_running + _waiting.Count >= engine.Options.MailboxLimit)
            {
                throw new GrainOverloadedException(
                    nameof(EmbeddedEngineOptions.MailboxLimit), engine.Options.MailboxLimit);
            }

            _lastUsed = engine.Time.GetTimestamp();
            _waiting.AddLast(call);
            if (_phase == Phase.New)
            {
                _phase = Phase.Activating;
                RunTurn(Activate);
            }

            Pump();
            return true;
        }
    }

    /// <summary>Begins no more calls, and ends when the running ones are done.</summary>
    public void Deactivate(DeactivationReason reason)
    {
        lock (_gate)
        {
            _ending ??= reason;
            Pump();
        }
    }

    /// <summary>Ends where nothing ran or waited for this long.</summary>
    public void DeactivateIfIdle(TimeSpan idleAfter)
    {
        lock (_gate)
        {
            if (_phase == Phase.Active && _running == 0 && _waiting.Count == 0
                && engine.Time.GetElapsedTime(_lastUsed) >= idleAfter)
            {
                Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "Nobody called."));
            }
        }
    }

    /// <summary>Begins what may begin. Under the gate.</summary>
    private void Pump()
    {
        if (_phase != Phase.Active)
        {
            return;
        }

        if (_ending is { } reason)
        {
            if (_running == 0)
            {
                _phase = Phase.Ending;
                RunTurn(() => End(reason));
            }

            return;
        }

        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            if (_running == 0 || node.Value.Interleaves)
            {
                _waiting.Remove(node);
                _running++;
                var call = node.Value;
                RunTurn(() => Run(call));
            }

            node = next;
        }
    }

    /// <summary>
    /// Starts work in the grain's own turns; the caller's ambient context stays outside, as it would over a wire.
    /// </summary>
    private void RunTurn(Func<Task> work)
    {
        using var flow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        _ = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _turns);
    }

    private async Task Activate()
    {
        try
        {
            _scope = engine.Services.CreateAsyncScope();
            t_beingMade = this;
            try
            {
                _grain = (Grain)ActivatorUtilities.CreateInstance(_scope.ServiceProvider, grainClass);
            }
            finally
            {
                t_beingMade = null;
            }

            await _grain.OnActivateAsync(CancellationToken.None);
        }
        catch (Exception failure)
        {
            await Leave(failure);
            return;
        }

        lock (_gate)
        {
            _phase = Phase.Active;
            Pump();
        }
    }

    private async Task Run(Call call)
    {
        await call.Run(_grain!);
        lock (_gate)
        {
            _running--;
            _lastUsed = engine.Time.GetTimestamp();
            Pump();
        }

        call.Tell();
    }

    private async Task End(DeactivationReason reason)
    {
        try
        {
            await _grain!.OnDeactivateAsync(reason, CancellationToken.None);
        }
        catch (Exception failure)
        {
            engine.DeactivationFailed(grainClass, key, failure);
        }

        await Leave(null);
    }

    /// <summary>
    /// Leaves the catalogue; calls that still wait fail with the failure, or go to the next activation.
    /// </summary>
    private async Task Leave(Exception? failure)
    {
        await _scope.DisposeAsync();
        Call[] left;
        lock (_gate)
        {
            engine.Remove(this);
            _phase = Phase.Gone;
            left = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var call in left)
        {
            if (failure is not null)
            {
                call.Fail(failure);
                continue;
            }

            try
            {
                engine.Post(grainClass, key, call);
            }
            catch (InvalidOperationException refused)
            {
                call.Fail(refused);
            }
        }

        _gone.SetResult();
    }
}
