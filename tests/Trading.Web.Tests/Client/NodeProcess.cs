using System.Diagnostics;
using System.Text.Json;

namespace Trading.Web.Tests.ClientModules;

/// <summary>Node over the client's TypeScript tests, and a program of them that answers one JSON line for each it is sent.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private NodeProcess(Process process, string folder) => (_process, _folder) = (process, folder);

    /// <summary>The folder of the TypeScript tests in the source tree.</summary>
    public static string Tests { get; } = Path.Combine(Root(), "tests", "Trading.Web.Tests", "Client");

    /// <summary>Why nothing can be run here; null when node and the packages are there.</summary>
    public static string? Missing()
    {
        try
        {
            using var version = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true })!;
            version.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "node is not on the PATH";
        }

        var packages = Path.Combine(Root(), "src", "Trading.Web", "node_modules", ".installed");
        return File.Exists(packages) ? null : "the pages' npm packages are not installed: build src/Trading.Web";
    }

    /// <summary>Runs a script of the tests' folder to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Bundles a program and starts it.</summary>
    public static async Task<NodeProcess> StartAsync(string program)
    {
        var folder = Directory.CreateTempSubdirectory("client-cross-").FullName;
        var (code, output) = await RunAsync("run.mjs", "--bundle", $"{program}.ts", folder);
        Assert.True(code == 0, output);
        return new NodeProcess(Start([Path.Combine(folder, $"{program}.mjs")]), folder);
    }

    /// <summary>A new path in the process's own folder.</summary>
    public string NewPath(string name) => Path.Combine(_folder, name);

    /// <summary>What the program answers; its failure fails the test.</summary>
    public async Task<string> Ask(string operation, params (string Name, string Value)[] fields)
    {
        var answer = await Send(operation, fields);
        Assert.True(answer.TryGetProperty("value", out var value), $"{operation}: {answer}");
        return value.GetString()!;
    }

    /// <summary>How the program refuses.</summary>
    public async Task<string> AskForFailure(string operation, params (string Name, string Value)[] fields)
    {
        var answer = await Send(operation, fields);
        Assert.True(answer.TryGetProperty("failure", out var failure), $"{operation}: {answer}");
        return failure.GetString()!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5_000))
        {
            _process.Kill();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<JsonElement> Send(string operation, (string Name, string Value)[] fields)
    {
        var request = fields.ToDictionary(f => f.Name, f => f.Value);
        request["op"] = operation;
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request));
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"Node ended: {await _process.StandardError.ReadToEndAsync()}");
        return JsonSerializer.Deserialize<JsonElement>(line);
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Tests,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TRADING_ROOT"] = Root();
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Trading.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run inside the repository.");
    }
}
