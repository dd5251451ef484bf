using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Grains.Law;

/// <summary>The form of calendars and packs: snake case, nothing unknown, nothing missing.</summary>
internal static class LawJson
{
    private static readonly JsonSerializerOptions _options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, _options) ?? throw new JsonException("Expected an object, found null.");

    /// <summary>The embedded file <c>law/FOLDER/NAME.json</c>, or null.</summary>
    public static string? Embedded(string folder, string name)
    {
        using var stream = typeof(LawJson).Assembly.GetManifestResourceStream($"law/{folder}/{name}.json");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The names of the embedded files of a folder, in ordinal order.</summary>
    public static IEnumerable<string> Names(string folder) =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith($"law/{folder}/", StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name))
            .Order(StringComparer.Ordinal);
}
