using System.Collections.Concurrent;
using System.Reflection;
using Trading.Grains.Journal;

namespace Trading.Grains.Tenders;

/// <summary>The visibility that an event's type declares.</summary>
internal static class TenderVisibility
{
    private static readonly ConcurrentDictionary<Type, Visibility> _known = new();

    public static Visibility Of(TenderEvent @event) =>
        _known.GetOrAdd(@event.GetType(), type => type.GetCustomAttribute<VisibleAttribute>()?.Visibility ?? Visibility.Public);
}
