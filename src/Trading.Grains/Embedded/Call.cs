namespace Trading.Grains.Embedded;

/// <summary>One call on its way to a grain, and the promise its caller awaits.</summary>
internal abstract class Call(bool interleaves)
{
    /// <summary>True where it may begin while other calls await.</summary>
    public bool Interleaves { get; } = interleaves;

    /// <summary>Runs the method; failures go to the caller, so the returned task never fails.</summary>
    public abstract Task Run(Grain grain);

    /// <summary>Fails the caller of a call that never began.</summary>
    public abstract void Fail(Exception exception);
}

internal sealed class Call<T>(bool interleaves, Func<Grain, Task<T>> method) : Call(interleaves)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    public override async Task Run(Grain grain)
    {
        try
        {
            _answer.TrySetResult(await method(grain));
        }
        catch (OperationCanceledException canceled)
        {
            _answer.TrySetCanceled(canceled.CancellationToken);
        }
        catch (Exception failure)
        {
            _answer.TrySetException(failure);
        }
    }

    public override void Fail(Exception exception) => _answer.TrySetException(exception);
}
