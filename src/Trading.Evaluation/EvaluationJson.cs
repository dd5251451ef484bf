using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Evaluation;

/// <summary>
/// The JSON of methods: snake case, exact numbers as strings, money as fen, nothing unknown, nothing written twice.
/// </summary>
internal static class EvaluationJson
{
    /// <summary>The longest text of a method; a longer one is refused unread.</summary>
    public const int MaxLength = 64 * 1024;

    private static readonly JsonSerializerOptions _options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
    };

    public static string Write<T>(T method) => JsonSerializer.Serialize(method, _options);

    /// <exception cref="FormatException">Too long, or not of the form; the message names the place.</exception>
    public static T Read<T>(string json)
    {
        if (json.Length > MaxLength)
        {
            throw new FormatException($"A method has at most {MaxLength} characters.");
        }

        try
        {
            return JsonSerializer.Deserialize<T>(json, _options)
                ?? throw new FormatException("Expected a method, found null.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The method is not of the form at {exception.Path}.", exception);
        }
    }
}

/// <summary>An enumeration as its words in snake case; a number is not one of them.</summary>
internal sealed class WordConverter<T>()
    : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
