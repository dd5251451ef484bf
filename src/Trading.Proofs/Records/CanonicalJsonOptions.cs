using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Trading.Proofs.Records;

/// <summary>The serializer's side of <see cref="CanonicalJson"/>.</summary>
internal static class CanonicalJsonOptions
{
    public static JsonSerializerOptions Instance { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            // Canonical order sorts names, so a type discriminator seldom comes first.
            AllowOutOfOrderMetadataProperties = true,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            NumberHandling = JsonNumberHandling.Strict,
            MaxDepth = CanonicalJson.MaxDepth,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LetNullablesBeAbsent } },
            Converters =
            {
                new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false),
                new UtcTimeConverter(),
                new DecimalTextConverter(),
                new NoFloatConverter<double>(),
                new NoFloatConverter<float>(),
                new NoFloatConverter<Half>(),
            },
        };
        options.MakeReadOnly();
        return options;
    }

    // Nulls are left out when writing, so a constructor's nullable parameter may be missing when reading.
    private static void LetNullablesBeAbsent(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { } parameter
                && (parameter.IsNullable || Nullable.GetUnderlyingType(parameter.ParameterType) is not null))
            {
                property.IsRequired = false;
            }
        }
    }

    /// <summary>"2026-11-20T01:02:03.456Z": UTC, always three digits.</summary>
    private sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && UtcTime.TryParse(reader.GetString(), out var time)
                ? time
                : throw new JsonException("expected a time such as 2026-11-20T01:02:03.456Z");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(UtcTime.Format(value));
    }

    /// <summary>A decimal as its shortest plain text: "0.95", "-3", never "0.950" or "1e3".</summary>
    private sealed class DecimalTextConverter : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && DecimalText.TryParse(reader.GetString(), out var value)
                ? value
                : throw new JsonException("expected a decimal as a string such as \"0.95\"");

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteStringValue(DecimalText.Format(value));
    }

    /// <summary>Binary fractions have no canonical text; a number that matters is whole or a decimal string.</summary>
    private sealed class NoFloatConverter<T> : JsonConverter<T>
        where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            throw new CanonicalJsonException(JsonFault.NotAnInteger, $"{typeof(T).Name} is not allowed");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            throw new CanonicalJsonException(JsonFault.NotAnInteger, $"{typeof(T).Name} is not allowed");
    }
}

/// <summary>Times in records: UTC with exactly three digits of milliseconds.</summary>
public static class UtcTime
{
    private const string Pattern = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The time as text, floored to the millisecond: a deadline met by a fraction stays met.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture);

    /// <summary>Reads exactly what <see cref="Format"/> writes.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Pattern, CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}

/// <summary>Exact decimals in records: the shortest plain text of the value.</summary>
public static class DecimalText
{
    /// <summary>Plain digits without trailing zeros, so that equal values have equal texts.</summary>
    public static string Format(decimal value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        text = text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
        return text == "-0" ? "0" : text;
    }

    /// <summary>Reads exactly what <see cref="Format"/> writes.</summary>
    public static bool TryParse(string? text, out decimal value) =>
        decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
        && Format(value) == text;
}
