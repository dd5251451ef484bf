namespace Trading.Web.Resources;

/// <summary>The languages of the pages. Chinese is the language of the law and of the record.</summary>
public enum Language
{
    Chinese,
    English,
}

internal static class Languages
{
    /// <summary>Reads <c>zh</c> or <c>en</c>; null for anything else.</summary>
    public static Language? Parse(string? code) => code switch
    {
        "zh" => Language.Chinese,
        "en" => Language.English,
        _ => null,
    };

    public static string Code(this Language language) => language == Language.English ? "en" : "zh";

    /// <summary>The value of the <c>lang</c> attribute.</summary>
    public static string Tag(this Language language) => language == Language.English ? "en" : "zh-CN";

    /// <summary>The address of the same page in another language.</summary>
    public static string Switch(HttpRequest request, Language language)
    {
        var query = request.Query.Where(q => q.Key != "lang")
            .Append(new("lang", language.Code()));
        return request.Path + QueryString.Create(query);
    }
}
