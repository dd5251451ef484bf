namespace Trading.Web.Tests.Support;

/// <summary>A clock that stands still until the test moves it; timers run by real time.</summary>
internal sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public void MoveTo(DateTimeOffset instant)
    {
        lock (_gate)
        {
            _now = instant > _now ? instant : throw new InvalidOperationException($"{instant:O} is not after {_now:O}.");
        }
    }

    public void Advance(TimeSpan by) => MoveTo(GetUtcNow() + by);
}
