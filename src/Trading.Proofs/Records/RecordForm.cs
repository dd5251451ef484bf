using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>What one word of a line must look like. The name is what the table of records in the documents shows.</summary>
/// <param name="Name">For readers, such as <c>b64(32)</c>.</param>
/// <param name="Matches">Whether a word is of this form.</param>
/// <param name="TakesSpaces">Whether it takes the rest of the line, spaces included.</param>
public sealed record RecordForm(string Name, Func<string, bool> Matches, bool TakesSpaces = false)
{
    /// <summary>A tender's number: 1 to 64 of letters, digits, dot, underscore, hyphen.</summary>
    public static RecordForm Tender { get; } = Identifier(64);

    /// <summary>A lot's number, or another short name: 1 to 32 of the same.</summary>
    public static RecordForm Short { get; } = Identifier(32);

    /// <summary>The alphabet of a 统一社会信用代码: 18 digits or capitals. The check digit is the platform's business.</summary>
    public static RecordForm Code { get; } = new("18(0-9A-Z)", w => w.Length == 18 && w.All(IsCodeCharacter));

    /// <summary>A part of a bid, as bidseal/1 names them.</summary>
    public static RecordForm Part { get; } =
        OneOf("all", "summary", "qualify", "technical", "price", "names", "reserve");

    /// <summary>A digest in base64.</summary>
    public static RecordForm Digest32 { get; } = new("b64(32)", w => Digest.TryFromBase64(w, out _));

    /// <summary>A digest in base64, or the word none.</summary>
    public static RecordForm DigestOrNone { get; } =
        new("b64(32) | none", w => w == "none" || Digest.TryFromBase64(w, out _));

    /// <summary>UTC with milliseconds.</summary>
    public static RecordForm Time { get; } = new("time", w => UtcTime.TryParse(w, out _));

    /// <summary>An exact decimal in its shortest text.</summary>
    public static RecordForm Decimal { get; } = new("decimal", w => DecimalText.TryParse(w, out _));

    /// <summary>A bid's version: 1 to ten digits, no leading zero.</summary>
    public static RecordForm Version { get; } = Number(1, RecordLimits.Version);

    /// <summary>The number of a custodian or a party, 1 to 16.</summary>
    public static RecordForm Index { get; } = Number(1, RecordLimits.Custodians);

    /// <summary>k/n with 2 ≤ k ≤ n ≤ 16.</summary>
    public static RecordForm Threshold { get; } =
        new("k/n", w => Records.Threshold.TryParse(w, out _));

    /// <summary>A path inside a zip: no space, no backslash, no empty, dot or dot-dot segment.</summary>
    public static RecordForm Path { get; } = new("path", IsPath);

    /// <summary>A web origin, or another address without spaces, up to 300 bytes.</summary>
    public static RecordForm Origin { get; } =
        new("origin", w => Fits(w, RecordLimits.NameBytes) && !w.Contains(' ', StringComparison.Ordinal));

    /// <summary>A name up to 300 bytes; takes the rest of its line.</summary>
    public static RecordForm NameText { get; } = Text(RecordLimits.NameBytes);

    /// <summary>A text up to 1,000 bytes; takes the rest of its line.</summary>
    public static RecordForm FreeText { get; } = Text(RecordLimits.TextBytes);

    /// <summary>A whole number in the range, without leading zeros.</summary>
    public static RecordForm Number(long min, long max) => new(
        string.Create(CultureInfo.InvariantCulture, $"{min}..{max}"),
        w => long.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max && value.ToString(CultureInfo.InvariantCulture) == w);

    /// <summary>1 to so many bytes in base64.</summary>
    public static RecordForm Base64(int maxBytes) => new(
        string.Create(CultureInfo.InvariantCulture, $"b64(≤{maxBytes})"),
        w => w.Length <= (maxBytes + 2) / 3 * 4
            && StrictBase64.TryDecode(w, out var bytes) && bytes.Length > 0 && bytes.Length <= maxBytes);

    /// <summary>One of the words.</summary>
    public static RecordForm OneOf(params ImmutableArray<string> words) =>
        new(string.Join(" | ", words), w => words.Contains(w));

    /// <summary>One of an enum's names in lower case with hyphens.</summary>
    public static RecordForm OneOf<T>()
        where T : struct, Enum => OneOf([.. Enum.GetValues<T>().Select(RecordWord.Of)]);

    private static RecordForm Identifier(int max) => new(
        string.Create(CultureInfo.InvariantCulture, $"1..{max}(A-Za-z0-9._-)"),
        w => w.Length >= 1 && w.Length <= max && w.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'));

    private static RecordForm Text(int max) => new(
        string.Create(CultureInfo.InvariantCulture, $"text(≤{max})"),
        w => Fits(w, max) && w[0] is not (' ' or '\u3000') && w[^1] is not (' ' or '\u3000'),
        TakesSpaces: true);

    private static bool Fits(string word, int max) => word.Length > 0 && Encoding.UTF8.GetByteCount(word) <= max;

    private static bool IsCodeCharacter(char c) => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c);

    private static bool IsPath(string word) =>
        Fits(word, RecordLimits.PathBytes)
        && !word.Any(c => c is ' ' or '\u3000' or '\\' or ':')
        && word.Split('/').All(segment => segment is not ("" or "." or ".."));
}
