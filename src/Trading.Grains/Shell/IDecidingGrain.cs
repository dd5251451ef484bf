namespace Trading.Grains.Shell;

/// <summary>The one way to act on a grain.</summary>
/// <typeparam name="TCommand">The grain's command family.</typeparam>
public interface IDecidingGrain<TCommand> : IGrainWithStringKey where TCommand : class
{
    /// <summary>
    /// Answers when the act is durable, or refused. The same command id with the same content gets the stored answer;
    /// with other content it is refused. A refused command is not stored: sent again, it is decided anew.
    /// </summary>
    /// <exception cref="RetryCommandException">It is not known here whether the act was kept: send the same command
    /// again.</exception>
    /// <exception cref="GrainBusyException">Too many commands at once; nothing was begun.</exception>
    [AlwaysInterleave]
    Task<Answer> Execute(Act<TCommand> act);
}
