using Trading.Grains.Journal;
using Trading.Grains.Tests.Shell;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Tests.Journal;

public sealed class EventChainTests
{
    private static readonly StreamId Stream = StreamId.Of("till", "a");
    private static readonly DateTimeOffset At = new(2026, 3, 2, 4, 0, 0, 1, TimeSpan.Zero);

    private readonly RecordedEvent _first = Seal(StreamHead.Empty, new TillEvent.MoneyPut(700, "张三 TEST"));
    private readonly RecordedEvent _second;

    public EventChainTests() => _second = Seal(EventChain.HeadAfter(_first), new TillEvent.MoneyTaken(5));

    [Fact]
    public void An_event_line_says_everything_but_the_content()
    {
        Assert.Equal(
            $$"""{"body_sm3":"{{EventChain.BodySm3(_first)}}","previous":"{{default(Digest)}}","private_sm3":"{{_first.PrivateSm3}}","recorded_at":"2026-03-02T04:00:00.001Z","stream":"till-a","type":"money_put","version":1}""",
            EventChain.Line(_first));
        Assert.DoesNotContain("private_sm3", EventChain.Line(_second), StringComparison.Ordinal);
    }

    [Fact]
    public void The_three_salts_differ_and_none_is_the_event_salt()
    {
        Digest[] salts =
        [
            _first.Salt,
            EventChain.BodySalt(_first.Salt),
            EventChain.PrivateSalt(_first.Salt),
            EventChain.LeafSalt(_first.Salt),
        ];

        Assert.Equal(4, salts.Distinct().Count());
    }

    [Fact]
    public void The_digests_are_what_the_specification_says()
    {
        var bodySalt = Hkdf.Expand(_first.Salt.AsSpan(), "trading body", 32);
        var line = EventChain.Line(_first);

        Assert.Equal(Sm3.Hash(bodySalt, System.Text.Encoding.UTF8.GetBytes(_first.Body)), EventChain.BodySm3(_first));
        Assert.Equal(Digest.OfUtf8(line), EventChain.DigestOf(_first));
        Assert.Equal(
            Sm3.Hash("leaf"u8, EventChain.LeafSalt(_first.Salt).AsSpan(), Digest.OfUtf8(line).AsSpan()),
            EventChain.Leaf(_first));
    }

    [Fact]
    public void A_chain_as_written_holds()
    {
        Assert.Null(EventChain.Check(StreamHead.Empty, _first));
        Assert.Null(EventChain.Check(EventChain.HeadAfter(_first), _second));
    }

    [Fact]
    public void An_erased_private_part_does_not_break_it()
    {
        var erased = _first with { Private = null };

        Assert.Null(EventChain.Check(StreamHead.Empty, erased));
        Assert.Equal(EventChain.DigestOf(_first), EventChain.DigestOf(erased));
    }

    [Fact]
    public void Whatever_is_changed_is_found_by_the_event_or_the_one_after()
    {
        RecordedEvent[] changed =
        [
            _first with { Body = _first.Body.Replace("700", "701", StringComparison.Ordinal) },
            _first with { Type = "money_taken" },
            _first with { RecordedAt = At.AddMilliseconds(1) },
            _first with { RecordedAt = At.AddTicks(1) },
            _first with { Stream = StreamId.Of("till", "b") },
            _first with { Private = "{}" },
            _first with { PrivateSm3 = null },
            _first with { Salt = default },
            _first with { Previous = _first.Salt },
            _first with { Version = 2 },
        ];

        Assert.All(changed, e => Assert.True(
            EventChain.Check(StreamHead.Empty, e) is not null
            || EventChain.Check(EventChain.HeadAfter(e), _second) is not null));
    }

    [Fact]
    public void A_dropped_event_is_found() => Assert.NotNull(EventChain.Check(StreamHead.Empty, _second));

    private static RecordedEvent Seal(StreamHead after, TillEvent e) =>
        EventChain.Seal(
            Stream,
            after,
            At,
            EventCodec<TillEvent>.Instance.Encode(e),
            bytes => bytes.Fill((byte)(after.Version + 1)));
}
