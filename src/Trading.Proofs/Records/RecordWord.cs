using System.Text;

namespace Trading.Proofs.Records;

/// <summary>Enums as words of a record: lower case, hyphens between the parts of a name.</summary>
internal static class RecordWord
{
    /// <summary><c>SecondKey</c> becomes <c>second-key</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        var word = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && word.Length > 0)
            {
                word.Append('-');
            }

            word.Append(char.ToLowerInvariant(c));
        }

        return word.ToString();
    }

    /// <summary>The value whose word this is; the form of the line was checked before.</summary>
    public static T To<T>(string word)
        where T : struct, Enum => Enum.GetValues<T>().Single(v => Of(v) == word);
}
