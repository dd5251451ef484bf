using System.Security.Cryptography;
using Trading.Proofs.Primitives;

namespace Trading.Cli;

/// <summary>Everything the tool takes from the machine it runs on, so that tests can hand in their own.</summary>
internal sealed record ToolHost
{
    /// <summary>Results.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress, warnings and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether a person watches <see cref="Error"/>.</summary>
    public required bool IsTerminal { get; init; }

    /// <summary>Where B, T, salts and keys come from.</summary>
    public required Entropy Entropy { get; init; }

    /// <summary>The time in certificates and statements.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>An environment variable, or null.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Where tokens and unfinished submissions are kept.</summary>
    public required string SettingsFolder { get; init; }

    /// <summary>How servers are reached; null for the network.</summary>
    public HttpMessageHandler? Network { get; init; }

    /// <summary>The console, the system's generator and its clock.</summary>
    public static ToolHost OfThisMachine() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        IsTerminal = !Console.IsErrorRedirected,
        Entropy = RandomNumberGenerator.Fill,
        Time = TimeProvider.System,
        Variable = Environment.GetEnvironmentVariable,
        SettingsFolder = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData,
                Environment.SpecialFolderOption.DoNotVerify),
            "trading"),
    };

    /// <summary>Something a person should know that does not stop the work.</summary>
    public void Warn(string sentence) => Error.WriteLine($"warning: {sentence}");
}
