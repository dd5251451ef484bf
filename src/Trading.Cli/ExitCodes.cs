namespace Trading.Cli;

/// <summary>What the tool ends with.</summary>
internal static class ExitCodes
{
    /// <summary>Everything asked for was done and held.</summary>
    public const int Done = 0;

    /// <summary>Something did not hold, was refused, or is missing.</summary>
    public const int Failed = 1;

    /// <summary>The command line does not say what to do.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl-C, as shells count it.</summary>
    public const int Stopped = 130;
}
