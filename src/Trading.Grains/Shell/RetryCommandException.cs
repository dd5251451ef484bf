namespace Trading.Grains.Shell;

/// <summary>
/// The act may or may not be durable: another activation wrote first, or the store failed. The caller sends the same
/// command again, with the same id: if it was kept, the stored answer comes back.
/// </summary>
public sealed class RetryCommandException(string message, Exception? innerException = null)
    : IOException(message, innerException);

/// <summary>
/// A grain has its limit of commands under way. Nothing was begun; the same command may be sent again.
/// </summary>
public sealed class GrainBusyException(string message) : InvalidOperationException(message);
