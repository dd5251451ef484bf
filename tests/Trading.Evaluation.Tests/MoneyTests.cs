using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Trading.Evaluation.Tests;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("0", 0, "0.00")]
    [InlineData("1234567.89", 123456789, "1,234,567.89")]
    [InlineData("1,234,567.89", 123456789, "1,234,567.89")]
    [InlineData("1,000", 100000, "1,000.00")]
    [InlineData("999.9", 99990, "999.90")]
    [InlineData("-0.05", -5, "-0.05")]
    [InlineData("-1,000.5", -100050, "-1,000.50")]
    [InlineData("90,071,992,547,409.91", Money.MaxFen, "90,071,992,547,409.91")]
    public void Yuan_are_read_and_printed(string text, long fen, string printed)
    {
        Assert.Equal(new Money(fen), Money.Parse(text));
        Assert.Equal(printed, new Money(fen).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1.234")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1,00")]
    [InlineData("1,0000")]
    [InlineData(",100")]
    [InlineData("1,,000")]
    [InlineData("1000,000")]
    [InlineData("0.1,0")]
    [InlineData("1/2")]
    [InlineData("¥1")]
    [InlineData("1 000")]
    [InlineData("1e5")]
    [InlineData("90071992547409.92")]
    public void Anything_else_is_not_an_amount(string text)
    {
        Assert.False(Money.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Money.Parse(text));
    }

    [Fact]
    public void An_amount_never_leaves_its_range_silently()
    {
        var most = new Money(Money.MaxFen);

        Assert.Throws<OverflowException>(() => most + new Money(1));
        Assert.Throws<OverflowException>(() => -most - new Money(1));
        Assert.Throws<OverflowException>(() => new Money(long.MinValue));
        Assert.Throws<OverflowException>(() => Money.FromYuan(long.MaxValue));
        Assert.Throws<OverflowException>(() => Money.FromYuan(new Rational(Money.MaxFen, 1)));
        Assert.Equal(Money.Zero, most - most);
    }

    [Fact]
    public void Exact_yuan_are_rounded_half_up_to_the_fen()
    {
        Assert.Equal(new Money(1), Money.FromYuan(Rational.Parse("0.005")));
        Assert.Equal(new Money(0), Money.FromYuan(Rational.Parse("0.0049999")));
        Assert.Equal(new Money(67), Money.FromYuan(new Rational(2, 3)));
    }

    [Fact]
    public void Json_is_an_integer_of_fen()
    {
        Assert.Equal("123456789", JsonSerializer.Serialize(Money.Parse("1,234,567.89")));
        Assert.Equal(new Money(5), JsonSerializer.Deserialize<Money>("5"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Money>("5.5"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Money>("\"5\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Money>("9007199254740992"));
    }

    [Theory]
    [InlineData("1234567.89", "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分")]
    [InlineData("1000001.05", "壹佰万零壹元零伍分")]
    [InlineData("100000000", "壹亿元整")]
    [InlineData("0", "零元整")]
    [InlineData("0.05", "伍分")]
    [InlineData("0.5", "伍角整")]
    [InlineData("10", "壹拾元整")]
    [InlineData("10.10", "壹拾元壹角整")]
    [InlineData("1010", "壹仟零壹拾元整")]
    [InlineData("1001", "壹仟零壹元整")]
    [InlineData("10001", "壹万零壹元整")]
    [InlineData("100010000", "壹亿零壹万元整")]
    [InlineData("100000001", "壹亿零壹元整")]
    [InlineData("1000000000000", "壹万亿元整")]
    [InlineData("20304050.06", "贰仟零叁拾万肆仟零伍拾元零陆分")]
    [InlineData("-12", "负壹拾贰元整")]
    [InlineData("90071992547409.91", "玖拾万零柒佰壹拾玖亿玖仟贰佰伍拾肆万柒仟肆佰零玖元玖角壹分")]
    public void An_amount_in_words_is_written_and_read_back(string figures, string words)
    {
        Assert.Equal(words, Money.Parse(figures).ToChinese());
        Assert.True(Money.TryParseChinese(words, out var amount));
        Assert.Equal(Money.Parse(figures), amount);
    }

    [Theory]
    [InlineData("人民币壹佰万元整", "1000000")]
    [InlineData("壹佰万元", "1000000")]
    [InlineData("壹佰万圆正", "1000000")]
    [InlineData("壹拾万零柒仟元零伍角叁分", "107000.53")]
    [InlineData("壹拾万柒仟元伍角叁分", "107000.53")]
    public void Words_as_people_write_them_are_read_too(string words, string figures)
    {
        Assert.True(Money.TryParseChinese(words, out var amount));
        Assert.Equal(Money.Parse(figures), amount);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("元")]
    [InlineData("整")]
    [InlineData("壹")]
    [InlineData("一百万元整")] // not the formal digits
    [InlineData("壹佰万")] // no 元
    [InlineData("拾元整")]
    [InlineData("壹拾贰佰元整")] // units must descend
    [InlineData("壹佰贰佰元整")]
    [InlineData("壹贰元整")]
    [InlineData("壹零零贰元整")]
    [InlineData("壹拾零元整")]
    [InlineData("壹万零元整")]
    [InlineData("壹万贰万元整")]
    [InlineData("壹元伍分整")] // 分 takes no 整
    [InlineData("壹元零角")]
    [InlineData("壹元伍分伍角")]
    [InlineData("壹元壹元")]
    [InlineData("负零元整")]
    [InlineData("玖佰万亿元整")] // beyond the range
    [InlineData("玖仟玖佰玖拾玖万亿亿亿亿元整")]
    public void Words_that_are_not_an_amount_are_refused(string? words) =>
        Assert.False(Money.TryParseChinese(words, out _));

    [Fact]
    public void Words_figures_and_json_are_read_back_for_every_amount() =>
        Prop.ForAll(Arbitraries.Money, amount =>
            Money.TryParseChinese(amount.ToChinese(), out var words) && words == amount
            && Money.Parse(amount.ToString()) == amount
            && JsonSerializer.Deserialize<Money>(JsonSerializer.Serialize(amount)) == amount)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
}
