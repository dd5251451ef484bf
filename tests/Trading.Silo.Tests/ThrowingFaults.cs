using Trading.Silo.Faults;

namespace Trading.Silo.Tests;

/// <summary>The disk fails at one chosen place, for as long as it is chosen.</summary>
internal sealed class ThrowingFaults : FaultPoints
{
    public string? FailAt { get; set; }

    public override void At(string point)
    {
        if (point == FailAt)
        {
            throw new IOException($"The disk failed at {point}.");
        }
    }
}
