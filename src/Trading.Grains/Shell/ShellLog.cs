using Microsoft.Extensions.Logging;

namespace Trading.Grains.Shell;

internal static partial class ShellLog
{
    /// <summary>Says no versions: they would tell how many acts a tender had before its opening.</summary>
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream} is dropped; callers send their commands again.")]
    public static partial void ActivationDropped(ILogger log, string stream, Exception? failure);
}
