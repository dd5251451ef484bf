using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Evaluation;

/// <summary>
/// An amount of yuan, held as whole fen (分). <c>default</c> is nothing (0.00). The range is ±(2^53 − 1) fen, so that
/// every amount is exact in JSON everywhere; leaving it is an <see cref="OverflowException"/>. JSON: an integer of fen.
/// </summary>
[JsonConverter(typeof(MoneyJsonConverter))]
public readonly record struct Money : IComparable<Money>
{
    /// <summary>The greatest amount: 90,071,992,547,409.91 yuan.</summary>
    public const long MaxFen = 9_007_199_254_740_991;

    /// <exception cref="OverflowException">Beyond ±<see cref="MaxFen"/>.</exception>
    public Money(long fen) =>
        Fen = fen is >= -MaxFen and <= MaxFen
            ? fen
            : throw new OverflowException("An amount lies within ±(2^53 − 1) fen.");

    public long Fen { get; }

    public static Money Zero => default;

    /// <summary>Whole yuan.</summary>
    public static Money FromYuan(long yuan) => new(checked(yuan * 100));

    /// <summary>An exact number of yuan, rounded half up to the fen.</summary>
    public static Money FromYuan(Rational yuan)
    {
        var fen = (yuan * 100).HalfUp(0).Numerator;
        return BigInteger.Abs(fen) <= MaxFen
            ? new Money((long)fen)
            : throw new OverflowException("An amount lies within ±(2^53 − 1) fen.");
    }

    /// <summary>The amount as an exact number of yuan.</summary>
    public Rational InYuan => new(Fen, 100);

    public static Money operator +(Money left, Money right) => new(checked(left.Fen + right.Fen));

    public static Money operator -(Money left, Money right) => new(checked(left.Fen - right.Fen));

    public static Money operator -(Money value) => new(-value.Fen);

    public static bool operator <(Money left, Money right) => left.Fen < right.Fen;

    public static bool operator >(Money left, Money right) => left.Fen > right.Fen;

    public static bool operator <=(Money left, Money right) => left.Fen <= right.Fen;

    public static bool operator >=(Money left, Money right) => left.Fen >= right.Fen;

    public static Money Sum(IEnumerable<Money> amounts) =>
        amounts.Aggregate(Zero, (sum, amount) => sum + amount);

    public int CompareTo(Money other) => Fen.CompareTo(other.Fen);

    /// <summary>Yuan with thousands and two places: <c>1,234,567.89</c>.</summary>
    public override string ToString()
    {
        var magnitude = Math.Abs(Fen);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(Fen < 0 ? "-" : "")}{magnitude / 100:#,0}.{magnitude % 100:00}");
    }

    /// <summary>The amount in words (大写): <c>壹佰万零壹元零伍分</c>.</summary>
    public string ToChinese() => ChineseAmount.Write(this);

    /// <summary>Reads an amount in words (大写), as <see cref="ToChinese"/> writes it or as people do.</summary>
    public static bool TryParseChinese([NotNullWhen(true)] string? text, out Money amount) =>
        ChineseAmount.TryRead(text, out amount);

    /// <summary>Reads yuan: <c>1234567.89</c>, <c>1,234,567.8</c>, <c>-5</c>.</summary>
    /// <exception cref="FormatException">Not such an amount, more than two places, or out of range.</exception>
    public static Money Parse(string text) =>
        TryParse(text, out var amount)
            ? amount
            : throw new FormatException("Expected yuan with at most two decimals, such as 1,234,567.89.");

    /// <summary>Reads what <see cref="Parse"/> reads; thousands separators, where present, must all be right.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Money amount)
    {
        amount = default;
        if (text is null || text.Length > 32 || text.Contains('/'))
        {
            return false;
        }

        var whole = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        var point = whole.IndexOf('.');
        var places = point < 0 ? 0 : whole.Length - point - 1;
        whole = point < 0 ? whole : whole[..point];
        if ((point >= 0 && places is < 1 or > 2) || !GroupsAreRight(whole)
            || !Rational.TryParse(text.Replace(",", "", StringComparison.Ordinal), out var yuan)
            || Rational.Abs(yuan) > new Rational(MaxFen, 100))
        {
            return false;
        }

        amount = FromYuan(yuan);
        return true;
    }

    private static bool GroupsAreRight(ReadOnlySpan<char> whole)
    {
        if (!whole.Contains(','))
        {
            return true;
        }

        for (var i = 0; i < whole.Length; i++)
        {
            var fromRight = whole.Length - i;
            if ((fromRight % 4 == 0) != (whole[i] == ','))
            {
                return false;
            }
        }

        return whole[0] != ',';
    }
}

/// <summary>Writes and reads <see cref="Money"/> as an integer of fen.</summary>
internal sealed class MoneyJsonConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var fen)
            && fen is >= -Money.MaxFen and <= Money.MaxFen
            ? new Money(fen)
            : throw new JsonException("Expected an amount as an integer of fen within ±(2^53 − 1).");

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Fen);
}
