namespace Trading.Grains.Embedded;

/// <summary>Anything that has a key: a grain, or a reference to one.</summary>
public interface IAddressable;

/// <summary>The mark of every grain interface.</summary>
public interface IGrain : IAddressable;

/// <summary>
/// A grain that is named by text. Its methods return Task, Task&lt;T&gt;, ValueTask or ValueTask&lt;T&gt;.
/// </summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>Gives references to grains; a grain comes to life with the first call.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain with this key. It costs no call, and never goes stale.</summary>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;
}

/// <summary>
/// Marks a method that may begin while other calls of the same grain await something.
/// Between two awaits it is still alone.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;

public static class GrainExtensions
{
    /// <summary>The key of a grain or of a reference to one.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain switch
    {
        Grain self => self.EmbeddedKey,
        GrainReference reference => reference.Key,
        _ => throw new ArgumentException($"{grain.GetType()} is no grain and no reference.", nameof(grain)),
    };
}
