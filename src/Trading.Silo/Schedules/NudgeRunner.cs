using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Grains.Schedules;
using Trading.Silo.Journal;

namespace Trading.Silo.Schedules;

/// <summary>
/// Reads every event's moments from the journal: at the start all there ever were, of which only those still awaited are asked
/// for; from then on each as it happens.
/// </summary>
public sealed partial class NudgeRunner(
    SqliteJournal journal, INudge nudges, IEnumerable<INudgePlan> plans, ILogger<NudgeRunner> logger) : BackgroundService
{
    private readonly INudgePlan[] _plans = [.. plans];

    /// <summary>Asks for what is awaited now, then follows the journal until cancelled.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        var last = journal.LastPosition();
        var awaited = new Dictionary<(string Kind, string Key, string Name), DateTimeOffset>();
        await foreach (var @event in journal.Tail(0, cancellation).ConfigureAwait(false))
        {
            foreach (var moment in _plans.SelectMany(plan => plan.Of(@event)))
            {
                if (@event.Position > last)
                {
                    await Ask(moment, cancellation).ConfigureAwait(false);
                }
                else if (moment.At is { } at)
                {
                    awaited[(moment.Kind, moment.Key, moment.Name)] = at;
                }
                else
                {
                    awaited.Remove((moment.Kind, moment.Key, moment.Name));
                }
            }

            if (@event.Position == last)
            {
                foreach (var ((kind, key, name), at) in awaited)
                {
                    await nudges.At(kind, key, name, at, cancellation).ConfigureAwait(false);
                }

                awaited.Clear();
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Run(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Failed(logger, e);
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private ValueTask Ask(PlannedNudge moment, CancellationToken cancellation) =>
        nudges.At(moment.Kind, moment.Key, moment.Name, moment.At, cancellation);

    [LoggerMessage(Level = LogLevel.Error, Message = "Nudges stopped following the journal; they begin again.")]
    private static partial void Failed(ILogger logger, Exception e);
}
