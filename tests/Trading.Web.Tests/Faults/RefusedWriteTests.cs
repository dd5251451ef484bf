using Microsoft.Extensions.DependencyInjection;
using Trading.Grains.Documents;
using Trading.Grains.Journal;
using Trading.Grains.Openings;
using Trading.Grains.Tenders;
using Trading.Silo.Faults;
using Trading.Silo.Openings;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests.Faults;

/// <summary>
/// The disk refuses writes while a tender runs: whoever acts hears it at once and is told what to do, the same command succeeds
/// afterwards and is one event only, and the opening begins again by itself.
/// </summary>
public sealed class RefusedWriteTests
{
    private const string TryAgain = "503 TryAgain, same command again";
    private const string StoreFailed = "503 StoreFailed";

    private static readonly (string Place, Exception How)[] Refusing =
    [
        ("journal.before-begin", FlakyDisk.Locked), ("journal.event-inserted", FlakyDisk.Full),
        ("journal.command-inserted", FlakyDisk.Broken), ("journal.before-commit", FlakyDisk.Full),
    ];

    private readonly FlakyDisk _disk = new();
    private readonly HeardAnswers _heard = new();

    [Fact]
    public async Task A_disk_that_refuses_is_heard_and_the_same_command_is_kept_once()
    {
        await using var host = await CentreHost.Begin(builder =>
        {
            var options = (OpeningOptions)builder.Services.Last(s => s.ServiceType == typeof(OpeningOptions)).ImplementationInstance!;
            builder.Services.AddSingleton(options with { RetryPause = TimeSpan.FromMilliseconds(50) });
            builder.Services.AddSingleton<FaultPoints>(_disk);
        });
        var play = new TenderPlay(host);
        await play.Publish();
        host.Clock.Advance(TimeSpan.FromHours(2));
        var bids = new List<SealedBid>();
        for (var i = 0; i < Refusing.Length; i++)
        {
            var bidder = await play.NewBidder(i + 1);
            bidder = bidder with { Client = host.Client(_heard) };
            await bidder.Client.Login(bidder.Identity);
            bids.Add(await play.Seal(bidder, 1, 900_000_000 + i));
        }

        await Upload(bids);
        for (var i = 0; i < bids.Count; i++)
        {
            _disk.Fail(Refusing[i].Place, FlakyDisk.UntilHeard, how: Refusing[i].How);
            await bids[i].Submit();
            Assert.Equal([TryAgain], _heard.Take());
            Assert.Equal(i + 1, await Count(host, "bid_submitted"));
        }

        // Kept, and only the answer was lost: the repeat gets the stored one, and nobody has to hear of it.
        _disk.Fail("journal.after-commit");
        await bids[0].Bidder.Client.Withdraw(TenderPlay.Id, TenderPlay.Lot, 1);
        Assert.Empty(_heard.Take());
        Assert.Equal(1, await Count(host, "bid_withdrawn"));

        await play.Close();
        await play.Organiser.Client.BeginOpening(TenderPlay.Id, TenderPlay.Lot, play.Officer.Encryption, play.Supervisor.Encryption);
        for (var i = 1; i < bids.Count; i++)
        {
            // What is fetched is recorded first.
            _disk.Fail(Refusing[i].Place, FlakyDisk.UntilHeard, skip: 1, Refusing[i].How);
            await bids[i].Bidder.Client.Release(TenderPlay.Id, TenderPlay.Lot, bids[i].Bidder.EncryptionKey);
            Assert.Equal([TryAgain], _heard.Take());
            Assert.Equal(i, await Count(host, "bid_released"));
        }

        await Open(play);
        Assert.True(_disk.IsSpent);
        Assert.Equal(1, await Count(host, "bids_opened"));
        await Eventually.Is(
            "the end of the key",
            () => Task.FromResult(
                host.App.Services.GetRequiredService<IOpeningDesk>().HasKey(TenderPlay.Id, TenderPlay.Lot) ? null : "destroyed"));

        // Everything acknowledged is there after a start from what lies on the disk.
        await host.Restart();
        Assert.All(
            (await play.Tenderee.Client.Opening(TenderPlay.Id, TenderPlay.Lot)).Rows,
            row => Assert.Equal(RowState.Opened, row.State));
    }

    /// <summary>The store refuses chunks: the upload asks what is durable and goes on there.</summary>
    private async Task Upload(List<SealedBid> bids)
    {
        foreach (var (place, i) in new[] { "documents.piece-written", "documents.chunk-flushed", "documents.chunk-recorded" }
            .Select((place, i) => (place, i)))
        {
            _disk.Fail(place);
            var file = bids[i].Files[1];
            Assert.Equal(file.Digest, await bids[i].Bidder.Client.Upload(file.Content, DocumentClass.Sealed));
            Assert.Equal([StoreFailed], _heard.Take());
        }
    }

    /// <summary>The machine meets a full disk three times: keeping a content, before its verdicts are kept, and after.</summary>
    private async Task Open(TenderPlay play)
    {
        await play.Organiser.Client.Execute(TenderPlay.Id, new CloseWindow(TenderPlay.Lot));
        foreach (var custodian in play.Custodians.Skip(1))
        {
            await custodian.Client.SignWindowShut(TenderPlay.Id, TenderPlay.Lot);
        }

        await Share(play, 1);
        _disk.Fail("documents.renamed");
        _disk.Fail("journal.before-commit", FlakyDisk.UntilHeard, skip: 1);
        _disk.Fail("journal.after-commit", skip: 1);
        await Share(play, 2);
        var room = await Eventually.Is("the opening", async () =>
            await play.Tenderee.Client.Opening(TenderPlay.Id, TenderPlay.Lot) is { Phase: OpeningPhase.PriceReading } open ? open : null);
        Assert.Equal(3, room.Rows.Length);
        Assert.All(room.Rows, row => Assert.Equal(RowState.Opened, row.State));
    }

    private static Task Share(TenderPlay play, int custodian) => play.Custodians[custodian].Client
        .ReleaseShares(TenderPlay.Id, TenderPlay.Lot, play.Custodians[custodian].EncryptionKey);

    private static async Task<int> Count(CentreHost host, string type)
    {
        var count = 0;
        await foreach (var recorded in host.App.Services.GetRequiredService<IJournal>()
            .Read(StreamId.Of("tender", TenderPlay.Id.Value)))
        {
            count += recorded.Type == type ? 1 : 0;
        }

        return count;
    }
}
