using System.Globalization;

namespace Trading.Proofs.Sealing;

/// <summary>The words of the header for our enumerations, and the alphabets of its fields.</summary>
public static class SealWords
{
    private static readonly Dictionary<string, SealPart> Parts =
        Enum.GetValues<SealPart>().ToDictionary(Of, StringComparer.Ordinal);

    /// <summary>The word of a part: <c>all</c>, <c>summary</c>, …</summary>
    public static string Of(SealPart part) => part switch
    {
        SealPart.All => "all",
        SealPart.Summary => "summary",
        SealPart.Qualify => "qualify",
        SealPart.Technical => "technical",
        SealPart.Price => "price",
        SealPart.Names => "names",
        SealPart.Reserve => "reserve",
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };

    /// <summary>The word of a release mode: <c>bidder</c> or <c>escrow</c>.</summary>
    public static string Of(SealRelease release) => release == SealRelease.Escrow ? "escrow" : "bidder";

    /// <summary>The word of a role in a stanza's first line.</summary>
    public static string Of(StanzaRole role) => role switch
    {
        StanzaRole.Bidder => "bidder",
        StanzaRole.Custodian => "custodian",
        StanzaRole.Escrow => "escrow",
        StanzaRole.Reveal => "reveal",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    /// <summary>The part of a word; null when there is none.</summary>
    public static SealPart? ParsePart(string word) => Parts.TryGetValue(word, out var part) ? part : null;

    /// <summary>The release mode of a word; null when there is none.</summary>
    public static SealRelease? ParseRelease(string word) => word switch
    {
        "bidder" => SealRelease.Bidder,
        "escrow" => SealRelease.Escrow,
        _ => null,
    };

    /// <summary>1 to <paramref name="longest"/> letters, digits, dots, underscores and hyphens (ASCII).</summary>
    public static bool IsName(string text, int longest) =>
        text.Length > 0 && text.Length <= longest
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <summary>18 digits and upper-case letters.</summary>
    public static bool IsBidder(string text) =>
        text.Length == 18 && text.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c));

    /// <summary>A positive number in digits without leading zero, up to a limit; null for anything else.</summary>
    internal static long? Number(string text, long highest) =>
        text.Length is > 0 and <= 10 && text[0] != '0' && text.All(char.IsAsciiDigit)
        && long.Parse(text, CultureInfo.InvariantCulture) is var number && number <= highest
            ? number
            : null;
}
