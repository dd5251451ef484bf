using Trading.Grains.Journal;

namespace Trading.Web.Rooms;

/// <summary>Tails the masked journal once for the whole process and hands every item to all who follow it.</summary>
internal sealed partial class JournalFollowing(
    IMaskedTail tail, IEnumerable<IFollower> followers, RoomPace pace, ILogger<JournalFollowing> log) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly IFollower[] followers = [.. followers];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var position = 0L;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var item in tail.Tail(position, stoppingToken))
                {
                    foreach (var follower in followers)
                    {
                        await follower.Follow(item, stoppingToken);
                    }

                    position = item.Position;
                }

                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // What failed is read again: no view is skipped because a disk or a grain was busy.
                LogFailed(e);
                await Task.Delay(RetryAfter, pace.Clock, stoppingToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Following the journal failed; it is read on from the same place.")]
    private partial void LogFailed(Exception cause);
}
