namespace Trading.Proofs.Sealing;

/// <summary>Why and where a header is refused; lines count from 1.</summary>
public sealed record HeaderFault(HeaderCause Cause, int Line)
{
    /// <summary>Such as <c>BadVersion in line 6</c>.</summary>
    public override string ToString() => $"{Cause} in line {Line}";
}
