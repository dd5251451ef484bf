using System.Security.Cryptography;
using Trading.Proofs.Primitives;

namespace Trading.Cli.Tests;

/// <summary>A directory of its own, the tool, and what it said last.</summary>
public sealed class Bench : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trading-cli-");

    public string Out { get; private set; } = "";

    public string Error { get; private set; } = "";

    /// <summary>TRADING_PASSPHRASE.</summary>
    public string? Passphrase { get; set; }

    public Entropy Entropy { get; set; } = RandomNumberGenerator.Fill;

    public HttpMessageHandler? Network { get; set; }

    public string Folder => _folder.FullName;

    public static string Vector(string name) => Path.Combine(AppContext.BaseDirectory, "vectors", name);

    public string At(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }

    /// <summary>Names of all files, without directories, sorted.</summary>
    public IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal);

    public Task<int> RunAsync(params string[] arguments) => RunAsync(arguments, CancellationToken.None);

    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var host = new ToolHost
        {
            Out = output,
            Error = error,
            IsTerminal = false,
            Entropy = Entropy,
            Time = TimeProvider.System,
            Variable = name => name == "TRADING_PASSPHRASE" ? Passphrase : null,
            SettingsFolder = At("settings"),
            Network = Network,
        };
        var code = await Tool.RunAsync(arguments, host, cancellation);
        (Out, Error) = (output.ToString(), error.ToString());
        return code;
    }

    /// <summary>The command failed with one sentence on stderr and nothing else to be seen.</summary>
    public async Task<string> FailsAsync(int code, params string[] arguments)
    {
        var found = await RunAsync(arguments);
        Assert.True(code == found, $"exit code {found}, expected {code}: {Error}");
        Assert.StartsWith("trading", Error, StringComparison.Ordinal);
        Assert.Equal(1, Error.Count(c => c == '\n'));
        Assert.EndsWith("\n", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        return Error;
    }

    public async Task SucceedsAsync(params string[] arguments)
    {
        var code = await RunAsync(arguments);
        Assert.True(code == 0, $"exit code {code}: {Error}");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
