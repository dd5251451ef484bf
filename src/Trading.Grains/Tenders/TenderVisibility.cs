using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using Trading.Grains.Journal;
using Trading.Grains.Shell;

namespace Trading.Grains.Tenders;

/// <summary>The visibility that an event's type declares.</summary>
internal static class TenderVisibility
{
    private static readonly ConcurrentDictionary<Type, Visibility> _known = new();

    private static readonly FrozenDictionary<string, Visibility> ByName =
        GrainJson.MembersOf(typeof(TenderEvent)).ToFrozenDictionary(GrainJson.NameOf, Declared);

    public static Visibility Of(TenderEvent @event) =>
        _known.GetOrAdd(@event.GetType(), Declared);

    /// <summary>
    /// The same by an event's discriminator; of an unknown one: public, so that nothing unknown may be withheld.
    /// </summary>
    public static Visibility Of(string type) => ByName.GetValueOrDefault(type, Visibility.Public);

    private static Visibility Declared(Type type) => type.GetCustomAttribute<VisibleAttribute>()?.Visibility ?? Visibility.Public;
}
