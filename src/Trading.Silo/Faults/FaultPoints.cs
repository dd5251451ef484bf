namespace Trading.Silo.Faults;

/// <summary>
/// The named places in the way of a write where a process can die. The stores pass each of them; nothing happens there
/// unless a test hands in a double that kills the process or throws, so that every place of a crash can be tried.
/// </summary>
public abstract class FaultPoints
{
    /// <summary>Nothing happens anywhere.</summary>
    public static FaultPoints None { get; } = new Quiet();

    /// <summary>The write has reached the place <paramref name="point"/>, such as <c>journal.before-commit</c>.</summary>
    public abstract void At(string point);

    private sealed class Quiet : FaultPoints
    {
        public override void At(string point)
        {
        }
    }
}
