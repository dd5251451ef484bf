using System.Diagnostics;
using System.Globalization;

namespace Trading.Benchmarks.Kernel;

/// <summary>
/// Runs the scenarios one after the other, each in a process and a folder of its own: none inherits another's heap, and one that
/// hangs or dies takes nothing with it.
/// </summary>
internal static class Runner
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    public static async Task<int> Run(string[] args, IReadOnlyList<Scenario> all)
    {
        if (Options.Read(args, all) is not { } options)
        {
            return 2;
        }

        Console.WriteLine($"{Environment.ProcessorCount} processors, {Environment.OSVersion}, .NET {Environment.Version}");
        var started = Stopwatch.GetTimestamp();
        var figures = new List<Figure>();
        var failed = 0;
        foreach (var scenario in options.Scenarios)
        {
            Console.WriteLine($"\n{scenario.Name}: {scenario.About}");
            var left = Limit - Stopwatch.GetElapsedTime(started);
            failed += await RunOne(scenario, options.Quick, left, figures) ? 0 : 1;
        }

        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"\n{figures.Count} figures in {took.ToString("0", CultureInfo.InvariantCulture)} s, {failed} scenarios failed.");
        if (options.JsonFile is { } file)
        {
            Report.Write(file, new { Processors = Environment.ProcessorCount, Quick = options.Quick, Seconds = Math.Round(took), Figures = figures });
        }

        return failed == 0 ? 0 : 1;
    }

    /// <summary>The step that the process of one scenario runs.</summary>
    public static async Task<int> RunHere(Scenario scenario, bool quick, string folder, string file)
    {
        await scenario.Run(new Bench(quick, folder, new Report(scenario.Name, file, Console.Out)), CancellationToken.None);
        return 0;
    }

    private static async Task<bool> RunOne(Scenario scenario, bool quick, TimeSpan left, List<Figure> figures)
    {
        if (left <= TimeSpan.Zero)
        {
            Console.WriteLine($"  Not run: the {Limit.TotalMinutes:0} minutes of a whole run are over.");
            return false;
        }

        var folder = Directory.CreateTempSubdirectory($"trading-bench-{scenario.Name}-").FullName;
        try
        {
            var file = Path.Combine(folder, "figures.json");
            using var child = Child.Start("scenario", scenario.Name, quick ? "quick" : "full", folder, file);
            var code = await child.End(left);
            figures.AddRange(Report.Read(file));
            if (code != 0)
            {
                Console.WriteLine(code is null ? "  Stopped: the time of a whole run is over." : $"  Failed with exit code {code}.");
            }

            return code == 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed record Options(IReadOnlyList<Scenario> Scenarios, bool Quick, string? JsonFile)
    {
        /// <summary>Null, and a sentence on the error stream, where the command line is not understood.</summary>
        public static Options? Read(string[] args, IReadOnlyList<Scenario> all)
        {
            var (quick, json, names) = (false, default(string), new List<string>());
            for (var i = 0; i < args.Length; i++)
            {
                switch (args[i])
                {
                    case "--quick":
                        quick = true;
                        break;
                    case "--json" when i + 1 < args.Length:
                        json = args[++i];
                        break;
                    case var name when all.Any(s => s.Name == name):
                        names.Add(name);
                        break;
                    default:
                        Console.Error.WriteLine(
                            $"{args[i]} is unknown. Usage: [--quick] [--json FILE] [{string.Join(" | ", all.Select(s => s.Name))}] …");
                        return null;
                }
            }

            return new Options([.. all.Where(s => names.Count == 0 || names.Contains(s.Name))], quick, json);
        }
    }
}
