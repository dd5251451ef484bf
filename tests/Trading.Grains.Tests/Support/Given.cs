using Trading.Grains.Shell;

namespace Trading.Grains.Tests.Support;

/// <summary>Rule tests read as a story: given what happened, when somebody asks, then this.</summary>
public sealed class Given<TState, TCommand, TEvent, TDecider>(TState state)
    where TEvent : class
    where TDecider : IDecider<TState, TCommand, TEvent>
{
    public TState State => state;

    public static Given<TState, TCommand, TEvent, TDecider> Nothing(string key) => new(TDecider.Initial(key));

    /// <summary>The state after a command that must be accepted.</summary>
    public Given<TState, TCommand, TEvent, TDecider> Done(Act<TCommand> act)
    {
        var accepted = Assert.IsType<Decision<TEvent>.Accepted>(TDecider.Decide(state, act));
        return new(accepted.Events.Aggregate(state, TDecider.Evolve));
    }

    /// <summary>The one event that comes of a command.</summary>
    public TEvent Event(Act<TCommand> act) =>
        Assert.Single(Assert.IsType<Decision<TEvent>.Accepted>(TDecider.Decide(state, act)).Events);

    /// <summary>The refusal, compared by its code.</summary>
    public Refusal Refused(Act<TCommand> act, Refusal expected)
    {
        var refused = Assert.IsType<Decision<TEvent>.Refused>(TDecider.Decide(state, act)).Refusal;
        Assert.Equal(expected.Code, refused.Code);
        return refused;
    }
}
