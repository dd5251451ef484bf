namespace Trading.Grains.Shell;

/// <summary>Sends a command as a careful caller does: the same command again where its outcome is not known.</summary>
public static class SendingCommands
{
    /// <summary>Times one command is sent before the caller is told to do it later.</summary>
    public const int AttemptLimit = 4;

    /// <summary>Executes the act; repeats it, with the same id, after <see cref="RetryCommandException"/>.</summary>
    /// <exception cref="RetryCommandException">The last attempt's.</exception>
    public static async Task<Answer> Send<TCommand>(this IDecidingGrain<TCommand> grain, Act<TCommand> act)
        where TCommand : class
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await grain.Execute(act);
            }
            catch (RetryCommandException) when (attempt < AttemptLimit)
            {
                // A new activation reads the journal and knows.
            }
        }
    }
}
