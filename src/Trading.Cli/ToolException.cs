namespace Trading.Cli;

/// <summary>The tool stops: one sentence that says what is wrong and what to do, and never a secret.</summary>
internal sealed class ToolException(string sentence, int exitCode = ExitCodes.Failed) : Exception(sentence)
{
    public int ExitCode { get; } = exitCode;
}
