using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FsCheck;
using FsCheck.Fluent;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Proofs.Tests.Records;

public sealed class CanonicalJsonTests
{
    [Fact]
    public void Names_are_sorted_by_utf16_units_as_rfc_8785_shows()
    {
        // RFC 8785 §3.2.3: the smiley's first surrogate sorts before U+FB33.
        const string Input = """
            { "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
              "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis" }
            """;

        var names = JsonDocument.Parse(CanonicalJson.Write(JsonNode.Parse(Input))).RootElement
            .EnumerateObject().Select(p => p.Value.GetString());

        Assert.Equal(
            ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
                "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"],
            names);
    }

    [Fact]
    public void Strings_are_escaped_as_rfc_8785_shows()
    {
        // RFC 8785 §3.2.2: €$ U+000F LF A ' B " \ \ " /
        var node = new JsonObject { ["string"] = "\u20ac$\u000f\nA'B\"\\\\\"/" };

        Assert.Equal("{\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}", Text(CanonicalJson.Write(node)));
    }

    [Fact]
    public void A_record_of_ours_has_one_text()
    {
        var sample = new Sample(
            "甲", 9_007_199_254_740_991, 0.950m, new DateTimeOffset(2026, 11, 20, 9, 2, 3, 456, TimeSpan.FromHours(8)),
            Digest.OfUtf8(""), [1, 2, 255], ["b", "a"], Colour.DarkRed, null);

        var json = CanonicalJson.Serialize(sample);

        Assert.Equal(
            "{\"at\":\"2026-11-20T01:02:03.456Z\",\"bytes\":\"AQL/\",\"colour\":\"dark_red\"," +
            "\"file_sm3\":\"1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b\",\"items\":[\"b\",\"a\"]," +
            "\"name\":\"甲\",\"price_fen\":9007199254740991,\"rate\":\"0.95\"}",
            Text(json));
        Assert.Null(CanonicalJson.Check(json));
        var read = CanonicalJson.Deserialize<Sample>(json);
        Assert.Equal(json, CanonicalJson.Serialize(read));
        Assert.Equal((sample.At, sample.Rate, sample.FileSm3), (read.At, read.Rate, read.FileSm3));
        Assert.Equal(Digest.Of(json), CanonicalJson.DigestOf(sample));
    }

    [Theory]
    [InlineData("{\"a\":1}", null)]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    [InlineData("\"é\"", null)]
    [InlineData("-9007199254740991", null)]
    [InlineData("", JsonFault.NotJson)]
    [InlineData("{\"a\":1", JsonFault.NotJson)]
    [InlineData("{'a':1}", JsonFault.NotJson)]
    [InlineData("[1,]", JsonFault.NotJson)]
    [InlineData("[1]/**/", JsonFault.NotCanonical)]
    [InlineData("{\"a\":1}{}", JsonFault.NotCanonical)]
    [InlineData("{\"a\": 1}", JsonFault.NotCanonical)]
    [InlineData("{\"a\":1}\n", JsonFault.NotCanonical)]
    [InlineData("{\"b\":1,\"a\":1}", JsonFault.NotCanonical)]
    [InlineData("\"\\u00e9\"", JsonFault.NotCanonical)]
    [InlineData("\"\\/\"", JsonFault.NotCanonical)]
    [InlineData("\"\\u000A\"", JsonFault.NotCanonical)]
    [InlineData("{\"a\":1,\"a\":1}", JsonFault.DuplicateName)]
    [InlineData("1.5", JsonFault.NotAnInteger)]
    [InlineData("1.0", JsonFault.NotAnInteger)]
    [InlineData("1e3", JsonFault.NotAnInteger)]
    [InlineData("-0", JsonFault.NotAnInteger)]
    [InlineData("9007199254740992", JsonFault.NotAnInteger)]
    [InlineData("-9007199254740992", JsonFault.NotAnInteger)]
    [InlineData("100000000000000000000000", JsonFault.NotAnInteger)]
    [InlineData("\"\\ud83d\"", JsonFault.LoneSurrogate)]
    [InlineData("{\"\\udead\":1}", JsonFault.LoneSurrogate)]
    public void Only_the_canonical_spelling_is_read(string text, JsonFault? fault) =>
        Assert.Equal(fault, CanonicalJson.Check(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused() =>
        Assert.Equal(JsonFault.NotJson, CanonicalJson.Check([(byte)'"', 0xff, (byte)'"']));

    [Fact]
    public void Depth_has_a_limit_and_one_more_is_refused()
    {
        var (deepest, deeper) = (Nested(CanonicalJson.MaxDepth), Nested(CanonicalJson.MaxDepth + 1));

        Assert.Null(CanonicalJson.Check(Encoding.UTF8.GetBytes(deepest)));
        Assert.Equal(JsonFault.NotJson, CanonicalJson.Check(Encoding.UTF8.GetBytes(deeper)));
        var element = JsonDocument.Parse(deeper).RootElement;
        Assert.Equal(JsonFault.TooDeep, Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Write(element)).Fault);

        static string Nested(int depth) => new string('[', depth) + new string(']', depth);
    }

    [Fact]
    public void Length_has_a_limit_and_one_more_is_refused()
    {
        var longest = $"\"{new string('x', CanonicalJson.MaxBytes - 2)}\"";

        Assert.Null(CanonicalJson.Check(Encoding.UTF8.GetBytes(longest)));
        Assert.Equal(JsonFault.TooLong, CanonicalJson.Check(Encoding.UTF8.GetBytes($"\"x{longest[1..]}")));
        var element = JsonDocument.Parse($"\"x{longest[1..]}").RootElement;
        Assert.Equal(JsonFault.TooLong, Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Write(element)).Fault);
    }

    [Fact]
    public void Binary_fractions_and_too_large_numbers_are_never_written()
    {
        Assert.Equal(JsonFault.NotAnInteger, Fault(() => CanonicalJson.Serialize(new { Price = 2.0 })));
        Assert.Equal(JsonFault.NotAnInteger, Fault(() => CanonicalJson.Serialize(new { Price = 2.0f })));
        Assert.Equal(JsonFault.NotAnInteger, Fault(() => CanonicalJson.Serialize(new { Price = long.MaxValue })));
        Assert.Equal(JsonFault.NotAnInteger, Fault(() => CanonicalJson.Serialize(new { Price = ulong.MaxValue })));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"at\":\"2026-11-20T01:02:03.456Z\",\"unknown\":1}")]
    [InlineData("{\"at\":\"2026-11-20T01:02:03.45Z\"}")]
    [InlineData("{\"at\":\"2026-11-20T01:02:03Z\"}")]
    [InlineData("{\"at\":\"2026-11-20T09:02:03.456+08:00\"}")]
    [InlineData("{\"at\":null}")]
    [InlineData("{\"at\":1}")]
    public void What_does_not_fit_the_type_is_refused(string text) =>
        Assert.Equal(
            JsonFault.WrongShape, Fault(() => CanonicalJson.Deserialize<Timed>(Encoding.UTF8.GetBytes(text))));

    [Theory]
    [InlineData("0.950", false)]
    [InlineData("0.95", true)]
    [InlineData("-3", true)]
    [InlineData("-0", false)]
    [InlineData(".5", false)]
    [InlineData("+1", false)]
    [InlineData("1e3", false)]
    [InlineData("1,000", false)]
    [InlineData(" 1", false)]
    [InlineData("79228162514264337593543950335", true)]
    [InlineData("79228162514264337593543950336", false)]
    public void A_decimal_has_one_text(string text, bool right) =>
        Assert.Equal(right, DecimalText.TryParse(text, out _));

    [Fact]
    public void Times_are_floored_to_the_millisecond() =>
        Assert.Equal(
            "2026-11-20T01:02:03.999Z",
            UtcTime.Format(new DateTimeOffset(2026, 11, 20, 1, 2, 3, TimeSpan.Zero).AddTicks(9_999_999)));

    [Fact]
    public void A_family_of_events_is_read_though_its_discriminator_is_not_first()
    {
        var json = CanonicalJson.Serialize<Animal>(new Cat("a"));

        Assert.Equal("{\"Age\":\"a\",\"type\":\"cat\"}", Text(json).Replace("age", "Age", StringComparison.Ordinal));
        Assert.Equal(new Cat("a"), CanonicalJson.Deserialize<Animal>(json));
    }

    [Fact]
    public void What_is_written_is_canonical_and_reads_back() =>
        Prop.ForAll<string, int, bool>((text, number, flag) =>
        {
            var clean = new string((text ?? "").Where(c => !char.IsSurrogate(c)).ToArray());
            var node = new JsonObject
            {
                [clean] = number,
                [$"x{clean}"] = new JsonArray(flag, clean, null, new JsonObject { ["y"] = clean }),
            };
            var json = CanonicalJson.Write(node);
            return CanonicalJson.Check(json) is null && JsonNode.DeepEquals(node, JsonNode.Parse(json));
        }).QuickCheckThrowOnFailure();

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);

    private static JsonFault Fault(Action act) => Assert.Throws<CanonicalJsonException>(act).Fault;

    private enum Colour
    {
        Green,
        DarkRed,
    }

    private sealed record Sample(
        string Name,
        long PriceFen,
        decimal Rate,
        DateTimeOffset At,
        Digest FileSm3,
        byte[] Bytes,
        ImmutableArray<string> Items,
        Colour Colour,
        string? Remark);

    private sealed record Timed(DateTimeOffset At);

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
    [JsonDerivedType(typeof(Cat), "cat")]
    private abstract record Animal;

    private sealed record Cat(string Age) : Animal;
}
