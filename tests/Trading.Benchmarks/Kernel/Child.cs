using System.Diagnostics;
using System.Globalization;

namespace Trading.Benchmarks.Kernel;

/// <summary>A child process that ends with its owner, however the owner ends.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    private Child(Process process) => _process = process;

    /// <summary>This program again, for one step.</summary>
    public static Child Start(params string[] step) => new(Process.Start(Self(step))!);

    /// <summary>Another assembly beside this program.</summary>
    public static Child StartAssembly(string assembly, params string[] args) => new(Process.Start(Quiet(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { Path.Combine(AppContext.BaseDirectory, assembly) },
    }, args))!);

    /// <summary>Runs one step and gives the last line it wrote.</summary>
    public static async Task<string> Ask(params string[] step)
    {
        var start = Self(step);
        start.RedirectStandardOutput = true;
        using var child = new Child(Process.Start(start)!);
        var text = await child._process.StandardOutput.ReadToEndAsync();
        await child._process.WaitForExitAsync();
        return child._process.ExitCode == 0
            ? text.TrimEnd().Split('\n')[^1]
            : throw new InvalidOperationException($"Step {step[0]} ended with {child._process.ExitCode}.");
    }

    /// <summary>This program's own step, its output thrown away.</summary>
    public static Child StartQuiet(params string[] step) => new(Process.Start(Quiet(Self(step), []))!);

    /// <summary>Runs a program of the system to its end.</summary>
    /// <returns>What it wrote; null where there is no such program or it failed.</returns>
    public static async Task<string?> Try(string program, params string[] args)
    {
        try
        {
            using var child = new Child(Process.Start(Quiet(new ProcessStartInfo(program), args))!);
            var text = await child._process.StandardOutput.ReadToEndAsync();
            await child._process.WaitForExitAsync();
            return child._process.ExitCode == 0 ? text : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Its exit code; null where it did not end in time and was ended.</summary>
    public async Task<int?> End(TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Asks it to end as an operator would (SIGTERM), and waits until it has.</summary>
    public async Task Stop(TimeSpan limit)
    {
        await Try("/bin/sh", "-c", $"kill -TERM {_process.Id.ToString(CultureInfo.InvariantCulture)}");
        _ = await End(limit) ?? throw new TimeoutException("A process that was asked to end did not.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo Self(string[] step)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program);
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Child).Assembly.Location);
        }

        start.ArgumentList.Add("--step");
        Array.ForEach(step, start.ArgumentList.Add);
        return start;
    }

    private static ProcessStartInfo Quiet(ProcessStartInfo start, string[] args)
    {
        Array.ForEach(args, start.ArgumentList.Add);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return start;
    }
}
