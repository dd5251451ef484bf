using System.Text.Json;

namespace Trading.Benchmarks.Kernel;

/// <summary>Prints each figure as it comes, and keeps it in a file for the process that asked.</summary>
internal sealed class Report(string scenario, string file, TextWriter output)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<Figure> _figures = [];

    /// <summary>A figure beside its baseline.</summary>
    public void Add(string name, string unit, string against, IReadOnlyList<(double Ours, double Baseline)> rounds) =>
        Add(Figure.Of(scenario, name, unit, against, rounds));

    /// <summary>A figure that stands by itself.</summary>
    public void Add(string name, string unit, params IReadOnlyList<double> rounds) =>
        Add(Figure.Alone(scenario, name, unit, rounds));

    /// <summary>A plain sentence, such as why something was left out.</summary>
    public void Say(string sentence) => output.WriteLine($"  {sentence}");

    public static IReadOnlyList<Figure> Read(string file) =>
        File.Exists(file) ? JsonSerializer.Deserialize<List<Figure>>(File.ReadAllText(file), Json)! : [];

    public static void Write(string file, object content) => File.WriteAllText(file, JsonSerializer.Serialize(content, Json) + "\n");

    private void Add(Figure figure)
    {
        _figures.Add(figure);
        output.WriteLine(figure);
        Write(file, _figures);
    }
}
