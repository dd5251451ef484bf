using System.Text.Json;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Tests.Primitives;

public sealed class DigestTests
{
    private static readonly Digest Abc = Digest.OfUtf8("abc");

    [Fact]
    public void Every_text_form_comes_back()
    {
        Assert.Equal(Abc, Digest.Parse(Abc.ToString()));
        Assert.Equal(Abc, Digest.FromBase64(Abc.ToBase64()));
        Assert.Equal(Abc, new Digest(Abc.AsSpan()));
        Assert.Equal(Abc, JsonSerializer.Deserialize<Digest>(JsonSerializer.Serialize(Abc)));
        Assert.Equal($"\"{Abc}\"", JsonSerializer.Serialize(Abc));
        var table = new Dictionary<Digest, int> { [Abc] = 3 };
        Assert.Equal(table, JsonSerializer.Deserialize<Dictionary<Digest, int>>(JsonSerializer.Serialize(table)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e")]
    [InlineData("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e00")]
    [InlineData("66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0")]
    [InlineData("g6c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    public void Only_lower_case_hex_of_the_full_length_is_read(string text)
    {
        Assert.False(Digest.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Digest.Parse(text));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Digest>($"\"{text}\""));
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", true)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=", false)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", false)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA AAA=", false)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", false)]
    public void Only_canonical_base64_of_32_bytes_is_read(string text, bool good)
    {
        Assert.Equal(good, Digest.TryFromBase64(text, out _));
    }

    [Fact]
    public void Digests_sort_by_their_bytes()
    {
        var low = new Digest([0, 0, 0, 1, .. new byte[28]]);
        var high = new Digest([0, 0, 1, 0, .. new byte[28]]);

        Assert.True(low.CompareTo(high) < 0);
        Assert.True(high.CompareTo(low) > 0);
        Assert.Equal(0, low.CompareTo(low));
        Assert.True(low != high);
        Assert.Throws<ArgumentException>(() => new Digest(new byte[31]));
    }
}
