using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tests.Support;

namespace Trading.Grains.Tests.Shell;

public sealed class JournalRefusedActsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);
    private static readonly StreamId Grain = StreamId.Of("tender", "T1");
    private static readonly StreamId Acts = StreamId.Create("acts-tender-T1");

    private readonly MemoryJournal _journal = new();
    private readonly JournalRefusedActs _acts;

    public JournalRefusedActsTests() => _acts = new JournalRefusedActs(_journal, bytes => bytes.Fill(7));

    [Fact]
    public async Task Attempts_beyond_the_rate_are_counted_and_written_after_the_window()
    {
        for (var i = 0; i < JournalRefusedActs.SingleLimit + 5; i++)
        {
            await _acts.Record(Act(Noon.AddSeconds(i)));
        }

        Assert.Equal(JournalRefusedActs.SingleLimit, _journal.Of(Acts).Count);

        await _acts.Record(Act(Noon + JournalRefusedActs.Window));

        var written = _journal.Of(Acts);
        Assert.Equal(JournalRefusedActs.SingleLimit + 2, written.Count);
        Assert.Equal(
            """{"counts":[{"count":5,"refusal":"TooLate","role":"bidder"}],"from":"2026-03-02T04:00:20.000Z","type":"acts_refused","until":"2026-03-02T04:00:24.000Z"}""",
            written[^2].Body);
        Assert.Equal("act_refused", written[^1].Type);
    }

    [Fact]
    public async Task One_tick_before_its_end_the_window_still_counts()
    {
        for (var i = 0; i < JournalRefusedActs.SingleLimit; i++)
        {
            await _acts.Record(Act(Noon));
        }

        await _acts.Record(Act(Noon + JournalRefusedActs.Window - TimeSpan.FromMilliseconds(1)));
        Assert.Equal(JournalRefusedActs.SingleLimit, _journal.Of(Acts).Count);

        await _acts.Flush(Grain);
        Assert.Equal("acts_refused", _journal.Of(Acts)[^1].Type);
    }

    [Fact]
    public async Task The_chain_holds_when_somebody_else_writes_between()
    {
        var other = new JournalRefusedActs(_journal, bytes => bytes.Fill(8));
        await _acts.Record(Act(Noon));
        await other.Record(Act(Noon));
        await _acts.Record(Act(Noon));

        var head = StreamHead.Empty;
        foreach (var e in _journal.Of(Acts))
        {
            Assert.Null(EventChain.Check(head, e));
            head = EventChain.HeadAfter(e);
        }

        Assert.Equal(3, head.Version);
    }

    [Fact]
    public async Task A_store_that_refuses_is_heard_and_the_next_attempt_is_kept()
    {
        _journal.Refuses = _ => new IOException("The disk is full.");
        await Assert.ThrowsAsync<IOException>(() => _acts.Record(Act(Noon)).AsTask());

        _journal.Refuses = null;
        await _acts.Record(Act(Noon));
        Assert.Single(_journal.Of(Acts));
    }

    private static RefusedAct Act(DateTimeOffset at) => new(
        Grain,
        CommandId.Create("c"),
        new Actor(PartyId.Create("91350100M000100Y43"), default, Role.Bidder),
        at,
        "submit_bid",
        "TooLate");
}
