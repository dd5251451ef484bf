using System.Globalization;
using Trading.Benchmarks.Kernel;

namespace Trading.Benchmarks.Scenarios;

/// <summary>The most memory that sealing and opening a large file take, each in a process of its own, beside a small file.</summary>
internal static class SealMemory
{
    public const string SealStep = "seal-memory";
    public const string OpenStep = "open-memory";

    /// <summary>Both are told to stay below this, whatever the file's size.</summary>
    private const double LimitMegabytes = 200;

    public static readonly Scenario Scenario = new("memory", "peak memory while sealing and opening 500 MB (limit 200 MB)", Run);

    public static async Task<int> Seal(string plain, string sealedFile)
    {
        await using var input = File.OpenRead(plain);
        await using var output = File.Create(sealedFile);
        await new SealingKit().Seal(input, output);
        return Tell();
    }

    public static async Task<int> Open(string sealedFile, string opened)
    {
        await using var input = File.OpenRead(sealedFile);
        await using var output = File.Create(opened);
        await new SealingKit().Open(input, output);
        return Tell();
    }

    private static async Task Run(Bench bench, CancellationToken cancellation)
    {
        if (!PeakMemory.IsKnown)
        {
            bench.Report.Say("This system does not tell a process's peak memory (/proc/self/status): not measured.");
            return;
        }

        var large = TestFile.Make(Path.Combine(bench.Folder, "large"), bench.Scale(500, 50) * 1_000_000L);
        var small = TestFile.Make(Path.Combine(bench.Folder, "small"), 1_000_000);
        await Measure(bench, "seal", SealStep, large, small);
        File.Delete(large);
        await Measure(bench, "open", OpenStep, large + ".sealed", small + ".sealed");
    }

    private static async Task Measure(Bench bench, string name, string step, string large, string small)
    {
        var rounds = await Rounds.Alternate(1, () => Peak(step, large), () => Peak(step, small));
        bench.Report.Add($"peak memory, {name}", "MB", "a file of 1 MB", rounds);
        if (rounds.Max(round => round.Ours) > LimitMegabytes)
        {
            throw new InvalidOperationException($"{name} took more than {LimitMegabytes:0} MB.");
        }
    }

    private static async Task<double> Peak(string step, string file) => double.Parse(
        await Child.Ask(step, file, file + (step == SealStep ? ".sealed" : ".opened")), CultureInfo.InvariantCulture);

    private static int Tell()
    {
        Console.WriteLine(PeakMemory.Megabytes().ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
