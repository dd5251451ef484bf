using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;

namespace Trading.Grains.Tests.Tenders.Support;

/// <summary>Given a state, when a command, then events or a refusal. Immutable: a play can be continued in many ways.</summary>
internal sealed record Play(Tender State, DateTimeOffset Now, ImmutableArray<TenderEvent> Events)
{
    public static readonly Play Empty = new(Tender.Initial(Terms.Id.Value), Terms.Registered, []);

    public Play At(DateTimeOffset now) => this with { Now = now };

    public Play After(TimeSpan time) => this with { Now = Now + time };

    /// <summary>The command is accepted; the play goes on with its events.</summary>
    public Play When(Actor actor, TenderCommand command)
    {
        switch (Decide(actor, command))
        {
            case Decision<TenderEvent>.Accepted accepted:
                return this with
                {
                    State = accepted.Events.Aggregate(State, Tender.Evolve),
                    Events = Events.AddRange(accepted.Events),
                };
            case Decision<TenderEvent>.Refused refused:
                throw new Xunit.Sdk.XunitException(
                    $"{command.GetType().Name} was refused: {refused.Refusal.Code} {string.Join(' ', refused.Refusal.Facts)}");
            default:
                throw new InvalidOperationException();
        }
    }

    public ImmutableArray<TenderEvent> Then(Actor actor, TenderCommand command) =>
        Assert.IsType<Decision<TenderEvent>.Accepted>(Decide(actor, command)).Events;

    public void Refuses(Refusal refusal, Actor actor, TenderCommand command) =>
        Assert.Equal(refusal.Code, (Decide(actor, command) as Decision<TenderEvent>.Refused)?.Refusal.Code);

    public Decision<TenderEvent> Decide(Actor actor, TenderCommand command) =>
        TenderRules.Decide(State, new Act<TenderCommand>(new CommandId("c"), actor, Now, command));
}
