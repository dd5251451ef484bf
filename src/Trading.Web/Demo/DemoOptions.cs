namespace Trading.Web.Demo;

/// <summary>What the command line asks of the demo: <c>--demo [--exit] [--data DIR] [--urls URL]</c>.</summary>
internal sealed record DemoOptions(bool IsDemo, bool Exit, string Data, string Url, string[] Rest)
{
    private const string DefaultUrl = "http://localhost:5080";

    /// <summary>A file that says that a data directory was made by a demo, so that the next one may begin afresh.</summary>
    private const string Marker = "demo.txt";

    public static DemoOptions Read(string[] args)
    {
        var rest = args.Where(arg => arg is not ("--demo" or "--exit")).ToArray();
        var urls = ValueOf(rest, "--urls") ?? Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? DefaultUrl;
        return new DemoOptions(
            args.Contains("--demo"), args.Contains("--exit"), ValueOf(rest, "--data") ?? "./data", urls.Split(';')[0], rest);
    }

    /// <summary>Empties the data directory of an earlier demo; one that a demo did not make is left alone.</summary>
    /// <exception cref="InvalidOperationException">The directory holds something else.</exception>
    public void BeginAfresh()
    {
        if (Directory.Exists(Data) && Directory.EnumerateFileSystemEntries(Data).Any())
        {
            if (!File.Exists(Path.Combine(Data, Marker)))
            {
                throw new InvalidOperationException(
                    $"{Path.GetFullPath(Data)} holds data that no demo made. Choose another directory with --data.");
            }

            Directory.Delete(Data, recursive: true);
        }

        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, Marker), "Made by --demo; the next --demo empties this directory.\n");
    }

    private static string? ValueOf(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1]
            : args.FirstOrDefault(arg => arg.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
    }
}
