using System.Xml.Linq;

namespace Trading.Web.Tests.House;

/// <summary>Who may reference whom (docs/architecture.md): read from the project files, so that a wall does not move unseen.</summary>
public sealed class ProjectReferencesTests
{
    private static readonly string Root = FindRoot();

    public static TheoryData<string, string[]> Allowed => new()
    {
        { "Trading.Proofs", [] },
        { "Trading.Evaluation", [] },
        { "Trading.Grains", ["Trading.Evaluation", "Trading.Proofs"] },
        { "Trading.Silo", ["Trading.Grains"] },
        { "Trading.Client", ["Trading.Grains"] },
        { "Trading.Cli", ["Trading.Client"] },
        { "Trading.Web", ["Trading.Client", "Trading.Silo"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void A_project_references_what_the_plan_of_the_house_says(string project, string[] references) =>
        Assert.Equal(references, ReferencesOf(project).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_project_is_in_the_plan() => Assert.Equal(
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal),
        Allowed.Select(row => (string)row[0]).Order(StringComparer.Ordinal));

    /// <summary>Pages, rooms, interface and identity know ports only; the stores are named where a centre is put together or rebuilt.</summary>
    [Fact]
    public void Only_the_composition_of_the_web_names_the_silo()
    {
        var naming = Directory.EnumerateFiles(Path.Combine(Root, "src", "Trading.Web"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/node_modules/", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Any(line => line.StartsWith("using Trading.Silo", StringComparison.Ordinal)))
            .Select(file => Path.GetRelativePath(Path.Combine(Root, "src", "Trading.Web"), file));
        Assert.Equal(["Centre.cs", "RebuildCommand.cs"], naming.Order(StringComparer.Ordinal));
    }

    /// <summary>Two engines, one source (docs/decisions/0001): the engine is chosen in few places, and never in a grain.</summary>
    [Fact]
    public void No_grain_asks_which_engine_runs_it()
    {
        var asking = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadLines(file).Any(line => line.Contains("#if ORLEANS", StringComparison.Ordinal)))
            .Select(file => Path.GetRelativePath(Path.Combine(Root, "src"), file));
        Assert.All(asking, file => Assert.True(
            file == Path.Combine("Trading.Grains", "GlobalUsings.cs")
                || file.StartsWith(Path.Combine("Trading.Silo", "Engines"), StringComparison.Ordinal),
            file));
    }

    private static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Load(Path.Combine(Root, "src", project, $"{project}.csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Trading.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Trading.sln is in no folder above the tests.");
        }

        return folder.FullName;
    }
}
