using System.Globalization;
using Microsoft.Extensions.Logging;
using Quartz;
using Trading.Grains.Schedules;

namespace Trading.Silo.Schedules;

/// <summary>
/// Nudges kept in memory by Quartz. It asks the platform's clock, and looks again so often that a jump of the clock is met
/// within one look. Deadlines never rest on it: a rule compares the stamp.
/// </summary>
public sealed partial class QuartzNudges : INudge, IAsyncDisposable
{
    private const string ContextKey = "nudges";
    private static int _started;
    private static readonly JobKey Job = new("nudge");

    private readonly TimeProvider _time;
    private readonly NudgeOptions _options;
    private readonly Dictionary<string, INudged> _receivers;
    private readonly ILogger<QuartzNudges> _logger;
    private readonly SemaphoreSlim _starting = new(1);
    private IScheduler? _scheduler;

    /// <summary>Takes who is nudged; one receiver for each kind of grain.</summary>
    public QuartzNudges(
        TimeProvider time, IEnumerable<INudged> receivers, NudgeOptions options, ILogger<QuartzNudges> logger)
    {
        (_time, _options, _logger) = (time, options, logger);
        _receivers = receivers.ToDictionary(receiver => receiver.Kind, StringComparer.Ordinal);
    }

    public async ValueTask At(
        string kind, string key, string name, DateTimeOffset? at, CancellationToken cancellation = default)
    {
        var scheduler = await Scheduler(cancellation).ConfigureAwait(false);
        var trigger = new TriggerKey($"{key}/{name}", kind);
        if (at is null)
        {
            await scheduler.UnscheduleJob(trigger, cancellation).ConfigureAwait(false);
            return;
        }

        var planned = TriggerBuilder.Create(_time)
            .WithIdentity(trigger)
            .ForJob(Job)
            .UsingJobData(nameof(key), key)
            .UsingJobData(nameof(name), name)
            .StartAt(at.Value)
            .WithSchedule(SimpleScheduleBuilder.Create()
                .WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
            .Build();
        await scheduler.ScheduleTrigger(planned, TriggerConflict.Replace, cancellation).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_scheduler is not null)
        {
            await _scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None).ConfigureAwait(false);
        }

        _starting.Dispose();
    }

    private async Task<IScheduler> Scheduler(CancellationToken cancellation)
    {
        if (_scheduler is not null)
        {
            return _scheduler;
        }

        await _starting.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return _scheduler ??= await Start(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<IScheduler> Start(CancellationToken cancellation)
    {
        var builder = QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.UseTimeProvider(_time);
            quartz.UseInMemoryStore();
            quartz.UseDefaultThreadPool(_options.AtOnce);
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = string.Create(
                    CultureInfo.InvariantCulture, $"nudges-{Interlocked.Increment(ref _started)}");
                scheduler.IdleWaitTime = _options.Look;
            });
        });
        var scheduler = await builder.BuildScheduler(cancellation).ConfigureAwait(false);
        scheduler.Context[ContextKey] = this;
        var job = JobBuilder.Create<NudgeJob>().WithIdentity(Job).StoreDurably().Build();
        await scheduler.AddJob(job, new AddJobOptions(), cancellation).ConfigureAwait(false);
        await scheduler.Start(cancellation).ConfigureAwait(false);
        return scheduler;
    }

    private async Task Fire(string kind, string key, string name, CancellationToken cancellation)
    {
        if (!_receivers.TryGetValue(kind, out var receiver))
        {
            NobodyToNudge(_logger, kind, key);
            return;
        }

        try
        {
            await receiver.Nudge(key, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            NotNudged(_logger, kind, key, e);
            await At(kind, key, name, _time.GetUtcNow() + _options.Retry, cancellation).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nudging {Kind} {Key} failed; it is tried again.")]
    private static partial void NotNudged(ILogger logger, string kind, string key, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Nobody receives the nudge of {Kind} {Key}.")]
    private static partial void NobodyToNudge(ILogger logger, string kind, string key);

    private sealed class NudgeJob : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            var nudges = (QuartzNudges)context.Scheduler.Context[ContextKey]!;
            var data = context.MergedJobDataMap;
            await nudges.Fire(
                context.Trigger.Key.Group, data.GetString("key")!, data.GetString("name")!, cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
