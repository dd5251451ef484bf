using System.Reflection;

namespace Trading.Grains.Embedded;

/// <summary>The limits of the embedded engine; each has a name, so that a refusal can say it.</summary>
public sealed record EmbeddedEngineOptions
{
    /// <summary>Where the grain classes are.</summary>
    public IReadOnlyList<Assembly> Assemblies { get; init; } = [typeof(EmbeddedEngineOptions).Assembly];

    /// <summary>An activation without calls for this long ends.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Calls that run or wait in one activation; the next one is refused.</summary>
    public int MailboxLimit { get; init; } = 4096;

    /// <summary>Activations alive at once; the next one is refused.</summary>
    public int ActivationLimit { get; init; } = 100_000;
}

/// <summary>A limit of the engine is reached: the call was not begun and may be repeated later.</summary>
public sealed class GrainOverloadedException(string limit, int value)
    : InvalidOperationException($"The engine is at its limit: {limit} = {value}. Repeat the call later.")
{
    public string Limit { get; } = limit;
}
