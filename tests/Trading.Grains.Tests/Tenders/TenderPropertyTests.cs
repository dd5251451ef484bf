using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Grains.Tests.Tenders.Support;

namespace Trading.Grains.Tests.Tenders;

public sealed class TenderPropertyTests
{
    private static readonly ImmutableArray<Play> _stages =
    [
        Play.Empty, Stages.Published, Stages.Closed, Stages.Begun, Stages.Shutting, Stages.Shut(), Stages.Opened, Stages.Drawn,
        Stages.Evaluating, Stages.Evaluated, Stages.Candidates, Stages.Awarded, Stages.Recorded,
    ];

    [Fact]
    public void Replay_from_the_journals_json_gives_the_same_state()
    {
        var codec = EventCodec<TenderEvent>.Instance;
        var replayed = Stages.Recorded.Events
            .Select(one => Golden.Decode(codec, codec.Encode(one)))
            .Aggregate(Tender.Initial(Terms.Id.Value), Tender.Evolve);

        Assert.Equal(Fingerprint(Stages.Recorded.State), Fingerprint(replayed));
        Assert.Equal(Stages.Recorded.State.Changes, replayed.Changes);
    }

    [Fact]
    public void Any_event_is_taken_in_any_state_without_throwing()
    {
        var events = Stages.Recorded.Events.Concat(Golden.Events.Values).ToArray();
        Prop.ForAll(
            Gen.ArrayOf(Gen.Choose(0, events.Length - 1)).ToArbitrary(),
            indices =>
            {
                var state = indices.Select(index => events[index]).Aggregate(Tender.Initial(Terms.Id.Value), Tender.Evolve);
                return TenderViews.Of(state) is not null == (state.Registration is not null);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Any_stage_takes_any_event_and_still_has_a_view()
    {
        foreach (var stage in _stages.Skip(1))
        {
            foreach (var one in Golden.Events.Values)
            {
                Assert.NotNull(TenderViews.Of(Tender.Evolve(stage.State, one)));
            }
        }
    }

    [Fact]
    public void No_accepted_event_is_ignored()
    {
        var state = Tender.Initial(Terms.Id.Value);
        foreach (var one in Stages.Recorded.Events)
        {
            var next = Tender.Evolve(state, one);
            Assert.NotEqual(Fingerprint(state), Fingerprint(next));
            state = next;
        }
    }

    [Fact]
    public void Deciding_is_pure_and_total_over_stages_and_commands()
    {
        var acts = Golden.Commands.SelectMany(command => Enum.GetValues<Role>().Select(role => (command, role))).ToArray();
        Prop.ForAll(
            Gen.Zip(Gen.Elements<Play>(_stages), Gen.Elements(acts)).ToArbitrary(),
            pair =>
            {
                var ((command, role), play) = (pair.Item2, pair.Item1);
                var actor = Cast.Host.As(role);
                var (first, second) = (play.Decide(actor, command), play.Decide(actor, command));
                return Code(first) == Code(second) && Follows(play.State, first);
            }).QuickCheckThrowOnFailure();
    }

    /// <summary>Every emitted event carries the act's time and actor, and changes the state.</summary>
    private static bool Follows(Tender state, Decision<TenderEvent> decision)
    {
        if (decision is not Decision<TenderEvent>.Accepted accepted)
        {
            return true;
        }

        foreach (var one in accepted.Events)
        {
            var next = Tender.Evolve(state, one);
            if (Fingerprint(next) == Fingerprint(state))
            {
                return false;
            }

            state = next;
        }

        return true;
    }

    private static string Code(Decision<TenderEvent> decision) => decision switch
    {
        Decision<TenderEvent>.Refused refused => refused.Refusal.Code,
        Decision<TenderEvent>.Accepted accepted => string.Join(' ', accepted.Events.Select(one => one.GetType().Name)),
        _ => "",
    };

    /// <summary>Everything the state says, in one text; counters and feed aside.</summary>
    private static string Fingerprint(Tender tender) => Describe.Text(tender);
}
