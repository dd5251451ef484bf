using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Grains.Journal;
using Trading.Silo.Storage;

namespace Trading.Silo.Projections;

/// <summary>
/// Feeds all projections from the masked tail, many events in one transaction together with their checkpoints. Each projection
/// has a checkpoint of its own, so one made anew catches up while the others stand.
/// </summary>
public sealed partial class ProjectionRunner : BackgroundService
{
    private const int MaximumBatch = 256;

    private const string Schema =
        "create table if not exists projection (name text primary key, version integer not null, position integer not null);";

    private readonly SqliteFile _file;
    private readonly IMaskedTail _tail;
    private readonly IReadOnlyList<IProjection> _projections;
    private readonly ILogger<ProjectionRunner> _logger;
    private readonly Pulse _pulse = new();

    /// <summary>Opens or makes the read models at <paramref name="path"/>; those of another version begin anew.</summary>
    public ProjectionRunner(
        string path, IMaskedTail tail, IEnumerable<IProjection> projections, ILogger<ProjectionRunner> logger)
    {
        (_tail, _projections, _logger) = (tail, [.. projections], logger);
        _file = new SqliteFile(path, Schema);
        _file.Write(connection =>
        {
            foreach (var projection in _projections)
            {
                var version = connection.ReadNumber(
                    "select version from projection where name = $name", ("$name", projection.Name));
                if (version != projection.Version)
                {
                    Reset(connection, projection);
                }
            }
        });
    }

    /// <summary>Reads from the read models.</summary>
    public T Read<T>(Func<SqliteConnection, T> query) => _file.Snapshot(query);

    /// <summary>
    /// Throws all read models away and makes them anew from the first event on, up to what is durable now. For a node that is
    /// not running. Where it is broken off, the next start goes on from the checkpoint.
    /// </summary>
    public async Task Rebuild(CancellationToken cancellation = default)
    {
        _file.Write(connection =>
        {
            foreach (var projection in _projections)
            {
                Reset(connection, projection);
            }
        });
        await TakeAll(token => _tail.ReadAll(afterPosition: 0, token), cancellation).ConfigureAwait(false);
    }

    /// <summary>The names of the read models.</summary>
    public IEnumerable<string> Names => _projections.Select(projection => projection.Name);

    /// <summary>Completes when every projection has taken in the event at this position, which must be one that may be seen.</summary>
    internal async Task CaughtUp(long position, CancellationToken cancellation = default)
    {
        while (true)
        {
            var next = _pulse.Next;
            if (Checkpoint() >= position)
            {
                return;
            }

            await next.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Follows the journal until cancelled. After a failure it goes on from the checkpoint.</summary>
    public Task Run(CancellationToken cancellation) => TakeAll(token => _tail.Tail(Checkpoint(), token), cancellation);

    public override void Dispose()
    {
        base.Dispose();
        _file.Close();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Without a read model there is nothing to follow, and no checkpoint to go on from.
        while (_projections.Count > 0 && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Run(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Failed(_logger, e);
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task TakeAll(
        Func<CancellationToken, IAsyncEnumerable<MaskedItem>> source, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var items = source(ending.Token).GetAsyncEnumerator(ending.Token);
        var move = items.MoveNextAsync().AsTask();
        try
        {
            while (await move.ConfigureAwait(false))
            {
                var batch = new List<Step>();

                // What the tail has at hand goes into one transaction. An opening's marker follows its event at once, so the
                // checkpoint never falls between the two.
                do
                {
                    await Take(items.Current, batch, cancellation).ConfigureAwait(false);
                    move = items.MoveNextAsync().AsTask();
                }
                while (move.IsCompletedSuccessfully && move.Result && MayGrow(batch, items.Current));

                Apply(batch);
                _pulse.Beat();
            }
        }
        finally
        {
            // The tail may be waiting for something new; it must have ended before it is disposed of.
            await ending.CancelAsync().ConfigureAwait(false);
            await ((Task)move).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static bool MayGrow(List<Step> batch, MaskedItem next) =>
        batch.Count < MaximumBatch || next is MaskedItem.Opened;

    private async Task Take(MaskedItem item, List<Step> batch, CancellationToken cancellation)
    {
        if (item is MaskedItem.Happened happened)
        {
            batch.Add(new Step(item.Position, happened.Event));
            return;
        }

        // What was withheld of the stream is applied now, under the position of its opening.
        var stream = ((MaskedItem.Opened)item).Stream;
        await foreach (var @event in _tail.Read(stream, cancellation: cancellation).ConfigureAwait(false))
        {
            if (@event.Position >= item.Position)
            {
                break;
            }

            if (@event.Visibility == Visibility.AtOpening)
            {
                batch.Add(new Step(item.Position, @event));
            }
        }
    }

    private void Apply(List<Step> batch) => _file.Write(connection =>
    {
        foreach (var projection in _projections)
        {
            var checkpoint = Checkpoint(connection, projection);
            foreach (var step in batch)
            {
                if (step.Position > checkpoint)
                {
                    projection.Apply(step.Event, connection);
                }
            }

            if (batch.Count > 0 && batch[^1].Position > checkpoint)
            {
                connection.Run(
                    "update projection set position = $position where name = $name",
                    ("$position", batch[^1].Position),
                    ("$name", projection.Name));
            }
        }
    });

    private long Checkpoint() => _file.Read(connection =>
        _projections.Count == 0 ? long.MaxValue : _projections.Min(projection => Checkpoint(connection, projection)));

    private static long Checkpoint(SqliteConnection connection, IProjection projection) =>
        connection.ReadNumber("select position from projection where name = $name", ("$name", projection.Name));

    private static void Reset(SqliteConnection connection, IProjection projection)
    {
        foreach (var table in projection.Tables)
        {
            connection.Run($"drop table if exists {table}");
        }

        projection.Create(connection);
        connection.Run(
            "insert or replace into projection (name, version, position) values ($name, $version, 0)",
            ("$name", projection.Name),
            ("$version", projection.Version));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The read models stopped; they go on from their checkpoint.")]
    private static partial void Failed(ILogger logger, Exception e);

    private readonly record struct Step(long Position, RecordedEvent Event);
}
