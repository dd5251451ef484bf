namespace Trading.Silo.Storage;

/// <summary>Wakes everybody who waits for something newer. Beating never blocks and keeps no list of who waits.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes at the next beat. Take it before looking, so that no beat falls between.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Beat() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
