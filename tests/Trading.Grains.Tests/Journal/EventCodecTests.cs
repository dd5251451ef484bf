using FsCheck;
using FsCheck.Fluent;
using Trading.Grains.Journal;
using Trading.Grains.Tests.Shell;

namespace Trading.Grains.Tests.Journal;

public sealed class EventCodecTests
{
    private static readonly StreamId Stream = StreamId.Of("till", "a");

    [Fact]
    public void The_private_part_is_apart()
    {
        var encoded = EventCodec<TillEvent>.Instance.Encode(new TillEvent.MoneyPut(700, "note"));

        Assert.Equal("""{"fen":700,"type":"money_put"}""", encoded.Body);
        Assert.Equal("""{"note":"note"}""", encoded.Private);
        Assert.Equal(Visibility.Public, encoded.Visibility);
    }

    [Fact]
    public void Where_nothing_is_private_there_is_no_private_part()
    {
        var encoded = EventCodec<TillEvent>.Instance.Encode(new TillEvent.MoneyPut(700));

        Assert.Null(encoded.Private);
    }

    [Fact]
    public void Visibility_comes_from_the_type() => Assert.Equal(
        Visibility.AtOpening, EventCodec<TillEvent>.Instance.Encode(new TillEvent.MoneyTaken(1)).Visibility);

    [Fact]
    public void Every_event_is_read_as_it_was_written() => Prop.ForAll(
        ArbMap.Default.ArbFor<long>(), ArbMap.Default.ArbFor<string?>(), (fen, text) =>
        {
            // Beyond 2^53-1 there is no canonical number, and half a surrogate pair is no text.
            var note = text is null ? null : new string([.. text.Where(c => !char.IsSurrogate(c))]);
            TillEvent[] events = [new TillEvent.MoneyPut(fen / 2048, note), new TillEvent.MoneyTaken(fen / 2048)];
            return events.All(e => EventCodec<TillEvent>.Instance.Decode(Record(e)) == e);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_body_of_another_type_is_corrupt()
    {
        var recorded = Record(new TillEvent.MoneyTaken(5)) with { Type = "money_put" };

        Assert.Throws<InvalidDataException>(() => EventCodec<TillEvent>.Instance.Decode(recorded));
    }

    [Theory]
    [InlineData("""{"fen":5,"type":"money_burnt"}""")]
    [InlineData("""{"type":"money_taken"}""")]
    [InlineData("""{"fen":"5","type":"money_taken"}""")]
    [InlineData("""{"fen":5,"more":1,"type":"money_taken"}""")]
    [InlineData("""{"fen":5}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void A_body_that_is_no_event_is_corrupt(string body)
    {
        var recorded = Record(new TillEvent.MoneyTaken(5)) with { Body = body };

        Assert.Throws<InvalidDataException>(() => EventCodec<TillEvent>.Instance.Decode(recorded));
    }

    [Fact]
    public void A_private_property_that_cannot_be_null_fails_at_start()
    {
        var failure = Assert.ThrowsAny<Exception>(() => EventCodec<BadEvent>.Instance.Types);

        Assert.Contains("must be nullable", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_private_property_named_as_the_parts_salt_fails_at_start()
    {
        var failure = Assert.ThrowsAny<Exception>(() => EventCodec<SaltyEvent>.Instance.Types);

        Assert.Contains("named salt", failure.ToString(), StringComparison.Ordinal);
    }

    private static RecordedEvent Record(TillEvent e) => EventChain.Seal(
        Stream,
        StreamHead.Empty,
        new DateTimeOffset(2026, 3, 2, 4, 0, 0, TimeSpan.Zero),
        EventCodec<TillEvent>.Instance.Encode(e),
        bytes => bytes.Fill(1));

    private abstract record BadEvent
    {
        public sealed record Told([property: Private] string Name) : BadEvent;
    }

    private abstract record SaltyEvent
    {
        public sealed record Told([property: Private] string? Salt) : SaltyEvent;
    }
}
