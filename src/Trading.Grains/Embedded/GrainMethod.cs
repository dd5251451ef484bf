using System.Collections.Concurrent;
using System.Reflection;

namespace Trading.Grains.Embedded;

/// <summary>How one method of a grain interface is sent and run: made once per method.</summary>
internal abstract class GrainMethod(MethodInfo method)
{
    private static readonly ConcurrentDictionary<MethodInfo, GrainMethod> Known = [];

    private readonly bool _interleaves = method.IsDefined(typeof(AlwaysInterleaveAttribute));

    public static GrainMethod Of(MethodInfo method) => Known.GetOrAdd(method, Make);

    /// <summary>Posts the call and returns what the method's signature promises.</summary>
    public abstract object Send(EmbeddedEngine engine, Type grainClass, string key, object?[] arguments);

    protected Task<T> Post<T>(
        EmbeddedEngine engine, Type grainClass, string key, object?[] arguments, Func<object, Task<T>> await)
    {
        var call = new Call<T>(
            _interleaves,
            grain => await(method.Invoke(grain, BindingFlags.DoNotWrapExceptions, null, arguments, null)!));
        try
        {
            engine.Post(grainClass, key, call);
        }
        catch (InvalidOperationException refused)
        {
            call.Fail(refused);
        }

        return call.Answer;
    }

    private static GrainMethod Make(MethodInfo method)
    {
        var answer = method.ReturnType;
        if (answer == typeof(Task) || answer == typeof(ValueTask))
        {
            return new WithoutResult(method);
        }

        var generic = answer.IsGenericType ? answer.GetGenericTypeDefinition() : null;
        if (generic == typeof(Task<>) || generic == typeof(ValueTask<>))
        {
            var type = typeof(WithResult<>).MakeGenericType(answer.GetGenericArguments());
            return (GrainMethod)Activator.CreateInstance(type, method)!;
        }

        throw new NotSupportedException(
            $"{method.DeclaringType}.{method.Name} must return Task, Task<T>, ValueTask or ValueTask<T>.");
    }

    private sealed class WithoutResult(MethodInfo method) : GrainMethod(method)
    {
        private readonly bool _isValueTask = method.ReturnType == typeof(ValueTask);

        public override object Send(EmbeddedEngine engine, Type grainClass, string key, object?[] arguments)
        {
            Task task = Post(engine, grainClass, key, arguments, Await);
            return _isValueTask ? new ValueTask(task) : task;
        }

        private async Task<bool> Await(object promise)
        {
            await (_isValueTask ? ((ValueTask)promise).AsTask() : (Task)promise);
            return true;
        }
    }

    private sealed class WithResult<T>(MethodInfo method) : GrainMethod(method)
    {
        private readonly bool _isValueTask = method.ReturnType == typeof(ValueTask<T>);

        public override object Send(EmbeddedEngine engine, Type grainClass, string key, object?[] arguments)
        {
            var task = Post(engine, grainClass, key, arguments, Await);
            return _isValueTask ? new ValueTask<T>(task) : task;
        }

        private Task<T> Await(object promise) => _isValueTask ? ((ValueTask<T>)promise).AsTask() : (Task<T>)promise;
    }
}
