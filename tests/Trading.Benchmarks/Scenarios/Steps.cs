using Trading.Benchmarks.Kernel;

namespace Trading.Benchmarks.Scenarios;

/// <summary>What runs in a process of its own.</summary>
internal static class Steps
{
    public static Task<int> Run(string step, string[] args) => (step, args) switch
    {
        ("scenario", [var name, var mode, var folder, var file]) =>
            Runner.RunHere(Catalogue.All.Single(s => s.Name == name), mode == "quick", folder, file),
        (SealMemory.SealStep, [var plain, var sealedFile]) => SealMemory.Seal(plain, sealedFile),
        (SealMemory.OpenStep, [var sealedFile, var opened]) => SealMemory.Open(sealedFile, opened),
        (ColdStart.BlankStep, [var url]) => ColdStart.Blank(url),
        _ => throw new ArgumentException($"There is no step {step} with {args.Length} arguments."),
    };
}
