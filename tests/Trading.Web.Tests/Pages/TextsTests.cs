using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Trading.Web.Resources;

namespace Trading.Web.Tests.Pages;

public sealed partial class TextsTests
{
    [Fact]
    public void Every_Chinese_text_of_a_page_has_English_beside_it()
    {
        var used = Sources().SelectMany(UsedIn).Distinct().ToArray();

        Assert.True(used.Length > 40, "the pages' texts were not found");
        Assert.All(used, text => Assert.True(Texts.HasEnglish(text), $"no English for: {text}"));
    }

    [Fact]
    public void Placeholders_are_the_same_in_both_languages()
    {
        var english = new Texts(Language.English);

        Assert.All(Texts.EnglishNames, chinese => Assert.Equal(Places(chinese), Places(english[chinese])));
    }

    private static string[] Places(string text) =>
        [.. Placeholder().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> UsedIn(string file) =>
        Used().Matches(File.ReadAllText(file)).Select(m => m.Groups["text"].Value);

    private static IEnumerable<string> Sources([CallerFilePath] string here = "")
    {
        var web = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/Trading.Web"));
        return new[] { "Pages", "Rooms" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(web, folder), "*.cs*", SearchOption.AllDirectories));
    }

    [GeneratedRegex("\\b(?:T|texts|t)\\[\"(?<text>[^\"]+)\"|Encode\\(\"(?<text>[^\"]+)\"\\)")]
    private static partial Regex Used();

    [GeneratedRegex("\\{\\d\\}")]
    private static partial Regex Placeholder();
}
