namespace Trading.Grains.Shell;

/// <summary>The three pure functions that are a grain: where it begins, what it decides, how it changes.</summary>
/// <typeparam name="TState">Immutable state.</typeparam>
/// <typeparam name="TCommand">Imperative records, one JSON discriminator "type" for the family.</typeparam>
/// <typeparam name="TEvent">Past-tense records, one JSON discriminator "type" for the family.</typeparam>
public interface IDecider<TState, TCommand, TEvent>
{
    /// <summary>The state of the grain with this key before its first event.</summary>
    static abstract TState Initial(string key);

    /// <summary>Decides without clock, chance or I/O; refusals come in their documented order.</summary>
    static abstract Decision<TEvent> Decide(TState state, Act<TCommand> act);

    /// <summary>Total: takes every event in every state and never throws.</summary>
    static abstract TState Evolve(TState state, TEvent @event);
}
