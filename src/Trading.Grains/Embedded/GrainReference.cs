using System.Reflection;

namespace Trading.Grains.Embedded;

/// <summary>
/// What <see cref="IGrainFactory.GetGrain"/> gives: it turns each method into a call in the grain's mailbox.
/// </summary>
public class GrainReference : DispatchProxy, IAddressable
{
    private EmbeddedEngine _engine = null!;
    private Type _grainClass = null!;

    internal string Key { get; private set; } = null!;

    internal static TGrainInterface To<TGrainInterface>(EmbeddedEngine engine, Type grainClass, string key)
    {
        var proxy = Create<TGrainInterface, GrainReference>()!;
        var reference = (GrainReference)(object)proxy;
        reference._engine = engine;
        reference._grainClass = grainClass;
        reference.Key = key;
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        GrainMethod.Of(targetMethod!).Send(_engine, _grainClass, Key, args ?? []);
}
