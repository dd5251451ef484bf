using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Grains.Documents;
using Trading.Grains.Journal;
using Trading.Grains.Records;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;

namespace Trading.Silo.Records;

/// <summary>
/// Makes the record of every tender whose last lot was closed, in both forms. Which are to be made follows from the journal, so a
/// killed process makes them at its next start.
/// </summary>
public sealed partial class RecordPublisher(
    IJournal journal, IDocumentStore documents, RecordAssembler assembler, RecordIndex index, RecordOptions options,
    ILogger<RecordPublisher> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Directory.CreateDirectory(options.Folder);
        await foreach (var recorded in journal.Tail(0, stoppingToken))
        {
            if (recorded.Type != GrainJson.NameOf(typeof(RecordClosed)))
            {
                continue;
            }

            var tender = TenderId.Create(recorded.Stream.Value[(TenderGrain.Kind.Length + 1)..]);
            if (!index.Contains(tender) && await IsClosed(tender, stoppingToken))
            {
                await Publish(tender, stoppingToken);
            }
        }
    }

    /// <summary>Asked of the journal and not of the grain, whose own view may be a moment behind the tail.</summary>
    private async Task<bool> IsClosed(TenderId tender, CancellationToken cancellation) =>
        RecordAssembler.Replay(tender, await assembler.Events(tender, cancellation)).LotsInOrder
            .All(lot => lot.Stage == LotStage.RecordClosed);

    private async Task Publish(TenderId tender, CancellationToken cancellation)
    {
        try
        {
            var restricted = await Make(tender, restricted: true, cancellation);
            var open = await Make(tender, restricted: false, cancellation);
            await index.Add(tender, new RecordPair(open, restricted), cancellation);
            RecordPublished(tender.Value, open.Digest.ToString());
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            // The tender stays closed and its record unmade: an operator must look, and the next start tries again.
            RecordFailed(failure, tender.Value);
        }
    }

    private async Task<ClosedRecord> Make(TenderId tender, bool restricted, CancellationToken cancellation)
    {
        var path = index.PublicFile(tender) + (restricted ? ".restricted.new" : ".new");
        try
        {
            await using var zip = new FileStream(path, FileMode.Create, FileAccess.ReadWrite);
            await assembler.Write(tender, restricted, zip, cancellation);
            zip.Flush(flushToDisk: true);
            zip.Position = 0;
            var kept = await documents.Put(
                restricted ? DocumentClass.Restricted : DocumentClass.Public, PartyId.Platform, zip, cancellation);
            if (!restricted)
            {
                File.Move(path, index.PublicFile(tender), overwrite: true);
            }

            return new ClosedRecord(kept.Digest, kept.Size);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The record of tender {Tender} is published: {Digest}")]
    private partial void RecordPublished(string tender, string digest);

    [LoggerMessage(Level = LogLevel.Error, Message = "The record of tender {Tender} could not be made")]
    private partial void RecordFailed(Exception failure, string tender);
}
