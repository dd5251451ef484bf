using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Trading.Silo.Log;

/// <summary>
/// Publishes a batch at every whole multiple of the interval. It runs by the machine's own time: what is published, and when,
/// must not follow what happens (招标投标法 第二十二条).
/// </summary>
public sealed partial class LogPublisher(
    SqlitePublicLog log, LogOptions options, TimeProvider machineTime, ILogger<LogPublisher> logger) : BackgroundService
{
    /// <summary>How long until the next whole multiple of the interval, more than nothing.</summary>
    public static TimeSpan UntilNext(DateTimeOffset now, TimeSpan interval) =>
        TimeSpan.FromTicks(interval.Ticks - (now.UtcTicks % interval.Ticks));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = UntilNext(machineTime.GetUtcNow(), options.Interval);
            await Task.Delay(wait, machineTime, stoppingToken).ConfigureAwait(false);
            try
            {
                await log.Publish(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Nothing of the batch was kept; the next one takes the same events.
                Failed(logger, e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of the log could not be published; its events wait.")]
    private static partial void Failed(ILogger logger, Exception e);
}
