using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Trading.Proofs.Records;

/// <summary>Writes an element as RFC 8785 asks (§3.2), narrowed to whole numbers.</summary>
internal static class CanonicalJsonWriter
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public static void Write(JsonElement element, IBufferWriter<byte> output, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(element, output, Deeper(depth));
                break;
            case JsonValueKind.Array:
                WriteArray(element, output, Deeper(depth));
                break;
            case JsonValueKind.String:
                WriteString(Text(element), output);
                break;
            case JsonValueKind.Number:
                output.Write(Utf8.GetBytes(Integer(element)));
                break;
            case JsonValueKind.True:
                output.Write("true"u8);
                break;
            case JsonValueKind.False:
                output.Write("false"u8);
                break;
            case JsonValueKind.Null:
                output.Write("null"u8);
                break;
            case JsonValueKind.Undefined:
            default:
                throw new CanonicalJsonException(JsonFault.NotJson, "an undefined element");
        }
    }

    private static int Deeper(int depth) => depth < CanonicalJson.MaxDepth
        ? depth + 1
        : throw new CanonicalJsonException(JsonFault.TooDeep, $"at most {CanonicalJson.MaxDepth} levels");

    private static void WriteObject(JsonElement element, IBufferWriter<byte> output, int depth)
    {
        // RFC 8785 §3.2.3 sorts by UTF-16 units, which is what ordinal comparison of strings does.
        var members = element.EnumerateObject().Select(m => (Name: Name(m), m.Value)).ToArray();
        Array.Sort(members, (a, b) => string.CompareOrdinal(a.Name, b.Name));

        output.Write("{"u8);
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0 && members[i].Name == members[i - 1].Name)
            {
                throw new CanonicalJsonException(JsonFault.DuplicateName, members[i].Name);
            }

            output.Write(i > 0 ? ","u8 : default);
            WriteString(members[i].Name, output);
            output.Write(":"u8);
            Write(members[i].Value, output, depth);
        }

        output.Write("}"u8);
    }

    private static void WriteArray(JsonElement element, IBufferWriter<byte> output, int depth)
    {
        output.Write("["u8);
        var first = true;
        foreach (var item in element.EnumerateArray())
        {
            output.Write(first ? default : ","u8);
            first = false;
            Write(item, output, depth);
        }

        output.Write("]"u8);
    }

    private static string Integer(JsonElement element)
    {
        var raw = element.GetRawText();
        return element.TryGetInt64(out var value)
            && value is >= -CanonicalJson.MaxInteger and <= CanonicalJson.MaxInteger
            && raw == value.ToString(CultureInfo.InvariantCulture)
            ? raw
            : throw new CanonicalJsonException(JsonFault.NotAnInteger, raw.Length <= 40 ? raw : "a long number");
    }

    private static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException e)
        {
            throw new CanonicalJsonException(JsonFault.LoneSurrogate, "in a name", e);
        }
    }

    private static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new CanonicalJsonException(JsonFault.LoneSurrogate, "in a string", e);
        }
    }

    private static void WriteString(string text, IBufferWriter<byte> output)
    {
        var escaped = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\b' => escaped.Append("\\b"),
                '\t' => escaped.Append("\\t"),
                '\n' => escaped.Append("\\n"),
                '\f' => escaped.Append("\\f"),
                '\r' => escaped.Append("\\r"),
                < ' ' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => escaped.Append(c),
            };
        }

        try
        {
            output.Write(Utf8.GetBytes(escaped.Append('"').ToString()));
        }
        catch (EncoderFallbackException e)
        {
            throw new CanonicalJsonException(JsonFault.LoneSurrogate, "in a string", e);
        }
    }
}
