using System.Collections.Immutable;

namespace Trading.Grains.Law;

/// <summary>The rule packs that come with this release.</summary>
public static class RulePacks
{
    public static ImmutableArray<RulePack> All { get; } =
        [.. LawJson.Names("packs").Select(name => RulePack.Parse(LawJson.Embedded("packs", name)!))];

    /// <summary>The names of all packs, for people.</summary>
    public static string Names => string.Join(", ", All.Select(pack => pack.Name));

    /// <summary>
    /// The pack of a kind in force on a Beijing day, the latest where two are; null when none is, which a caller
    /// refuses by name.
    /// </summary>
    public static RulePack? For(TransactionKind kind, DateOnly day) =>
        All.Where(pack => pack.Kind == kind && pack.IsInForceOn(day)).MaxBy(pack => pack.EffectiveFrom);
}
