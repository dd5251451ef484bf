namespace Trading.Evaluation;

/// <summary>A parameter of a method that cannot be used, by its JSON name, and why.</summary>
public sealed record MethodFault(string Parameter, string Reason)
{
    public override string ToString() => $"{Parameter}: {Reason}";
}
