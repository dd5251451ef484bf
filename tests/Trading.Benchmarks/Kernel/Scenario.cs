namespace Trading.Benchmarks.Kernel;

/// <summary>One thing that is measured, beside a baseline that is measured in the same run.</summary>
/// <param name="Name">As one asks for it on the command line.</param>
/// <param name="About">One line for the reader.</param>
/// <param name="Run">Measures, and hands its figures to the bench.</param>
internal sealed record Scenario(string Name, string About, Func<Bench, CancellationToken, Task> Run);

/// <summary>What a scenario is given: how thorough to be, a folder of its own, and where its figures go.</summary>
internal sealed record Bench(bool Quick, string Folder, Report Report)
{
    /// <summary>Alternating rounds; the median of three shrugs off one disturbance.</summary>
    public int Rounds => Quick ? 1 : 3;

    public int Scale(int full, int quick) => Quick ? quick : full;

    /// <summary>A new folder below the scenario's.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
}
