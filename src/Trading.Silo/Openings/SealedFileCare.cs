using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Grains.Documents;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;

namespace Trading.Silo.Openings;

/// <summary>
/// Destroys the sealed files of withdrawn and replaced bids (sealing.md C.3): what nobody may open any more, nobody can. It follows
/// the journal from its beginning, so that nothing is forgotten over a restart.
/// </summary>
internal sealed partial class SealedFileCare(IJournal journal, IDocumentStore store, ILogger<SealedFileCare> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(StreamId, LotId, PartyId), Digest[]> _live = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var recorded in journal.Tail(0, stoppingToken))
        {
            if (recorded.Type is "bid_submitted" or "bid_replaced" or "bid_withdrawn")
            {
                await Follow(recorded.Stream, EventCodec<TenderEvent>.Instance.Decode(recorded), stoppingToken);
            }
        }
    }

    private async Task Follow(StreamId stream, TenderEvent @event, CancellationToken cancellation)
    {
        var (key, files) = @event switch
        {
            BidSubmitted e => ((stream, e.Lot, e.Bidder), Files(e.Parts)),
            BidReplaced e => ((stream, e.Lot, e.Bidder), Files(e.Parts)),
            BidWithdrawn e => ((stream, e.Lot, e.Bidder), []),
            _ => throw new ArgumentOutOfRangeException(nameof(@event), @event.GetType().Name, "Not an event of a bid."),
        };
        var dead = _live.GetValueOrDefault(key, []).Except(files).ToArray();
        foreach (var file in dead)
        {
            await Destroy(file, cancellation);
        }

        _live[key] = files;
    }

    private async Task Destroy(Digest file, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await store.Delete(file, cancellation);
                return;
            }
            catch (IOException e)
            {
                NotDestroyed(log, file, e);
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private static Digest[] Files(IEnumerable<SealedPart> parts) => [.. parts.Select(part => part.File)];

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sealed file {File} could not be destroyed yet.")]
    private static partial void NotDestroyed(ILogger log, Digest file, Exception exception);
}
