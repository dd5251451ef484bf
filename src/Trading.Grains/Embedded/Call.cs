namespace Trading.Grains.Embedded;

/// <summary>One call on its way to a grain, and the promise its caller awaits.</summary>
internal abstract class Call(bool interleaves)
{
    /// <summary>True where it may begin while other calls await.</summary>
    public bool Interleaves { get; } = interleaves;

    /// <summary>
    /// Runs the method and keeps what came of it; failures are the caller's, so the returned task never fails.
    /// </summary>
    public abstract Task Run(Grain grain);

    /// <summary>Tells the caller what came of it: after the activation counted the call as ended.</summary>
    public abstract void Tell();

    /// <summary>Fails the caller of a call that never began.</summary>
    public abstract void Fail(Exception exception);
}

internal sealed class Call<T>(bool interleaves, Func<Grain, Task<T>> method) : Call(interleaves)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task<T>? _outcome;

    public Task<T> Answer => _answer.Task;

    public override async Task Run(Grain grain)
    {
        try
        {
            _outcome = method(grain);
            await _outcome;
        }
        catch (Exception failure)
        {
            // A method that threw before its first await has no task of its own.
            _outcome ??= Task.FromException<T>(failure);
        }
    }

    public override void Tell() => _answer.TrySetFromTask(_outcome!);

    public override void Fail(Exception exception) => _answer.TrySetException(exception);
}
