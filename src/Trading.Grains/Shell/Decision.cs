using System.Collections.Immutable;

namespace Trading.Grains.Shell;

/// <summary>What a rule answers: the events that now happen, or the one refusal that comes first.</summary>
public abstract record Decision<TEvent>
{
    private Decision()
    {
    }

    /// <summary>The command is done; an empty list means it changes nothing and is still an accepted act.</summary>
    public sealed record Accepted(ImmutableArray<TEvent> Events) : Decision<TEvent>;

    public sealed record Refused(Refusal Refusal) : Decision<TEvent>;

    public static implicit operator Decision<TEvent>(Refusal refusal) => new Refused(refusal);

    public static implicit operator Decision<TEvent>(TEvent @event) => new Accepted([@event]);

    public static implicit operator Decision<TEvent>(ImmutableArray<TEvent> events) => new Accepted(events);
}
