using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Trading.Evaluation.Tests;

public sealed class RationalTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("007", "7")]
    [InlineData("1.50", "1.5")]
    [InlineData("-0.02", "-0.02")]
    [InlineData("4/6", "2/3")]
    [InlineData("-4/6", "-2/3")]
    [InlineData("3/8", "0.375")]
    [InlineData("911.412", "911.412")]
    public void A_number_is_read_and_printed_in_lowest_terms(string text, string printed) =>
        Assert.Equal(printed, Rational.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1e3")]
    [InlineData("1,000")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1/0")]
    [InlineData("1/-2")]
    [InlineData("/2")]
    [InlineData("1/2/3")]
    [InlineData("１")]
    [InlineData("NaN")]
    public void Anything_else_is_not_a_number(string text)
    {
        Assert.False(Rational.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Rational.Parse(text));
    }

    [Fact]
    public void A_number_has_at_most_128_characters_and_30_decimals()
    {
        Assert.True(Rational.TryParse(new string('9', 128), out _));
        Assert.False(Rational.TryParse(new string('9', 129), out _));
        Assert.True(Rational.TryParse("0." + new string('1', 30), out _));
        Assert.False(Rational.TryParse("0." + new string('1', 31), out _));
    }

    [Theory]
    [InlineData("0.005", 2, "0.01")]
    [InlineData("0.00499999", 2, "0.00")]
    [InlineData("-0.005", 2, "-0.01")]
    [InlineData("2.5", 0, "3")]
    [InlineData("-2.5", 0, "-3")]
    [InlineData("2/3", 4, "0.6667")]
    [InlineData("1/3", 4, "0.3333")]
    [InlineData("59.995", 2, "60.00")]
    [InlineData("7", 2, "7.00")]
    public void Halves_are_rounded_away_from_zero(string value, int decimals, string rounded)
    {
        Assert.Equal(rounded, Rational.Parse(value).ToFixed(decimals));
        Assert.Equal(Rational.Parse(rounded), Rational.Parse(value).HalfUp(decimals));
    }

    [Theory]
    [InlineData("7/2", 3, 4)]
    [InlineData("-7/2", -4, -3)]
    [InlineData("4", 4, 4)]
    [InlineData("-4", -4, -4)]
    public void Floor_and_ceiling_look_down_and_up(string value, int floor, int ceiling)
    {
        Assert.Equal(floor, (int)Rational.Parse(value).Floor());
        Assert.Equal(ceiling, (int)Rational.Parse(value).Ceiling());
    }

    [Fact]
    public void Default_is_zero_and_division_by_zero_is_refused()
    {
        Assert.Equal(Rational.Zero, default);
        Assert.Equal(new Rational(0, 5), default);
        Assert.Equal(Rational.One, Rational.One + default(Rational));
        Assert.Throws<DivideByZeroException>(() => Rational.One / default(Rational));
        Assert.Throws<DivideByZeroException>(() => new Rational(1, 0));
    }

    [Fact]
    public void Json_is_a_string_and_never_a_number()
    {
        Assert.Equal("\"0.02\"", JsonSerializer.Serialize(new Rational(2, 100)));
        Assert.Equal(new Rational(2, 3), JsonSerializer.Deserialize<Rational>("\"2/3\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Rational>("0.02"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Rational>("\"x\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Rational>("null"));
    }

    [Fact]
    public void Sums_products_and_order_are_exact() =>
        Prop.ForAll(Arbitraries.Rational, Arbitraries.Rational, Arbitraries.Rational, (a, b, c) =>
            a + b == b + a
            && (a + b) * c == (a * c) + (b * c)
            && a - b + b == a
            && (b.Sign == 0 || a / b * b == a)
            && (a < b) == (b - a).Sign > 0).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_is_read_back_and_equal_values_hash_alike() =>
        Prop.ForAll(Arbitraries.Rational, value =>
            Rational.Parse(value.ToString()) == value
            && (value * 3 / 3).GetHashCode() == value.GetHashCode()).QuickCheckThrowOnFailure();

    [Fact]
    public void Rounding_moves_by_half_a_unit_at_most() =>
        Prop.ForAll(Arbitraries.Rational, value =>
            Rational.Abs(value.HalfUp(2) - value) <= new Rational(1, 200)).QuickCheckThrowOnFailure();
}
