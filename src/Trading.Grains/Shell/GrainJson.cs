using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Trading.Proofs.Records;

namespace Trading.Grains.Shell;

/// <summary>
/// How commands, events, answers and views become JSON, the same in the journal, over HTTP and between silos.
/// A family is an abstract record of ours; the property <c>type</c> names the member: the class name in snake_case,
/// so a class of a family is never renamed once it was written (golden files pin it).
/// </summary>
public static class GrainJson
{
    /// <summary>The property that names the member of a family.</summary>
    public const string Discriminator = "type";

    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>The member's name in JSON: <c>BidSubmitted</c> is <c>bid_submitted</c>.</summary>
    public static string NameOf(Type member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name);

    /// <summary>The members of a family as JSON knows them, sorted by name.</summary>
    /// <exception cref="InvalidOperationException">
    /// It is no family, a class of it is missing from its own list of members, or a name is not that of its class.
    /// </exception>
    public static IReadOnlyList<(string Name, Type Type)> FamilyOf(Type family)
    {
        var known = Options.GetTypeInfo(family).PolymorphismOptions?.DerivedTypes
            .ToDictionary(member => member.DerivedType, member => member.TypeDiscriminator as string)
            ?? throw new InvalidOperationException($"{family} is no family of records.");
        foreach (var member in MembersOf(family))
        {
            if (known.GetValueOrDefault(member) != NameOf(member))
            {
                throw new InvalidOperationException($"{member} must be known in JSON as {NameOf(member)}.");
            }
        }

        return [.. known.Select(member => (member.Value!, member.Key)).OrderBy(m => m.Item1, StringComparer.Ordinal)];
    }

    /// <summary>The classes of a family, sorted by name.</summary>
    public static IReadOnlyList<Type> MembersOf(Type family) =>
    [
        .. family.Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(family) && !type.IsAbstract)
            .OrderBy(NameOf, StringComparer.Ordinal),
    ];

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(CanonicalJson.Options)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(Shape),
        };
        options.MakeReadOnly();
        return options;
    }

    private static void Shape(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        if (info.Type.IsAbstract && info.PolymorphismOptions is null && IsOurs(info.Type))
        {
            info.PolymorphismOptions = Family(info.Type);
        }

        foreach (var property in info.Properties)
        {
            // A null is left out when written, so a property that may be null may be missing when read.
            if (property.AssociatedParameter is { IsNullable: true })
            {
                property.IsRequired = false;
            }
        }
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("Trading.", StringComparison.Ordinal) == true;

    private static JsonPolymorphismOptions? Family(Type family)
    {
        var members = MembersOf(family);
        if (members.Count == 0)
        {
            return null;
        }

        var shape = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = Discriminator };
        foreach (var member in members)
        {
            shape.DerivedTypes.Add(new JsonDerivedType(member, NameOf(member)));
        }

        return shape;
    }
}
