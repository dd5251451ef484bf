using System.Text.Json.Nodes;
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
    public void The_salts_differ_and_none_is_the_event_salt()
    {
        Digest[] salts =
        [
            _first.Salt,
            EventChain.BodySalt(_first.Salt),
            EventChain.LeafSalt(_first.Salt),
            SaltOf(_first),
        ];

        Assert.Equal(4, salts.Distinct().Count());
    }

    [Fact]
    public void The_private_part_carries_its_own_salt_and_its_digest_is_of_its_bytes_alone()
    {
        Assert.Equal($$"""{"note":"张三 TEST","salt":"{{SaltOf(_first)}}"}""", _first.Private);
        Assert.Equal(Digest.OfUtf8(_first.Private!), _first.PrivateSm3);
        Assert.Equal((null, null), (_second.Private, _second.PrivateSm3));
    }

    [Fact]
    public void After_an_erasure_nothing_is_left_that_a_guess_could_be_tried_with()
    {
        var (one, other) = (Seal(0x01, 0x02), Seal(0x01, 0x03));

        // Everything that stays is the same, the salt of the event included; the digests alone differ.
        Assert.NotEqual(one.PrivateSm3, other.PrivateSm3);
        Assert.Equal(one with { Private = null, PrivateSm3 = null }, other with { Private = null, PrivateSm3 = null });

        static RecordedEvent Seal(byte eventSalt, byte partSalt)
        {
            var salts = new Queue<byte>([eventSalt, partSalt]);
            return EventChain.Seal(
                Stream, StreamHead.Empty, At, EventCodec<TillEvent>.Instance.Encode(new TillEvent.MoneyPut(700, "guess me")),
                bytes => bytes.Fill(salts.Dequeue()));
        }
    }

    [Theory]
    [InlineData("""{"note":"x"}""")]
    [InlineData("""{"note":"x","salt":"short"}""")]
    [InlineData("""{"note":"x","salt":1}""")]
    [InlineData("""["salt"]""")]
    [InlineData("""{ "note":"x" }""")]
    [InlineData("{")]
    public void A_private_part_without_its_salt_is_found(string part) => Assert.NotNull(EventChain.Check(
        StreamHead.Empty, _first with { Private = part, PrivateSm3 = Digest.OfUtf8(part) }));

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

    private static RecordedEvent Seal(StreamHead after, TillEvent e)
    {
        var next = (byte)(16 * (after.Version + 1));
        return EventChain.Seal(
            Stream,
            after,
            At,
            EventCodec<TillEvent>.Instance.Encode(e),
            bytes => bytes.Fill(next++));
    }

    private static Digest SaltOf(RecordedEvent e) =>
        Digest.Parse(JsonNode.Parse(e.Private!)!["salt"]!.GetValue<string>());
}
