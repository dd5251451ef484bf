using Trading.Silo.Clocks;

namespace Trading.Silo.Tests.Clocks;

public sealed class StampDeskTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private readonly TestClock _clock = new();

    [Fact]
    public void A_stamp_is_the_moment_floored_to_the_millisecond()
    {
        var moment = _clock.GetUtcNow();
        var desk = new StampDesk(_clock);
        _clock.Advance(TimeSpan.FromMilliseconds(1) - Tick);
        Assert.Equal(moment, desk.Take("tender-1").ReceivedAt);
        _clock.Advance(Tick);
        Assert.Equal(moment.AddMilliseconds(1), desk.Take("tender-1").ReceivedAt);
    }

    [Fact]
    public void Stamps_never_run_backwards_when_the_clock_is_set_back()
    {
        var desk = new StampDesk(_clock);
        var first = desk.Take("tender-1").ReceivedAt;
        _clock.Advance(TimeSpan.FromHours(-1));
        Assert.Equal(first, desk.Take("tender-2").ReceivedAt);
    }

    [Fact]
    public void Stamps_begin_at_the_last_stamp_of_the_journal()
    {
        var last = _clock.GetUtcNow().AddMinutes(5);
        Assert.Equal(last, new StampDesk(_clock, last).Take("tender-1").ReceivedAt);
    }

    [Fact]
    public async Task Closing_waits_for_a_stamp_before_the_deadline_and_for_no_other()
    {
        var desk = new StampDesk(_clock);
        var deadline = _clock.GetUtcNow().AddMilliseconds(1);
        var inTime = desk.Take("tender-1");
        using var ofAnother = desk.Take("tender-2");
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        using var late = desk.Take("tender-1");
        Assert.Equal(deadline, late.ReceivedAt);

        var closing = desk.Outstanding("tender-1", deadline);
        Assert.False(closing.IsCompleted);
        Assert.True(desk.IsOutstanding("tender-1", deadline));

        inTime.Dispose();
        inTime.Dispose();
        await closing.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(desk.IsOutstanding("tender-1", deadline));
        Assert.True(desk.IsOutstanding("tender-1", deadline.AddMilliseconds(1)));
    }

    [Fact]
    public async Task After_closing_looked_nobody_is_stamped_before_the_deadline()
    {
        var desk = new StampDesk(_clock);
        var deadline = _clock.GetUtcNow();
        await desk.Outstanding("tender-1", deadline);
        _clock.Advance(TimeSpan.FromMilliseconds(-1));
        Assert.Equal(deadline, desk.Take("tender-1").ReceivedAt);
    }

    [Fact]
    public async Task Two_tickets_of_the_same_millisecond_are_both_waited_for()
    {
        var desk = new StampDesk(_clock);
        var one = desk.Take("tender-1");
        var two = desk.Take("tender-1");
        var closing = desk.Outstanding("tender-1", one.ReceivedAt.AddMilliseconds(1));
        one.Dispose();
        Assert.True(desk.IsOutstanding("tender-1", one.ReceivedAt.AddMilliseconds(1)));
        two.Dispose();
        await closing.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        var desk = new StampDesk(_clock);
        using var ticket = desk.Take("tender-1");
        using var cancel = new CancellationTokenSource();
        var closing = desk.Outstanding("tender-1", DateTimeOffset.MaxValue, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => closing);
    }
}
