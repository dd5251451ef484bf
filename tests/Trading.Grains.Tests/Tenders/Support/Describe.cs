using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Records;

namespace Trading.Grains.Tests.Tenders.Support;

/// <summary>A state as one text, so that two states can be compared by value; the counter of changes and the feed are left out.</summary>
internal static class Describe
{
    public static string Text(object value)
    {
        var text = new StringBuilder();
        Write(value, text, 0);
        return text.ToString();
    }

    private static string Canonical(JsonElement json) => Encoding.UTF8.GetString(CanonicalJson.Write(json));

    private static void Write(object? value, StringBuilder text, int depth)
    {
        Assert.True(depth < 32);
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string or Enum or DateTimeOffset or IFormattable or bool or JsonElement or Certificate:
                text.Append(value is DateTimeOffset time ? time.UtcTicks : value is JsonElement json ? Canonical(json) : value).Append(' ');
                break;
            case TenderEvent one:
                text.Append(Canonical(JsonSerializer.SerializeToElement(one, one.GetType(), GrainJson.Options)));
                break;
            case IDictionary map:
                foreach (var line in map.Keys.Cast<object>().Select(key => Text(key) + "=" + Text(map[key]!)).Order(StringComparer.Ordinal))
                {
                    text.Append(line).Append('\n');
                }

                break;
            case IEnumerable list:
                foreach (var item in list)
                {
                    Write(item, text.Append('['), depth + 1);
                    text.Append(']');
                }

                break;
            default:
                var properties = value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Where(property => property.GetIndexParameters().Length == 0
                        && property.Name is not ("Changes" or "Feed" or "EqualityContract" or "LotsInOrder" or "LiveBids"));
                if (!value.GetType().Namespace!.StartsWith("Trading.", StringComparison.Ordinal) || value.ToString() is { } s && value.GetType().IsValueType && s != value.GetType().ToString())
                {
                    text.Append(value).Append(' ');
                    break;
                }

                foreach (var property in properties)
                {
                    text.Append(property.Name).Append(':');
                    Write(property.GetValue(value), text, depth + 1);
                    text.Append('\n');
                }

                break;
        }
    }
}
