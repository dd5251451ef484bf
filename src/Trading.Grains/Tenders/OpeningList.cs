using System.Collections.Immutable;

namespace Trading.Grains.Tenders;

/// <summary>The fields of the opening list (开标一览表) that the documents ask for.</summary>
/// <param name="Fields">In the order in which they are read out (唱标); exactly one is the price.</param>
public sealed record OpeningListSchema(ImmutableArray<OpeningListField> Fields);

/// <summary>One field: its JSON name (snake_case), its label for people, its kind and its limit.</summary>
/// <param name="Name">1 to 32 characters of a–z, 0–9 and '_'.</param>
/// <param name="Label">Chinese label, such as 投标报价.</param>
/// <param name="Kind">Price and integer are JSON integers (fen; units of the label), text is a string.</param>
/// <param name="Maximum">Largest value of a price or integer, largest length of a text in characters.</param>
public sealed record OpeningListField(string Name, string Label, OpeningListFieldKind Kind, long Maximum);

public enum OpeningListFieldKind
{
    /// <summary>Fen, above zero.</summary>
    Price,

    /// <summary>A whole number, zero or above.</summary>
    Integer,

    Text,
}
