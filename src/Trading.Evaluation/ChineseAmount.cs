using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Trading.Evaluation;

/// <summary>
/// Amounts in words (大写金额). Words beat figures when a bid's two totals differ (第12号令 19, 第87号令 59), so what is
/// written must be readable again, and what is read must be unambiguous.
/// </summary>
internal static class ChineseAmount
{
    private const int MaxLength = 64;
    private const string Digits = "零壹贰叁肆伍陆柒捌玖";

    public static string Write(Money amount)
    {
        var magnitude = Math.Abs(amount.Fen);
        var (yuan, jiao, fen) = (magnitude / 100, (int)(magnitude / 10 % 10), (int)(magnitude % 10));
        var text = new StringBuilder(amount.Fen < 0 ? "负" : "");
        if (yuan > 0 || magnitude == 0)
        {
            text.Append(yuan == 0 ? "零" : Whole(yuan)).Append('元');
        }

        if (jiao > 0)
        {
            text.Append(Digits[jiao]).Append('角');
        }
        else if (fen > 0 && yuan > 0)
        {
            text.Append('零');
        }

        return fen > 0 ? text.Append(Digits[fen]).Append('分').ToString() : text.Append('整').ToString();
    }

    /// <summary>
    /// Reads the formal digits with 元 or 圆, 整 or 正 or nothing, an optional 人民币, and 零 where people put it;
    /// units must descend and every digit but the last of a section must have its unit.
    /// </summary>
    public static bool TryRead([NotNullWhen(true)] string? text, out Money amount)
    {
        amount = default;
        if (text is null || text.Length > MaxLength)
        {
            return false;
        }

        var rest = text.AsSpan();
        rest = rest.StartsWith("人民币", StringComparison.Ordinal) ? rest[3..] : rest;
        var negative = rest.StartsWith("负", StringComparison.Ordinal);
        rest = negative ? rest[1..] : rest;
        var whole = rest.EndsWith("整", StringComparison.Ordinal) || rest.EndsWith("正", StringComparison.Ordinal);
        rest = whole ? rest[..^1] : rest;

        long yuan = 0;
        var point = rest.IndexOfAny('元', '圆');
        if (point >= 0)
        {
            var words = rest[..point];
            rest = rest[(point + 1)..];
            if (words is not "零" && !TryWhole(words, out yuan))
            {
                return false;
            }
        }

        if (!TrySmall(rest, point >= 0, whole, out var fen) || yuan > Money.MaxFen / 100)
        {
            return false;
        }

        var magnitude = (yuan * 100) + fen;
        if (magnitude > Money.MaxFen || (negative && magnitude == 0))
        {
            return false;
        }

        amount = new Money(negative ? -magnitude : magnitude);
        return true;
    }

    private static string Whole(long value)
    {
        if (value >= 1_0000_0000)
        {
            return Whole(value / 1_0000_0000) + "亿" + After(value % 1_0000_0000, 1000_0000);
        }

        return value >= 1_0000
            ? Whole(value / 1_0000) + "万" + After(value % 1_0000, 1000)
            : Section((int)value);
    }

    // A section that does not fill its first place is joined with one 零.
    private static string After(long value, long full) =>
        value == 0 ? "" : (value < full ? "零" : "") + Whole(value);

    private static string Section(int value)
    {
        var text = new StringBuilder();
        var gap = false;
        foreach (var (unit, name) in ((int, string)[])[(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")])
        {
            var digit = value / unit % 10;
            if (digit == 0)
            {
                gap = text.Length > 0;
                continue;
            }

            text.Append(gap ? "零" : "").Append(Digits[digit]).Append(name);
            gap = false;
        }

        return text.ToString();
    }

    private static bool TryWhole(ReadOnlySpan<char> words, out long value)
    {
        value = 0;
        if (words.IsEmpty)
        {
            return false;
        }

        foreach (var (name, unit) in ((char, long)[])[('亿', 1_0000_0000), ('万', 1_0000)])
        {
            var at = name == '亿' ? words.LastIndexOf(name) : words.IndexOf(name);
            if (at < 0)
            {
                continue;
            }

            // The part before a unit is a number of its own; what follows must be smaller than the unit.
            var tail = words[(at + 1)..];
            if (!TryWhole(words[..at], out var head) || head > Money.MaxFen / unit)
            {
                return false;
            }

            long low = 0;
            if (!tail.IsEmpty && (!TryWhole(tail, out low) || low >= unit || low == 0))
            {
                return false;
            }

            value = (head * unit) + low;
            return true;
        }

        return TrySection(words, out value);
    }

    private static bool TrySection(ReadOnlySpan<char> words, out long value)
    {
        value = 0;
        var limit = 10_000;
        for (var i = 0; i < words.Length; i++)
        {
            var digit = Digits.IndexOf(words[i], StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            if (digit == 0)
            {
                // One 零 at a time, and never as the last word.
                if (i + 1 == words.Length || words[i + 1] == '零')
                {
                    return false;
                }

                continue;
            }

            var unit = i + 1 < words.Length ? words[i + 1] switch { '仟' => 1000, '佰' => 100, '拾' => 10, _ => 0 } : 1;
            if (unit == 0 || unit >= limit)
            {
                return false;
            }

            value += digit * unit;
            limit = unit;
            i += unit == 1 ? 0 : 1;
        }

        return value > 0;
    }

    private static bool TrySmall(ReadOnlySpan<char> words, bool afterYuan, bool whole, out int fen)
    {
        fen = 0;
        if (words.IsEmpty)
        {
            return afterYuan;
        }

        if (afterYuan && words[0] == '零')
        {
            words = words[1..];
        }

        int Digit(ReadOnlySpan<char> pair, char unit) =>
            pair.Length >= 2 && pair[1] == unit ? Digits.IndexOf(pair[0], StringComparison.Ordinal) : -1;

        var jiao = Digit(words, '角');
        if (jiao > 0)
        {
            fen = jiao * 10;
            words = words[2..];
            if (words.IsEmpty)
            {
                return true;
            }
        }

        var last = Digit(words, '分');
        fen += Math.Max(last, 0);
        return last > 0 && words.Length == 2 && !whole;
    }
}
