using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Evaluation;

/// <summary>
/// An exact fraction for rates, deviations, weights and scores: always in lowest terms with a positive denominator,
/// so that equal values are equal and print alike. <c>default</c> is zero. Nothing is rounded unless
/// <see cref="HalfUp"/> is called, and where that happens is a parameter of the method.
/// </summary>
[JsonConverter(typeof(RationalJsonConverter))]
public readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    /// <summary>
    /// The longest text that <see cref="TryParse"/> reads; longer text is not a number of this system.
    /// </summary>
    public const int MaxTextLength = 128;

    /// <summary>The most decimal places one may round to or print.</summary>
    public const int MaxDecimals = 30;

    private readonly BigInteger _numerator;
    private readonly BigInteger _denominatorLessOne;

    /// <summary>Makes <paramref name="numerator"/> / <paramref name="denominator"/>, reduced.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException("A rational needs a denominator other than zero.");
        }

        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        _numerator = numerator / divisor;
        _denominatorLessOne = (denominator / divisor) - BigInteger.One;
    }

    public static Rational Zero => default;

    public static Rational One => new(1, 1);

    public BigInteger Numerator => _numerator;

    public BigInteger Denominator => _denominatorLessOne + BigInteger.One;

    public int Sign => _numerator.Sign;

    public static implicit operator Rational(int value) => new(value, 1);

    public static implicit operator Rational(long value) => new(value, 1);

    public static Rational operator +(Rational left, Rational right) =>
        new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator),
            left.Denominator * right.Denominator);

    public static Rational operator -(Rational left, Rational right) => left + -right;

    public static Rational operator -(Rational value) => new(-value.Numerator, value.Denominator);

    public static Rational operator *(Rational left, Rational right) =>
        new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static Rational operator /(Rational left, Rational right) =>
        new(left.Numerator * right.Denominator, left.Denominator * right.Numerator);

    public static bool operator ==(Rational left, Rational right) => left.Equals(right);

    public static bool operator !=(Rational left, Rational right) => !left.Equals(right);

    public static bool operator <(Rational left, Rational right) => left.CompareTo(right) < 0;

    public static bool operator >(Rational left, Rational right) => left.CompareTo(right) > 0;

    public static bool operator <=(Rational left, Rational right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Rational left, Rational right) => left.CompareTo(right) >= 0;

    public static Rational Abs(Rational value) => value.Sign < 0 ? -value : value;

    public static Rational Min(Rational left, Rational right) => left <= right ? left : right;

    public static Rational Max(Rational left, Rational right) => left >= right ? left : right;

    /// <summary>The sum of all values; zero for none.</summary>
    public static Rational Sum(IEnumerable<Rational> values) =>
        values.Aggregate(Zero, (sum, value) => sum + value);

    /// <summary>The arithmetic mean of at least one value.</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static Rational Mean(IReadOnlyCollection<Rational> values) =>
        values.Count > 0
            ? Sum(values) / values.Count
            : throw new ArgumentException("A mean needs at least one value.", nameof(values));

    /// <summary>Rounds to <paramref name="decimals"/> places (0 to 30), halves away from zero (四舍五入).</summary>
    public Rational HalfUp(int decimals)
    {
        var scale = Scale(decimals);
        var doubled = BigInteger.Abs(Numerator) * scale * 2;
        var rounded = (doubled + Denominator) / (Denominator * 2);
        return new Rational(rounded * Sign, scale);
    }

    /// <summary>The greatest whole number that is not greater than this value.</summary>
    public BigInteger Floor()
    {
        var quotient = BigInteger.DivRem(Numerator, Denominator, out var remainder);
        return remainder.Sign < 0 ? quotient - BigInteger.One : quotient;
    }

    /// <summary>The least whole number that is not less than this value.</summary>
    public BigInteger Ceiling() => -(-this).Floor();

    /// <summary>Exactly <paramref name="decimals"/> places, rounded half up: <c>59.92</c>.</summary>
    public string ToFixed(int decimals) => Decimal(HalfUp(decimals).Numerator * (Scale(decimals) /
        HalfUp(decimals).Denominator), decimals);

    /// <summary>The shortest exact text: a decimal where one exists (<c>911.412</c>), else <c>2/3</c>.</summary>
    public override string ToString()
    {
        var rest = Denominator;
        var twos = Strip(ref rest, 2);
        var fives = Strip(ref rest, 5);
        var decimals = Math.Max(twos, fives);
        return rest.IsOne && decimals <= MaxDecimals
            ? Decimal(Numerator * Scale(decimals) / Denominator, decimals)
            : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
    }

    /// <summary>
    /// Reads <c>12</c>, <c>-0.5</c> or <c>2/3</c>; no spaces, signs of plus, exponents or separators.
    /// </summary>
    /// <exception cref="FormatException">The text is not such a number.</exception>
    public static Rational Parse(string text) =>
        TryParse(text, out var value)
            ? value
            : throw new FormatException("Expected a decimal such as 0.02 or a fraction such as 2/3.");

    /// <summary>Reads what <see cref="Parse"/> reads, within <see cref="MaxTextLength"/> characters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Rational value)
    {
        value = default;
        if (text is null || text.Length is 0 or > MaxTextLength)
        {
            return false;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return TryDecimal(text, out value);
        }

        if (!TryDigits(text.AsSpan(slash + 1), out var denominator) || denominator.IsZero
            || !TryDigits(text.AsSpan(text[0] == '-' ? 1 : 0, slash - (text[0] == '-' ? 1 : 0)), out var numerator))
        {
            return false;
        }

        value = new Rational(text[0] == '-' ? -numerator : numerator, denominator);
        return true;
    }

    public bool Equals(Rational other) =>
        _numerator == other._numerator && _denominatorLessOne == other._denominatorLessOne;

    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_numerator, _denominatorLessOne);

    public int CompareTo(Rational other) =>
        (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    private static bool TryDecimal(string text, out Rational value)
    {
        value = default;
        var negative = text[0] == '-';
        var digits = text.AsSpan(negative ? 1 : 0);
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        if (!TryDigits(whole, out var magnitude))
        {
            return false;
        }

        if (point >= 0)
        {
            if (fraction.Length > MaxDecimals || !TryDigits(fraction, out var part))
            {
                return false;
            }

            magnitude = (magnitude * Scale(fraction.Length)) + part;
        }

        value = new Rational(negative ? -magnitude : magnitude, Scale(fraction.Length));
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> digits, out BigInteger value)
    {
        value = default;
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9')
            && BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private static BigInteger Scale(int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, MaxDecimals);
        return BigInteger.Pow(10, decimals);
    }

    private static int Strip(ref BigInteger value, int factor)
    {
        var count = 0;
        while (count <= MaxDecimals && (value % factor).IsZero)
        {
            value /= factor;
            count++;
        }

        return Math.Min(count, MaxDecimals);
    }

    private static string Decimal(BigInteger scaled, int decimals)
    {
        var text = BigInteger.Abs(scaled).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var builder = new StringBuilder(scaled.Sign < 0 ? "-" : "").Append(text, 0, text.Length - decimals);
        return decimals == 0
            ? builder.ToString()
            : builder.Append('.').Append(text, text.Length - decimals, decimals).ToString();
    }
}

/// <summary>Writes and reads a <see cref="Rational"/> as a JSON string, never as a JSON number.</summary>
internal sealed class RationalJsonConverter : JsonConverter<Rational>
{
    public override Rational Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Rational.TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException("Expected a decimal string such as \"0.02\" or a fraction such as \"2/3\".");

    public override void Write(Utf8JsonWriter writer, Rational value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
