using System.Buffers;
using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>
/// The one form in which JSON is hashed or signed: RFC 8785 narrowed to what two languages read alike.
/// Names are sorted by UTF-16 units, there is no white space, numbers are integers within ±(2^53−1),
/// decimals are strings. Fractions, exponents, −0, duplicate names and lone surrogates are refused.
/// </summary>
public static class CanonicalJson
{
    /// <summary>The largest whole number that every reader of JSON keeps exactly: 2^53−1.</summary>
    public const long MaxInteger = 9_007_199_254_740_991;

    /// <summary>Objects and arrays inside one another; one more is refused.</summary>
    public const int MaxDepth = 32;

    /// <summary>Bytes of one canonical text; one more is refused.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>How values of ours become JSON: snake_case, UTC milliseconds, nulls left out, nothing unknown read.</summary>
    public static JsonSerializerOptions Options => CanonicalJsonOptions.Instance;

    /// <summary>The canonical bytes of a value under <see cref="Options"/>.</summary>
    /// <exception cref="CanonicalJsonException">The value holds something the canonical form has no place for.</exception>
    public static byte[] Serialize<T>(T value) => Write(JsonSerializer.SerializeToElement(value, Options));

    /// <summary>The canonical bytes of a node; a null node is the literal <c>null</c>.</summary>
    /// <exception cref="CanonicalJsonException">As for <see cref="Serialize{T}"/>.</exception>
    public static byte[] Write(JsonNode? node) => Write(JsonSerializer.SerializeToElement(node, Options));

    /// <summary>The canonical bytes of an element that was read elsewhere.</summary>
    /// <exception cref="CanonicalJsonException">As for <see cref="Serialize{T}"/>.</exception>
    public static byte[] Write(JsonElement element)
    {
        var output = new ArrayBufferWriter<byte>();
        CanonicalJsonWriter.Write(element, output, depth: 0);
        return output.WrittenCount <= MaxBytes
            ? output.WrittenSpan.ToArray()
            : throw new CanonicalJsonException(JsonFault.TooLong, $"{output.WrittenCount} bytes, at most {MaxBytes}");
    }

    /// <summary>The SM3 digest of the canonical bytes.</summary>
    public static Digest DigestOf<T>(T value) => Digest.Of(Serialize(value));

    /// <summary>Reads canonical bytes and nothing else into a value.</summary>
    /// <exception cref="CanonicalJsonException">The bytes are not canonical, or do not fit the type.</exception>
    public static T Deserialize<T>(ReadOnlySpan<byte> json)
    {
        var fault = Check(json);
        if (fault is not null)
        {
            throw new CanonicalJsonException(fault.Value, "the text is not canonical JSON");
        }

        try
        {
            return JsonSerializer.Deserialize<T>(json, Options)
                ?? throw new CanonicalJsonException(JsonFault.WrongShape, $"null is no {typeof(T).Name}");
        }
        catch (JsonException e)
        {
            throw new CanonicalJsonException(JsonFault.WrongShape, e.Message, e);
        }
    }

    /// <summary>Null if the bytes are exactly what <see cref="Write(JsonElement)"/> would give, else what is wrong.</summary>
    public static JsonFault? Check(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxBytes)
        {
            return JsonFault.TooLong;
        }

        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(json);
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            using var document = JsonDocument.ParseValue(ref reader);
            return reader.BytesConsumed == json.Length && Write(document.RootElement).AsSpan().SequenceEqual(json)
                ? null
                : JsonFault.NotCanonical;
        }
        catch (CanonicalJsonException e)
        {
            return e.Fault;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return JsonFault.NotJson;
        }
    }
}
