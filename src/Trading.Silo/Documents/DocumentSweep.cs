using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Trading.Silo.Documents;

/// <summary>Looks for expired uploads from time to time.</summary>
public sealed partial class DocumentSweep(
    FileDocumentStore store, DocumentOptions options, TimeProvider machineTime, ILogger<DocumentSweep> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(options.SweepInterval, machineTime, stoppingToken).ConfigureAwait(false);
            try
            {
                var count = await store.Expire(stoppingToken).ConfigureAwait(false);
                if (count > 0)
                {
                    Expired(logger, count);
                }
            }
            catch (IOException e)
            {
                Failed(logger, e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} uploads that nobody claimed have expired.")]
    private static partial void Expired(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Expired uploads could not be dropped this time.")]
    private static partial void Failed(ILogger logger, Exception e);
}
