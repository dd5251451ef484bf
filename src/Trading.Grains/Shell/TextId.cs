using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Grains.Shell;

/// <summary>An id that is one short piece of text in JSON, in a path and in a signed record.</summary>
public interface ITextId<TSelf> where TSelf : struct, ITextId<TSelf>
{
    string Value { get; }

    /// <summary>Makes the id; throws <see cref="FormatException"/> where the text is not of its form.</summary>
    static abstract TSelf Create(string value);
}

/// <summary>
/// The form all text ids share, which is also that of the names in a sealed file's header (sealing.md B.3, lines 7–10).
/// </summary>
public static class TextId
{
    /// <summary>
    /// Returns <paramref name="value"/>, or throws <see cref="FormatException"/> naming what was expected.
    /// </summary>
    public static string Check(string? value, int maximumLength, string name)
    {
        if (string.IsNullOrEmpty(value) || value.Length > maximumLength || !value.All(IsAllowed))
        {
            throw new FormatException(
                $"{name} must be 1 to {maximumLength} characters of A-Z, a-z, 0-9, '.', '_' and '-'.");
        }

        return value;
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}

/// <summary>Reads and writes a text id as a JSON string, and as the name of a property in a dictionary.</summary>
public sealed class TextIdConverter<T> : JsonConverter<T> where T : struct, ITextId<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Create(reader.GetString());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);

    public override T ReadAsPropertyName(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Create(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);

    private static T Create(string? text)
    {
        try
        {
            return T.Create(text ?? "");
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }
}
