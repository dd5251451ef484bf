namespace Trading.Grains.Journal;

/// <summary>Who may see an event's body, and from when.</summary>
public enum Visibility
{
    /// <summary>Anybody, at once.</summary>
    Public,

    /// <summary>Nobody but the shell until the opening of its stream began, then anybody (招标投标法 第二十二条).</summary>
    AtOpening,

    /// <summary>Those the law names; a public record holds its digest only.</summary>
    Restricted,
}

/// <summary>The visibility of an event type; an event without it is <see cref="Visibility.Public"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class VisibleAttribute(Visibility visibility) : Attribute
{
    public Visibility Visibility { get; } = visibility;
}

/// <summary>
/// The event that begins the opening of its stream: from here on its <see cref="Visibility.AtOpening"/> events are
/// shown.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BeginsOpeningAttribute : Attribute;

/// <summary>
/// A property that goes to the event's private part: encrypted in its own column, erasable without breaking the chain.
/// It must be nullable: after erasure it reads as null.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PrivateAttribute : Attribute;
