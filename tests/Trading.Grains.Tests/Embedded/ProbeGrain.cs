using System.Collections.Concurrent;

namespace Trading.Grains.Tests.Embedded;

public interface IProbeGrain : IGrainWithStringKey
{
    /// <summary>Begins, tells that it began, and waits at the gate.</summary>
    Task<int> Work(string gate);

    [AlwaysInterleave]
    Task<int> WorkInterleaved(string gate);

    [AlwaysInterleave]
    ValueTask<int> Count();

    ValueTask Nothing();

    Task Fail();

    Task<string> Key();

    /// <summary>Asks to end, then waits at the gate.</summary>
    Task<int> Leave(string gate);

    /// <summary>Many short turns with an unguarded counter between awaits.</summary>
    [AlwaysInterleave]
    Task Race(int rounds);

    Task<int> Ask(string other);
}

/// <summary>Gates that tests open, and a record of what happened; one per test.</summary>
public sealed class Probe
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _begun = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _open = [];
    private int _made;

    public ConcurrentQueue<string> Story { get; } = [];

    public bool FailsToActivate { get; set; }

    public int Made => _made;

    public Task Begun(string gate) => Of(_begun, gate).Task;

    public void Open(string gate) => Of(_open, gate).TrySetResult();

    public int MakeOne() => Interlocked.Increment(ref _made);

    public Task Pass(string gate)
    {
        Story.Enqueue($"begin {gate}");
        Of(_begun, gate).TrySetResult();
        return Of(_open, gate).Task;
    }

    private static TaskCompletionSource Of(ConcurrentDictionary<string, TaskCompletionSource> gates, string gate) =>
        gates.GetOrAdd(gate, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

public sealed class ProbeGrain(Probe probe) : Grain, IProbeGrain
{
    private readonly int _activation = probe.MakeOne();
    private int _inside;
    private int _count;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Story.Enqueue("activated");
        return probe.FailsToActivate
            ? Task.FromException(new IOException("The state could not be read."))
            : Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Story.Enqueue($"deactivated {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public async Task<int> Work(string gate)
    {
        await probe.Pass(gate);
        return _activation;
    }

    public async Task<int> WorkInterleaved(string gate)
    {
        await probe.Pass(gate);
        return _activation;
    }

    public ValueTask<int> Count() => ValueTask.FromResult(_count);

    public ValueTask Nothing() => ValueTask.CompletedTask;

    public Task Fail() => throw new InvalidDataException("as the test wants");

    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());

    public async Task<int> Leave(string gate)
    {
        DeactivateOnIdle();
        await probe.Pass(gate);
        return _activation;
    }

    public async Task Race(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            if (++_inside != 1)
            {
                throw new InvalidOperationException("Two turns at once.");
            }

            _count++;
            _inside--;
            await Task.Yield();
        }
    }

    public Task<int> Ask(string other) => GrainFactory.GetGrain<IProbeGrain>(other).Work(other);
}
