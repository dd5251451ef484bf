using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tests.Support;

namespace Trading.Grains.Tests.Shell;

public sealed class DecidingGrainTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);
    private static readonly Actor Somebody = new(PartyId.Create("91350100M000100Y43"), default, Role.Bidder);
    private static readonly StreamId Stream = StreamId.Of("till", "a");

    private readonly MemoryJournal _journal = new();
    private GrainHost _host = null!;

    public async Task InitializeAsync() => _host = await GrainHost.Start(_journal);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task An_act_is_answered_with_what_a_receipt_needs()
    {
        var answer = await Till.Execute(Act("1", new TillCommand.Put(700)));

        var recorded = Assert.Single(_journal.Of(Stream));
        var receipt = Assert.Single(answer.Events);
        Assert.True(answer.IsAccepted);
        Assert.Equal("money_put", receipt.Type);
        Assert.Equal(EventChain.DigestOf(recorded), receipt.Digest);
        Assert.Equal(EventChain.LeafSalt(recorded.Salt), receipt.LeafSalt);
        Assert.Equal(Noon, receipt.RecordedAt);
        Assert.Equal(700, await Till.Sum());
    }

    [Fact]
    public async Task Nothing_is_answered_or_seen_before_it_is_durable()
    {
        _journal.Hold();
        var answer = Till.Execute(Act("1", new TillCommand.Put(700)));
        await _journal.Held(1);

        Assert.False(answer.IsCompleted);
        Assert.Equal(0, await Till.Sum());

        _journal.Release();
        Assert.True((await answer).IsAccepted);
        Assert.Equal(700, await Till.Sum());
    }

    [Fact]
    public async Task The_next_command_is_decided_while_the_last_is_made_durable()
    {
        _journal.Hold();
        var put = Till.Execute(Act("1", new TillCommand.Put(700)));
        await _journal.Held(1);
        var take = Till.Execute(Act("2", new TillCommand.Take(700)));
        await _journal.Held(2);

        _journal.Release();

        Assert.True((await put).IsAccepted);
        Assert.True((await take).IsAccepted);
        Assert.Equal(0, await Till.Sum());
    }

    [Fact]
    public async Task Commands_are_decided_in_the_order_in_which_they_came_however_long_their_look_up_takes()
    {
        var (asked, found) = _journal.HoldLookUp("1");
        var put = Till.Execute(Act("1", new TillCommand.Put(700)));
        await asked;
        var take = Till.Execute(Act("2", new TillCommand.Take(700)));
        Assert.Equal(0, await Till.Sum());
        found.SetResult();

        Assert.True((await put).IsAccepted);
        Assert.True((await take).IsAccepted);
    }

    [Fact]
    public async Task A_refusal_waits_for_what_it_was_refused_for()
    {
        await Till.Execute(Act("1", new TillCommand.Put(700)));
        _journal.Hold();
        var take = Till.Execute(Act("2", new TillCommand.Take(600)));
        await _journal.Held(1);
        var refused = Till.Execute(Act("3", new TillCommand.Take(600)));
        Assert.Equal(700, await Till.Sum());
        Assert.False(refused.IsCompleted);

        _journal.Release();

        Assert.True((await take).IsAccepted);
        Assert.Equal("TooLittle", (await refused).Refusal!.Code);
    }

    [Fact]
    public async Task A_refusal_that_rested_on_a_failed_write_is_not_given()
    {
        await Till.Execute(Act("1", new TillCommand.Put(700)));
        _journal.Hold();
        var take = Till.Execute(Act("2", new TillCommand.Take(600)));
        await _journal.Held(1);
        var tooMuch = Till.Execute(Act("3", new TillCommand.Take(600)));
        Assert.Equal(700, await Till.Sum());
        _journal.Refuses = stream => stream == Stream ? new IOException("The disk is full.") : null;
        _journal.Release();

        await Assert.ThrowsAsync<RetryCommandException>(() => take);
        await Assert.ThrowsAsync<RetryCommandException>(() => tooMuch);

        _journal.Refuses = null;
        Assert.True((await Till.Execute(Act("3", new TillCommand.Take(600)))).IsAccepted);
    }

    [Fact]
    public async Task The_same_command_again_is_the_same_answer_and_nothing_happens()
    {
        var first = await Till.Execute(Act("1", new TillCommand.Put(700, "secret")));
        var again = await Till.Execute(Act("1", new TillCommand.Put(700, "secret"), Noon.AddHours(1)));

        Assert.Equal(first.Events.AsEnumerable(), again.Events);
        Assert.Single(_journal.Of(Stream));
    }

    [Fact]
    public async Task The_same_command_twice_at_once_is_one_act()
    {
        _journal.Hold();
        var first = Till.Execute(Act("1", new TillCommand.Put(700)));
        await _journal.Held(1);
        var second = Till.Execute(Act("1", new TillCommand.Put(700)));
        var other = Till.Execute(Act("1", new TillCommand.Put(701)));

        Assert.Equal("command.fen", (await other).Refusal!.Facts["differs"]);
        _journal.Release();

        Assert.Equal((await first).Events.AsEnumerable(), (await second).Events);
        Assert.Equal(700, await Till.Sum());
    }

    [Fact]
    public async Task A_known_id_with_other_content_is_refused_and_told_what_differs()
    {
        await Till.Execute(Act("1", new TillCommand.Put(700, "a")));

        var fields = await Till.Execute(Act("1", new TillCommand.Put(701)));
        var type = await Till.Execute(Act("1", new TillCommand.Take(700)));
        var role = await Till.Execute(
            Act("1", new TillCommand.Put(700, "a")) with { Actor = Somebody with { Role = Role.Tenderee } });
        var party = await Till.Execute(
            Act("1", new TillCommand.Put(700, "a")) with { Actor = Somebody with { Party = PartyId.Create("X") } });

        Assert.Equal("CommandIdReused", fields.Refusal!.Code);
        Assert.Equal("command.fen, command.note", fields.Refusal.Facts["differs"]);
        Assert.Equal("command.note, command.type", type.Refusal!.Facts["differs"]);
        Assert.Equal("role", role.Refusal!.Facts["differs"]);
        Assert.Equal("party", party.Refusal!.Facts["differs"]);
        Assert.Single(_journal.Of(Stream));
    }

    [Fact]
    public async Task A_refused_command_is_decided_anew_when_it_is_sent_again()
    {
        Assert.False((await Till.Execute(Act("2", new TillCommand.Take(5)))).IsAccepted);
        await Till.Execute(Act("1", new TillCommand.Put(700)));

        Assert.True((await Till.Execute(Act("2", new TillCommand.Take(5)))).IsAccepted);
    }

    [Fact]
    public async Task An_act_that_changes_nothing_is_still_remembered()
    {
        Assert.True((await Till.Execute(Act("1", new TillCommand.Look()))).IsAccepted);

        Assert.Equal("CommandIdReused", (await Till.Execute(Act("1", new TillCommand.Put(1)))).Refusal!.Code);
    }

    [Fact]
    public async Task All_events_of_an_act_are_kept_together()
    {
        var answer = await Till.Execute(Act("1", new TillCommand.PutTwice(10)));

        Assert.Equal(2, answer.Events.Length);
        Assert.Equal([1L, 2L], _journal.Of(Stream).Select(e => e.Version));
        Assert.Equal(20, await Till.Sum());
    }

    [Fact]
    public async Task A_failed_write_drops_everything_speculative_and_the_command_may_be_sent_again()
    {
        await Till.Execute(Act("1", new TillCommand.Put(700)));
        _journal.Hold();
        var lost = new[] { "2", "3" }.Select(id => Till.Execute(Act(id, new TillCommand.Put(5)))).ToArray();
        await _journal.Held(2);
        _journal.Refuses = stream => stream == Stream ? new IOException("The disk is full.") : null;
        _journal.Release();
        foreach (var call in lost)
        {
            await Assert.ThrowsAsync<RetryCommandException>(() => call);
        }

        _journal.Refuses = null;
        Assert.Equal(700, await Till.Sum());
        Assert.True((await Till.Send(Act("2", new TillCommand.Put(5)))).IsAccepted);
        Assert.Equal(705, await Till.Sum());
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_found_by_the_same_command()
    {
        _journal.LosesAnswerOf = Stream;

        var answer = await Till.Send(Act("1", new TillCommand.Put(700)));

        Assert.Equal(EventChain.DigestOf(Assert.Single(_journal.Of(Stream))), Assert.Single(answer.Events).Digest);
        Assert.Equal(700, await Till.Sum());
    }

    [Fact]
    public async Task A_store_that_stays_broken_is_told_to_the_caller()
    {
        _journal.Refuses = _ => new IOException("The disk is full.");

        await Assert.ThrowsAsync<RetryCommandException>(() => Till.Send(Act("1", new TillCommand.Put(700))));

        Assert.Empty(_journal.Events);
    }

    [Fact]
    public async Task An_activation_that_was_overtaken_cannot_write()
    {
        await Till.Execute(Act("1", new TillCommand.Put(700)));
        await using var other = await GrainHost.Start(_journal);
        await other.Grains.GetGrain<ITillGrain>("a").Execute(Act("2", new TillCommand.Take(700)));

        await Assert.ThrowsAsync<RetryCommandException>(() => Till.Execute(Act("3", new TillCommand.Take(700))));

        Assert.Equal("TooLittle", (await Till.Execute(Act("3", new TillCommand.Take(700)))).Refusal!.Code);
        Assert.Equal(0, await Till.Sum());
    }

    [Fact]
    public async Task An_activation_that_was_overtaken_cannot_refuse()
    {
        await Till.Execute(Act("1", new TillCommand.Put(700)));
        await using var other = await GrainHost.Start(_journal);
        await other.Grains.GetGrain<ITillGrain>("a").Execute(Act("2", new TillCommand.Put(700)));

        await Assert.ThrowsAsync<RetryCommandException>(() => Till.Execute(Act("3", new TillCommand.Take(1400))));

        Assert.True((await Till.Execute(Act("3", new TillCommand.Take(1400)))).IsAccepted);
    }

    [Fact]
    public async Task A_rule_that_breaks_harms_nobody_else()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Till.Execute(Act("1", new TillCommand.Break())));

        Assert.True((await Till.Execute(Act("2", new TillCommand.Put(1)))).IsAccepted);
    }

    [Fact]
    public async Task The_legal_time_is_floored_to_the_millisecond_in_utc()
    {
        var at = Noon.AddMilliseconds(1).AddTicks(-1).ToOffset(TimeSpan.FromHours(8));

        var answer = await Till.Execute(Act("1", new TillCommand.Put(1), at));

        Assert.Equal(Noon, answer.Events[0].RecordedAt);
        Assert.Equal(TimeSpan.Zero, _journal.Of(Stream)[0].RecordedAt.Offset);
    }

    [Fact]
    public async Task A_new_activation_finds_the_same_state()
    {
        await Till.Execute(Act("1", new TillCommand.Put(700, "kept")));
        await Till.Execute(Act("2", new TillCommand.Take(1)));
        await using var again = await GrainHost.Start(_journal);
        var till = again.Grains.GetGrain<ITillGrain>("a");

        Assert.Equal(699, await till.Sum());
        Assert.Equal(["kept"], (await till.Notes()).AsEnumerable());
    }

    [Fact]
    public async Task Erasing_a_private_part_breaks_no_chain()
    {
        await Till.Execute(Act("1", new TillCommand.Put(700, "kept")));
        await Till.Execute(Act("2", new TillCommand.Take(1)));
        _journal.Erase(Stream, 1);
        await using var again = await GrainHost.Start(_journal);
        var till = again.Grains.GetGrain<ITillGrain>("a");

        Assert.Equal(699, await till.Sum());
        Assert.Empty(await till.Notes());
    }

    [Fact]
    public async Task A_stream_that_was_tampered_with_does_not_come_to_life()
    {
        await Till.Execute(Act("1", new TillCommand.Put(700)));
        await Till.Execute(Act("2", new TillCommand.Put(1)));
        _journal.Change(Stream, 1, e => e with { Body = e.Body.Replace("700", "800", StringComparison.Ordinal) });
        await using var again = await GrainHost.Start(_journal);

        await Assert.ThrowsAsync<InvalidDataException>(() => again.Grains.GetGrain<ITillGrain>("a").Sum());
    }

    [Fact]
    public async Task A_refused_attempt_is_an_act_in_a_stream_of_its_own()
    {
        await Till.Execute(Act("1", new TillCommand.Take(5)));

        var act = Assert.Single(_journal.Of(StreamId.Create("acts-till-a")));
        Assert.Equal(Visibility.Restricted, act.Visibility);
        Assert.Matches("""^\{"party":"91350100M000100Y43","salt":"[0-9a-f]{64}"\}$""", act.Private);
        Assert.Equal(
            """{"at":"2026-03-02T04:00:00.000Z","command":"1","command_type":"take","refusal":"TooLittle","role":"bidder","type":"act_refused"}""",
            act.Body);
    }

    [Fact]
    public async Task A_flood_is_answered_up_to_the_limit_of_commands_under_way()
    {
        _journal.Hold();
        var limit = TillGrain.InFlightLimit;
        var flood = Enumerable.Range(0, limit).Select(i => Till.Execute(Act($"{i}", new TillCommand.Put(1)))).ToArray();
        await _journal.Held(limit);

        await Assert.ThrowsAsync<GrainBusyException>(() => Till.Execute(Act("more", new TillCommand.Put(1))));

        _journal.Release();
        await Task.WhenAll(flood);
        Assert.Equal(limit, await Till.Sum());
    }

    private ITillGrain Till => _host.Grains.GetGrain<ITillGrain>("a");

    private static Act<TillCommand> Act(string id, TillCommand command, DateTimeOffset? at = null) =>
        new(CommandId.Create(id), Somebody, at ?? Noon, command);
}
