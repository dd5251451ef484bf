using System.Collections.Immutable;
using Trading.Grains.Journal;
using Trading.Grains.Shell;

namespace Trading.Grains.Tests.Shell;

/// <summary>The smallest grain with an invariant: nobody takes more than is in the till.</summary>
public sealed record Till(string Key, long Sum, ImmutableArray<string> Notes);

public abstract record TillCommand
{
    public sealed record Put(long Fen, string? Note = null) : TillCommand;

    public sealed record Take(long Fen) : TillCommand;

    public sealed record PutTwice(long Fen) : TillCommand;

    public sealed record Look : TillCommand;

    public sealed record Break : TillCommand;
}

public abstract record TillEvent
{
    public sealed record MoneyPut(long Fen, [property: Private] string? Note = null) : TillEvent;

    [Visible(Visibility.AtOpening)]
    public sealed record MoneyTaken(long Fen) : TillEvent;
}

public sealed class TillRules : IDecider<Till, TillCommand, TillEvent>
{
    public static readonly Refusal TooLittle = new("TooLittle", "There is not so much in it.", "余额不足。");

    public static Till Initial(string key) => new(key, 0, []);

    public static Decision<TillEvent> Decide(Till state, Act<TillCommand> act) => act.Command switch
    {
        TillCommand.Put put => new TillEvent.MoneyPut(put.Fen, put.Note),
        TillCommand.PutTwice put => new Decision<TillEvent>.Accepted(
            [new TillEvent.MoneyPut(put.Fen), new TillEvent.MoneyPut(put.Fen)]),
        TillCommand.Take take when take.Fen > state.Sum => TooLittle.With("asked", take.Fen),
        TillCommand.Take take => new TillEvent.MoneyTaken(take.Fen),
        TillCommand.Look => new Decision<TillEvent>.Accepted([]),
        _ => throw new InvalidOperationException("A rule that breaks."),
    };

    public static Till Evolve(Till state, TillEvent @event) => @event switch
    {
        TillEvent.MoneyPut put => state with
        {
            Sum = state.Sum + put.Fen,
            Notes = put.Note is null ? state.Notes : state.Notes.Add(put.Note),
        },
        TillEvent.MoneyTaken taken => state with { Sum = state.Sum - taken.Fen },
        _ => state,
    };
}

public interface ITillGrain : IDecidingGrain<TillCommand>
{
    [AlwaysInterleave]
    Task<long> Sum();

    [AlwaysInterleave]
    Task<ImmutableArray<string>> Notes();
}

public sealed class TillGrain(GrainServices services)
    : DecidingGrain<Till, TillCommand, TillEvent, TillRules>(services, "till"), ITillGrain
{
    public Task<long> Sum() => Task.FromResult(State.Sum);

    public Task<ImmutableArray<string>> Notes() => Task.FromResult(State.Notes);
}
