namespace Trading.Proofs.Certificates;

/// <summary>统一社会信用代码 (GB 32100-2015): 18 characters, the last one a check over the others.</summary>
public static class CreditCode
{
    /// <summary>Characters of a code.</summary>
    public const int Length = 18;

    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    private static readonly int[] OrganisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Trims and upper-cases what a person typed; to be done before <see cref="IsValid"/>.</summary>
    public static string Normalize(string text) => text.Trim().ToUpperInvariant();

    /// <summary>Whether the text is a code with the right check character. Expects the normal form.</summary>
    public static bool IsValid(string? code) =>
        code is { Length: Length } && CheckCharacter(code.AsSpan(0, Length - 1)) is { } check && code[^1] == check;

    /// <summary>The check character of the first 17, or null when one of them is not in the alphabet.</summary>
    public static char? CheckCharacter(ReadOnlySpan<char> first)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(first.Length, Weights.Length, nameof(first));
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            var value = Alphabet.IndexOf(first[i], StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            sum += value * Weights[i];
        }

        return Alphabet[(31 - (sum % 31)) % 31];
    }

    /// <summary>
    /// Whether positions 9 to 17 also carry the check of GB 11714. Real codes exist that do not: a warning, no refusal.
    /// </summary>
    public static bool HasOrganisationCheck(string code)
    {
        if (code.Length != Length)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < OrganisationWeights.Length; i++)
        {
            var c = code[8 + i];
            if (!char.IsAsciiDigit(c) && !char.IsAsciiLetterUpper(c))
            {
                return false;
            }

            sum += (char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10) * OrganisationWeights[i];
        }

        return code[16] == (11 - (sum % 11)) switch { 10 => 'X', 11 => '0', var check => (char)('0' + check) };
    }
}
