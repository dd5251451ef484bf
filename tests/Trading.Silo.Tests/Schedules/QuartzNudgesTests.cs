using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.Grains.Journal;
using Trading.Grains.Schedules;
using Trading.Silo.AtRest;
using Trading.Silo.Journal;
using Trading.Silo.Schedules;
using Trading.Silo.Tests.Journal;

namespace Trading.Silo.Tests.Schedules;

public sealed class QuartzNudgesTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly NudgeOptions Options = new() { Retry = TimeSpan.Zero };

    private readonly TestClock _clock = new();
    private readonly Receiver _tenders = new("tender");
    private readonly QuartzNudges _nudges;

    public QuartzNudgesTests() =>
        _nudges = new QuartzNudges(_clock, [_tenders], Options, NullLogger<QuartzNudges>.Instance);

    public ValueTask DisposeAsync() => _nudges.DisposeAsync();

    [Fact]
    public async Task A_jump_of_the_clock_over_months_is_met()
    {
        await _nudges.At("tender", "A", "deadline", _clock.GetUtcNow().AddDays(100));
        await _nudges.At("tender", "B", "deadline", _clock.GetUtcNow().AddDays(300));
        _clock.Advance(TimeSpan.FromDays(200));
        Assert.Equal("A", await _tenders.Next());
        _clock.Advance(TimeSpan.FromDays(200));
        Assert.Equal("B", await _tenders.Next());
    }

    [Fact]
    public async Task A_moment_that_has_passed_is_nudged_at_once()
    {
        await _nudges.At("tender", "A", "deadline", _clock.GetUtcNow().AddDays(-1));
        Assert.Equal("A", await _tenders.Next());
    }

    [Fact]
    public async Task A_moved_moment_is_nudged_at_the_new_one_and_a_forgotten_one_never()
    {
        var now = _clock.GetUtcNow();
        await _nudges.At("tender", "moved", "deadline", now.AddHours(1));
        await _nudges.At("tender", "moved", "deadline", now.AddHours(3));
        await _nudges.At("tender", "forgotten", "deadline", now.AddHours(1));
        await _nudges.At("tender", "forgotten", "deadline", null);
        await _nudges.At("tender", "between", "deadline", now.AddHours(2));
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("between", await _tenders.Next());
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("moved", await _tenders.Next());
        Assert.Equal(2, _tenders.Count);
    }

    [Fact]
    public async Task A_nudge_that_failed_is_tried_again()
    {
        _tenders.Failures = 1;
        await _nudges.At("tender", "A", "deadline", _clock.GetUtcNow());
        await _tenders.Failed.Task.WaitAsync(Patience);
        Assert.Equal("A", await _tenders.Next());
        Assert.Equal(1, _tenders.Count);
    }

    [Fact]
    public async Task After_a_start_the_journal_says_what_is_awaited_and_then_what_comes()
    {
        using var folder = new TestFolder();
        using var journal = new SqliteJournal(folder.File("journal.db"), new SoftwareAtRestKey(new byte[32]));
        var story = new Story("tender-A");
        await journal.Append(story.Entry(
            null, story.Next(type: "set", body: "\"old\""), story.Next(type: "set", body: "\"kept\""),
            story.Next(type: "forget", body: "\"old\"")));
        using var runner = new NudgeRunner(
            journal, _nudges, [new Plan(_clock.GetUtcNow())], NullLogger<NudgeRunner>.Instance);
        await runner.StartAsync(default);
        Assert.Equal("kept", await _tenders.Next());
        await journal.Append(story.Entry(null, story.Next(type: "set", body: "\"new\"")));
        Assert.Equal("new", await _tenders.Next());
        Assert.Equal(2, _tenders.Count);
        await runner.StopAsync(default);
    }

    private sealed class Plan(DateTimeOffset at) : INudgePlan
    {
        public IEnumerable<PlannedNudge> Of(RecordedEvent @event)
        {
            yield return new PlannedNudge("tender", @event.Body.Trim('"'), "due", @event.Type == "set" ? at : null);
        }
    }

    private sealed class Receiver(string kind) : INudged
    {
        private readonly Channel<string> _nudged = Channel.CreateUnbounded<string>();
        private int _count;

        public string Kind => kind;

        public int Failures { get; set; }

        public int Count => Volatile.Read(ref _count);

        public TaskCompletionSource Failed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Nudge(string key, CancellationToken cancellation = default)
        {
            if (Failures-- > 0)
            {
                Failed.SetResult();
                throw new InvalidOperationException("The grain is busy.");
            }

            Interlocked.Increment(ref _count);
            _nudged.Writer.TryWrite(key);
            return Task.CompletedTask;
        }

        public Task<string> Next() => _nudged.Reader.ReadAsync().AsTask().WaitAsync(Patience);
    }
}
