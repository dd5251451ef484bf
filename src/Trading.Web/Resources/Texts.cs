using System.Collections.Frozen;
using System.Globalization;
using System.Resources;

namespace Trading.Web.Resources;

/// <summary>
/// The words of the pages. A page writes its Chinese text; <c>Texts.en.resx</c> holds the English beside it under the
/// Chinese as its name. A missing English text shows the Chinese, and a test finds it.
/// </summary>
public sealed class Texts
{
    private static readonly FrozenDictionary<string, string> English = LoadEnglish();

    public Texts(IHttpContextAccessor accessor)
        : this(accessor.HttpContext?.Items[typeof(Language)] as Language? ?? Language.Chinese)
    {
    }

    internal Texts(Language language) => Language = language;

    public Language Language { get; }

    public bool IsEnglish => Language == Language.English;

    /// <summary>The text in the viewer's language.</summary>
    public string this[string chinese] =>
        IsEnglish && English.TryGetValue(chinese, out var english) ? english : chinese;

    /// <summary>The text with its placeholders {0}, {1} … filled.</summary>
    public string this[string chinese, params object[] values] =>
        string.Format(CultureInfo.InvariantCulture, this[chinese], values);

    internal static bool HasEnglish(string chinese) => English.ContainsKey(chinese);

    internal static IEnumerable<string> EnglishNames => English.Keys;

    /// <summary>One file of English for the public pages, one for the pages of those who act; a text of both may stand in both.</summary>
    private static FrozenDictionary<string, string> LoadEnglish() =>
        new[] { "Texts.en.resources", "Desks.en.resources" }
            .SelectMany(Load)
            .DistinctBy(entry => entry.Key)
            .ToFrozenDictionary(StringComparer.Ordinal);

    private static List<KeyValuePair<string, string>> Load(string name)
    {
        using var stream = typeof(Texts).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The English texts {name} are not embedded in the assembly.");
        using var reader = new ResourceReader(stream);
        return [.. reader.Cast<System.Collections.DictionaryEntry>().Select(e => KeyValuePair.Create((string)e.Key, (string)e.Value!))];
    }
}
