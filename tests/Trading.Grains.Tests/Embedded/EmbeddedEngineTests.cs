using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.Grains.Tests.Support;

namespace Trading.Grains.Tests.Embedded;

public sealed class EmbeddedEngineTests : IAsyncDisposable
{
    private readonly Probe _probe = new();
    private readonly ManualClock _clock = new();
    private readonly ServiceProvider _services;
    private readonly EmbeddedEngine _engine;

    public EmbeddedEngineTests()
    {
        _services = new ServiceCollection().AddSingleton(_probe).BuildServiceProvider();
        _engine = Engine(new EmbeddedEngineOptions());
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task A_grain_knows_its_key_and_so_does_its_reference()
    {
        var grain = Grain("投标-1");

        Assert.Equal("投标-1", await grain.Key());
        Assert.Equal("投标-1", grain.GetPrimaryKeyString());
    }

    [Fact]
    public async Task One_key_is_one_activation_and_another_key_another()
    {
        _probe.Open("a");
        _probe.Open("b");

        Assert.Equal(1, await Grain("one").Work("a"));
        Assert.Equal(1, await Grain("one").Work("b"));
        Assert.Equal(2, await Grain("two").Work("a"));
        Assert.Equal(2, _engine.ActivationCount);
    }

    [Fact]
    public async Task A_call_waits_until_the_one_before_ended()
    {
        var first = Grain("one").Work("first");
        await _probe.Begun("first");
        var second = Grain("one").Work("second");
        _probe.Open("second");
        Assert.Equal(["activated", "begin first"], _probe.Story);

        _probe.Open("first");
        await first;
        await second;

        Assert.Equal(["activated", "begin first", "begin second"], _probe.Story);
    }

    [Fact]
    public async Task Calls_begin_in_the_order_in_which_they_came()
    {
        string[] gates = [.. Enumerable.Range(0, 200).Select(i => $"{i:D3}")];
        var calls = gates.Select(gate => Grain("one").Work(gate)).ToArray();
        Array.ForEach(gates, _probe.Open);
        await Task.WhenAll(calls);

        Assert.Equal(gates.Select(gate => $"begin {gate}"), _probe.Story.Skip(1));
    }

    [Fact]
    public async Task A_marked_call_begins_while_others_await()
    {
        var first = Grain("one").Work("first");
        await _probe.Begun("first");

        var marked = Grain("one").WorkInterleaved("marked");
        await _probe.Begun("marked");
        Assert.False(first.IsCompleted);

        _probe.Open("marked");
        await marked;
        _probe.Open("first");
        await first;
    }

    [Fact]
    public async Task A_marked_call_overtakes_one_that_must_wait()
    {
        var first = Grain("one").Work("first");
        await _probe.Begun("first");
        var waiting = Grain("one").Work("waiting");

        Assert.Equal(0, await Grain("one").Count());

        Assert.DoesNotContain("begin waiting", _probe.Story);
        _probe.Open("first");
        _probe.Open("waiting");
        await Task.WhenAll(first, waiting);
    }

    [Fact]
    public async Task Turns_of_one_grain_never_run_at_the_same_time()
    {
        var grain = Grain("one");

        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => grain.Race(200))));

        Assert.Equal(32 * 200, await grain.Count());
    }

    [Fact]
    public async Task Grains_call_each_other()
    {
        _probe.Open("two");

        Assert.Equal(2, await Grain("one").Ask("two"));
    }

    [Fact]
    public async Task A_failure_reaches_the_caller_and_the_grain_lives_on()
    {
        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => Grain("one").Fail());

        Assert.Equal("as the test wants", failure.Message);
        await Grain("one").Nothing();
        Assert.Equal(1, _probe.Made);
    }

    [Fact]
    public async Task A_grain_that_cannot_begin_fails_those_who_wait_and_is_tried_anew()
    {
        _probe.FailsToActivate = true;
        await Assert.ThrowsAsync<IOException>(() => Grain("one").Key());

        _probe.FailsToActivate = false;
        Assert.Equal("one", await Grain("one").Key());
        Assert.Equal(2, _probe.Made);
    }

    [Fact]
    public async Task A_grain_that_asks_to_end_finishes_its_calls_and_those_that_wait_meet_a_new_one()
    {
        var leaving = Grain("one").Leave("leave");
        await _probe.Begun("leave");
        var after = Grain("one").WorkInterleaved("after");
        _probe.Open("after");
        Assert.DoesNotContain("begin after", _probe.Story);

        _probe.Open("leave");

        Assert.Equal(1, await leaving);
        Assert.Equal(2, await after);
        Assert.Equal(
            ["activated", "begin leave", "deactivated ApplicationRequested", "activated", "begin after"], _probe.Story);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public async Task An_idle_grain_ends_after_its_time(int millisecondsMore, bool ends)
    {
        await using var engine = Engine(new EmbeddedEngineOptions { IdleAfter = TimeSpan.FromMinutes(1) });
        var grain = engine.GetGrain<IProbeGrain>("one");
        await grain.Nothing();

        _clock.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromMilliseconds(millisecondsMore));
        await grain.Nothing();

        Assert.Equal(ends ? 2 : 1, _probe.Made);
    }

    [Fact]
    public async Task A_grain_at_work_is_not_idle()
    {
        await using var engine = Engine(new EmbeddedEngineOptions { IdleAfter = TimeSpan.FromMinutes(1) });
        var work = engine.GetGrain<IProbeGrain>("one").Work("long");
        await _probe.Begun("long");

        _clock.Advance(TimeSpan.FromHours(1));
        _probe.Open("long");

        Assert.Equal(1, await work);
        Assert.DoesNotContain("deactivated ActivationIdle", _probe.Story);
    }

    [Fact]
    public async Task A_full_mailbox_refuses_the_next_call()
    {
        await using var engine = Engine(new EmbeddedEngineOptions { MailboxLimit = 2 });
        var grain = engine.GetGrain<IProbeGrain>("one");
        var first = grain.Work("first");
        await _probe.Begun("first");
        var second = grain.Work("second");

        var refused = await Assert.ThrowsAsync<GrainOverloadedException>(() => grain.Key());

        Assert.Equal("MailboxLimit", refused.Limit);
        _probe.Open("first");
        _probe.Open("second");
        await Task.WhenAll(first, second);
        Assert.Equal("one", await grain.Key());
    }

    [Fact]
    public async Task One_activation_past_the_limit_is_refused()
    {
        await using var engine = Engine(new EmbeddedEngineOptions { ActivationLimit = 1 });
        await engine.GetGrain<IProbeGrain>("one").Nothing();

        var two = engine.GetGrain<IProbeGrain>("two");
        var refused = await Assert.ThrowsAsync<GrainOverloadedException>(() => two.Key());

        Assert.Equal("ActivationLimit", refused.Limit);
        Assert.Equal("one", await engine.GetGrain<IProbeGrain>("one").Key());
    }

    [Fact]
    public async Task An_engine_that_stops_lets_running_calls_finish_and_takes_no_more()
    {
        var engine = Engine(new EmbeddedEngineOptions());
        var grain = engine.GetGrain<IProbeGrain>("one");
        var running = grain.Work("running");
        await _probe.Begun("running");
        var waiting = grain.Work("waiting");

        var stopped = engine.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => grain.Key());
        _probe.Open("running");

        Assert.Equal(1, await running);
        await stopped;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        Assert.Contains("deactivated ShuttingDown", _probe.Story);
    }

    private IProbeGrain Grain(string key) => _engine.GetGrain<IProbeGrain>(key);

    private EmbeddedEngine Engine(EmbeddedEngineOptions options) => new(
        _services,
        options with { Assemblies = [typeof(ProbeGrain).Assembly] },
        _clock,
        NullLogger<EmbeddedEngine>.Instance);
}
