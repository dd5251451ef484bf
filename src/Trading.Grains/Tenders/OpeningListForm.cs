using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Trading.Evaluation;

namespace Trading.Grains.Tenders;

/// <summary>
/// Reads an opening list (开标一览表) by the schema the documents published: nothing missing, nothing more.
/// </summary>
public static class OpeningListForm
{
    /// <summary>Fields of one list at most.</summary>
    public const int MaximumFields = 32;

    /// <summary>The first thing wrong with a schema, or null: names, labels, exactly one price, limits.</summary>
    public static string? FaultOf(OpeningListSchema? schema) =>
        schema is null || schema.Fields.IsDefaultOrEmpty || schema.Fields.Length > MaximumFields ? "fields"
        : schema.Fields.FirstOrDefault(field => !IsUsable(field)) is { } field ? field.Name
        : schema.Fields.DistinctBy(one => one.Name).Count() != schema.Fields.Length ? "names"
        : schema.Fields.Count(one => one.Kind == OpeningListFieldKind.Price) != 1 ? "price"
        : null;

    /// <summary>
    /// The name of the first field that is missing, unknown or not of its kind and limit; null where all are right.
    /// </summary>
    public static string? FaultOf(OpeningListSchema schema, JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Object)
        {
            return "object";
        }

        foreach (var field in schema.Fields)
        {
            if (!list.TryGetProperty(field.Name, out var value) || !IsValue(field, value))
            {
                return field.Name;
            }
        }

        var unknown = list.EnumerateObject().Where(one => schema.Fields.All(field => field.Name != one.Name)).ToArray();
        return unknown is [var first, ..] ? first.Name
            : list.EnumerateObject().Count() == schema.Fields.Length ? null : "names";
    }

    /// <summary>The price of a list that has no fault; null where it has.</summary>
    public static Money? PriceOf(OpeningListSchema schema, JsonElement list) =>
        FaultOf(schema, list) is null
            ? new Money(list.GetProperty(schema.Fields.First(field => field.Kind == OpeningListFieldKind.Price).Name).GetInt64())
            : null;

    /// <summary>The fields as they are read out, in the order of the schema.</summary>
    public static ImmutableArray<RowField> ReadOut(OpeningListSchema schema, JsonElement list) =>
        FaultOf(schema, list) is not null ? [] :
        [
            .. schema.Fields.Select(field => new RowField(field.Name, field.Label, field.Kind switch
            {
                OpeningListFieldKind.Price => new Money(list.GetProperty(field.Name).GetInt64()).ToString(),
                OpeningListFieldKind.Integer => list.GetProperty(field.Name).GetInt64().ToString(CultureInfo.InvariantCulture),
                _ => list.GetProperty(field.Name).GetString()!,
            })),
        ];

    private static bool IsUsable(OpeningListField field) =>
        field.Name is { Length: >= 1 and <= 32 } && field.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
        && !string.IsNullOrWhiteSpace(field.Label) && field.Label.Length <= 64
        && Enum.IsDefined(field.Kind) && field.Maximum is > 0 and <= Money.MaxFen;

    private static bool IsValue(OpeningListField field, JsonElement value) => field.Kind switch
    {
        OpeningListFieldKind.Price => IsWhole(value, 1, field.Maximum),
        OpeningListFieldKind.Integer => IsWhole(value, 0, field.Maximum),
        _ => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.Length <= field.Maximum,
    };

    private static bool IsWhole(JsonElement value, long minimum, long maximum) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= minimum && number <= maximum;
}
