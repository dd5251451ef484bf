using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Trading.Grains.Journal;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Shell;

/// <summary>
/// The common shell: look up, decide, evolve on speculative state, append, answer from durable state. It is pipelined:
/// while one act is being made durable the next is decided, in the order in which they came. Whoever fails to write
/// drops the activation with everything speculative, and callers send the same command again.
/// </summary>
/// <typeparam name="TState">Immutable state of the grain.</typeparam>
/// <typeparam name="TCommand">Its command family.</typeparam>
/// <typeparam name="TEvent">Its event family.</typeparam>
/// <typeparam name="TDecider">Its rules.</typeparam>
public abstract class DecidingGrain<TState, TCommand, TEvent, TDecider>(GrainServices services, string kind)
    : Grain, IDecidingGrain<TCommand>
    where TState : class
    where TCommand : class
    where TEvent : class
    where TDecider : IDecider<TState, TCommand, TEvent>
{
    /// <summary>Commands of one grain under way at once; the next is told to come again.</summary>
    public const int InFlightLimit = 1024;

    private static readonly EventCodec<TEvent> Codec = EventCodec<TEvent>.Instance;

    private readonly ILogger _log = services.Loggers.CreateLogger($"Trading.Grains.{kind}");
    private readonly Dictionary<CommandId, InFlight> _inFlight = [];

    /// <summary>Digests of versions that are written but not yet known to be durable.</summary>
    private readonly Dictionary<long, Digest> _pendingHeads = [];

    private StreamId _stream;
    private Moment _durable = null!;
    private Moment _speculative = null!;
    private Task<bool> _lastAppend = Task.FromResult(true);
    private Task _lastTurn = Task.CompletedTask;
    private bool _isLost;

    /// <summary>The durable state: the only one from which views and answers are made.</summary>
    protected TState State => _durable.State;

    /// <summary>The version of <see cref="State"/>; it moves with every act and is never shown outside.</summary>
    protected long Version => _durable.Head.Version;

    /// <summary>Services handed to the grain.</summary>
    protected GrainServices Services => services;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        _stream = StreamId.Of(kind, key);
        var now = new Moment(TDecider.Initial(key), StreamHead.Empty);
        await foreach (var recorded in services.Journal.Read(_stream, cancellation: cancellationToken))
        {
            if (EventChain.Check(now.Head, recorded) is { } fault)
            {
                throw new InvalidDataException(fault);
            }

            now = new Moment(TDecider.Evolve(now.State, Codec.Decode(recorded)), EventChain.HeadAfter(recorded));
        }

        _durable = now;
        _speculative = now;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        await services.RefusedActs.Flush(_stream, cancellationToken);

    public async Task<Answer> Execute(Act<TCommand> act)
    {
        ThrowIfLost();
        act = act with { ReceivedAt = Floor(act.ReceivedAt) };
        var content = CommandContent.Of(act);
        if (_inFlight.TryGetValue(act.Id, out var same))
        {
            return same.Content.Digest == content.Digest
                ? await same.Answer
                : Answer.Of(ShellRefusals.CommandIdReused.With("differs", content.DifferenceTo(same.Content)));
        }

        if (_inFlight.Count >= InFlightLimit)
        {
            throw new GrainBusyException($"{_stream} has {InFlightLimit} commands under way. Send the command again.");
        }

        var answer = Answered(act, content);
        _inFlight.Add(act.Id, new InFlight(content, answer));
        try
        {
            return await answer;
        }
        finally
        {
            _inFlight.Remove(act.Id);
        }
    }

    private async Task<Answer> Answered(Act<TCommand> act, CommandContent content)
    {
        var before = _lastTurn;
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lastTurn = turn.Task;
        Written written;
        try
        {
            // The look-up of one command runs beside that of the next; deciding keeps the order of arrival.
            var stored = await Journal(services.Journal.FindCommand(_stream, act.Id).AsTask(), before);
            ThrowIfLost();
            if (stored is not null)
            {
                return StoredAnswer.Repeat(stored, content);
            }

            written = DecideAndWrite(act, content);
        }
        finally
        {
            turn.SetResult();
        }

        if (!await Journal(written.Append))
        {
            throw Lost(null);
        }

        if (written.Refusal is not null)
        {
            return await Refuse(act, written.Refusal);
        }

        Advance(written.After);
        return written.Answer;
    }

    /// <summary>Decides and evolves without awaiting anything; the append is under way when it returns.</summary>
    private Written DecideAndWrite(Act<TCommand> act, CommandContent content)
    {
        switch (TDecider.Decide(_speculative.State, act))
        {
            case Decision<TEvent>.Refused refused:
                // What it was refused for may itself be not yet durable: it waits for the append before.
                return new Written(_lastAppend, _speculative, Answer.Of(refused.Refusal), refused.Refusal);

            case Decision<TEvent>.Accepted accepted:
                var from = _speculative;
                var (events, after) = Evolve(from, act.ReceivedAt, accepted.Events);
                var answer = new Answer(null, [.. events.Select(Receipt)]);
                var entry = new JournalEntry(
                    _stream, from.Head.Version, events, StoredAnswer.Store(act.Id, content, answer));
                foreach (var e in events)
                {
                    _pendingHeads[e.Version] = EventChain.DigestOf(e);
                }

                _speculative = after;
                _lastAppend = Append(entry);
                return new Written(_lastAppend, after, answer, null);

            case var other:
                throw new InvalidOperationException($"{typeof(TDecider).Name} decided {other}.");
        }
    }

    private async Task<bool> Append(JournalEntry entry) => await services.Journal.Append(entry);

    private (ImmutableArray<RecordedEvent> Events, Moment After) Evolve(
        Moment from, DateTimeOffset at, ImmutableArray<TEvent> events)
    {
        var sealedEvents = ImmutableArray.CreateBuilder<RecordedEvent>(events.Length);
        foreach (var e in events)
        {
            var recorded = EventChain.Seal(_stream, from.Head, at, Codec.Encode(e), services.Entropy);
            sealedEvents.Add(recorded);

            // The state grows from what is written, not from what was meant, so that a replay cannot differ from it.
            from = new Moment(TDecider.Evolve(from.State, Codec.Decode(recorded)), EventChain.HeadAfter(recorded));
        }

        return (sealedEvents.MoveToImmutable(), from);
    }

    /// <summary>Answers a refusal only where this activation still is the one that writes.</summary>
    private async Task<Answer> Refuse(Act<TCommand> act, Refusal refusal)
    {
        var head = await Journal(services.Journal.Head(_stream).AsTask());
        var isOurs = head.Version <= _durable.Head.Version
            || (_pendingHeads.TryGetValue(head.Version, out var digest) && digest == head.Digest);
        if (!isOurs)
        {
            throw Lost(null);
        }

        var type = GrainJson.NameOf(act.Command.GetType());
        try
        {
            await services.RefusedActs.Record(
                new RefusedAct(_stream, act.Id, act.Actor, act.ReceivedAt, type, refusal.Code));
        }
        catch (IOException failure)
        {
            throw Retry(failure);
        }

        return Answer.Of(refusal);
    }

    private void Advance(Moment after)
    {
        // Answers of one batch may come back in any order; the journal keeps them in order, so the latest stands for
        // all before.
        if (after.Head.Version <= _durable.Head.Version)
        {
            return;
        }

        for (var version = _durable.Head.Version + 1; version <= after.Head.Version; version++)
        {
            _pendingHeads.Remove(version);
        }

        _durable = after;
    }

    private static RecordedAct Receipt(RecordedEvent e) =>
        new(e.Type, EventChain.DigestOf(e), EventChain.LeafSalt(e.Salt), e.RecordedAt);

    /// <summary>Awaits the journal, and also something else; a failed journal drops the activation.</summary>
    private async Task<T> Journal<T>(Task<T> asked, Task? other = null)
    {
        try
        {
            await Task.WhenAll(asked, other ?? Task.CompletedTask);
            return await asked;
        }
        catch (Exception failure) when (failure is not ArgumentException)
        {
            throw Lost(failure);
        }
        catch (ArgumentException)
        {
            // The store says the entry itself is wrong: sending it again would not help, so the caller hears why.
            _ = Lost(null);
            throw;
        }
    }

    private RetryCommandException Lost(Exception? failure)
    {
        if (!_isLost)
        {
            _isLost = true;
            ShellLog.ActivationDropped(_log, _stream.Value, failure);
            DeactivateOnIdle();
        }

        return Retry(failure);
    }

    private RetryCommandException Retry(Exception? failure) => new(
        failure is null
            ? $"Another activation of {_stream} wrote first. Send the same command again."
            : $"The journal failed for {_stream}. Send the same command again.",
        failure);

    private void ThrowIfLost()
    {
        if (_isLost)
        {
            throw Retry(null);
        }
    }

    /// <summary>
    /// The legal time is UTC in whole milliseconds, floored: a deadline met by a fraction stays met (decision 0002).
    /// </summary>
    private static DateTimeOffset Floor(DateTimeOffset at)
    {
        var ticks = at.UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
    }

    /// <summary>A state and the end of the stream that made it.</summary>
    private sealed record Moment(TState State, StreamHead Head);

    private sealed record InFlight(CommandContent Content, Task<Answer> Answer);

    /// <summary>What was decided, and the append that must be durable before it is answered.</summary>
    private sealed record Written(Task<bool> Append, Moment After, Answer Answer, Refusal? Refusal);
}
