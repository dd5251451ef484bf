using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Trading.Silo.Leases;

/// <summary>Renews the lease, and stops the node when another one has taken it.</summary>
public sealed partial class LeaseHeartbeat(
    NodeLease lease,
    LeaseOptions options,
    TimeProvider machineTime,
    IHostApplicationLifetime application,
    ILogger<LeaseHeartbeat> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(options.Heartbeat, machineTime, stoppingToken).ConfigureAwait(false);
            try
            {
                if (lease.Renew())
                {
                    continue;
                }
            }
            catch (IOException e)
            {
                // The lease still lasts for several heartbeats.
                NotRenewed(logger, e);
                continue;
            }

            Lost(logger, lease.Node);
            application.StopApplication();
            return;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The node's lease could not be renewed this time.")]
    private static partial void NotRenewed(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Another node took the lease of node {Node}: stopping.")]
    private static partial void Lost(ILogger logger, string node);
}
