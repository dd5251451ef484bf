using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Grains.Documents;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;

namespace Trading.Silo.Openings;

/// <summary>
/// Keeps the files of recorded acts, and destroys the sealed files of withdrawn and replaced bids (sealing.md C.3): what nobody may
/// open any more, nobody can. It follows the journal from its beginning, so that nothing is forgotten over a restart, and a file
/// is claimed by nothing but an act that was recorded.
/// </summary>
internal sealed partial class SealedFileCare(IJournal journal, IDocumentStore store, ILogger<SealedFileCare> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(StreamId, LotId, PartyId), Digest[]> _live = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var recorded in journal.Tail(0, stoppingToken))
        {
            if (recorded.Type is "bid_submitted" or "bid_replaced" or "bid_withdrawn" or "copy_handed_in")
            {
                await Follow(recorded.Stream, EventCodec<TenderEvent>.Instance.Decode(recorded), stoppingToken);
            }
        }
    }

    private Task Follow(StreamId stream, TenderEvent @event, CancellationToken cancellation) => @event switch
    {
        BidSubmitted e => Keep((stream, e.Lot, e.Bidder), Files(e.Parts), cancellation),
        BidReplaced e => Keep((stream, e.Lot, e.Bidder), Files(e.Parts), cancellation),
        BidWithdrawn e => Keep((stream, e.Lot, e.Bidder), [], cancellation),
        CopyHandedIn e => Claim(stream, [.. e.Copies.Select(copy => copy.Document)], cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(@event), @event.GetType().Name, "Not an event of a bid's files."),
    };

    private async Task Keep((StreamId Stream, LotId, PartyId) bid, Digest[] files, CancellationToken cancellation)
    {
        await Claim(bid.Stream, files, cancellation);
        foreach (var file in _live.GetValueOrDefault(bid, []).Except(files))
        {
            await Insist(file, () => store.Delete(file, cancellation), cancellation);
        }

        _live[bid] = files;
    }

    private async Task Claim(StreamId stream, Digest[] files, CancellationToken cancellation)
    {
        foreach (var file in files)
        {
            try
            {
                await Insist(file, () => store.Claim(file, stream.Value, cancellation), cancellation);
            }
            catch (DocumentRefusedException)
            {
                // It was replaced or withdrawn later in the journal, and destroyed before this start.
            }
        }
    }

    private async Task Insist(Digest file, Func<ValueTask> act, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await act();
                return;
            }
            catch (IOException e)
            {
                NotYet(log, file, e);
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private static Digest[] Files(IEnumerable<SealedPart> parts) => [.. parts.Select(part => part.File)];

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sealed file {File} could not be claimed or destroyed yet.")]
    private static partial void NotYet(ILogger log, Digest file, Exception exception);
}
