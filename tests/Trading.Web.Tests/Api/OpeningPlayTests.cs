using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Trading.Client;
using Trading.Client.Messages;
using Trading.Evaluation;
using Trading.Grains.Documents;
using Trading.Grains.Embedded;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests.Api;

/// <summary>Sealed bids through the interface: handed in, replaced, withdrawn, released, opened by bidders and quorum together.</summary>
public sealed class OpeningPlayTests
{
    [Fact]
    public async Task Bids_are_opened_by_bidders_and_quorum_together_even_over_a_restart()
    {
        await using var host = await CentreHost.Begin();
        var play = new TenderPlay(host);
        await play.Publish();
        host.Clock.Advance(TimeSpan.FromHours(2));
        var bidders = new List<Someone>();
        for (var i = 1; i <= 5; i++)
        {
            bidders.Add(await play.NewBidder(i));
        }

        // Five hand in; the second replaces its bid, the fifth withdraws.
        var bids = new List<SealedBid>();
        foreach (var (bidder, i) in bidders.Select((bidder, i) => (bidder, i)))
        {
            bids.Add(await play.Seal(bidder, 1, 900_000_000 + i));
            await bids[i].Submit();
        }

        var replaced = bids[1];
        bids[1] = await play.Seal(bidders[1], 2, 800_000_000);
        var receipt = await bids[1].Submit(replaces: true);
        await bidders[4].Client.Withdraw(TenderPlay.Id, TenderPlay.Lot, 1);

        // The receipt is completed by the log's proof, and holds offline.
        await Eventually.Is("the receipt's proof", () => bidders[1].Client.Complete(receipt));

        // What was replaced or withdrawn is destroyed.
        var store = host.App.Services.GetRequiredService<IDocumentStore>();
        foreach (var file in replaced.Files.Concat(bids[4].Files))
        {
            await Eventually.Is("the destruction", async () => await store.Describe(file.Digest) is null ? "gone" : null);
        }

        await play.Close();
        await play.Organiser.Client.BeginOpening(TenderPlay.Id, TenderPlay.Lot, play.Officer.Encryption, play.Supervisor.Encryption);

        // Two with their key, one with its seal record, one with plaintext copies. The machine is restarted in between: what was
        // released before stays, what is released after needs the key, which is gone with the process.
        await bidders[0].Client.Release(TenderPlay.Id, TenderPlay.Lot, bidders[0].EncryptionKey);
        await host.Restart();
        Assert.Equal(
            "SessionClosed",
            await Refusal(() => bidders[1].Client.Release(TenderPlay.Id, TenderPlay.Lot, bidders[1].EncryptionKey)));
        await Reopen(play);
        await bidders[1].Client.Release(TenderPlay.Id, TenderPlay.Lot, bidders[1].EncryptionKey);
        await bidders[2].Client.Release(TenderPlay.Id, TenderPlay.Lot, bids[2].Records);
        await bidders[3].Client.HandInCopies(TenderPlay.Id, TenderPlay.Lot, await CopiesOf(bids[3]));
        var late = await Assert.ThrowsAsync<CentreRefusedException>(
            () => bidders[4].Client.Release(TenderPlay.Id, TenderPlay.Lot, bidders[4].EncryptionKey));
        Assert.Equal("NoLiveBid", late.Problem.Code);

        await play.Organiser.Client.Execute(TenderPlay.Id, new CloseWindow(TenderPlay.Lot));
        foreach (var custodian in play.Custodians.Skip(1))
        {
            await custodian.Client.SignWindowShut(TenderPlay.Id, TenderPlay.Lot);
        }

        // The same between two custodians: the share of before is used again, the one of after needs both keepers' halves.
        await Share(play, 1);
        await host.Restart();
        Assert.Equal("SessionClosed", await Refusal(() => Share(play, 2)));
        await play.Officer.Client.ReopenSession(TenderPlay.Id, TenderPlay.Lot, play.Officer.EncryptionKey);
        Assert.Equal("SessionClosed", await Refusal(() => Share(play, 2)));
        await play.Supervisor.Client.ReopenSession(TenderPlay.Id, TenderPlay.Lot, play.Supervisor.EncryptionKey);
        Assert.All((await Room(play)).Rows, row => Assert.Null(row.Price));
        await Share(play, 2);
        var room = await Eventually.Is(
            "the opening", async () => await Room(play) is { Phase: OpeningPhase.PriceReading } open ? open : null);

        Assert.Equal(4, room.Rows.Length);
        Assert.All(room.Rows, row => Assert.Equal(RowState.Opened, row.State));
        Assert.Equal(
            [new Money(900_000_000), new Money(800_000_000), new Money(900_000_002), new Money(900_000_003)],
            bidders.Take(4).Select(bidder => room.Rows.Single(row => row.Bidder == bidder.Party).Price!.Value));

        // The content is kept for those who may read it: the bidder and the supervisor, nobody else.
        var content = Proofs.Primitives.Digest.Of(bids[0].Contents[1]);
        await using (var own = await bidders[0].Client.Document(content))
        {
            var read = new MemoryStream();
            await own.CopyToAsync(read);
            Assert.Equal(bids[0].Contents[1], read.ToArray());
        }

        Assert.Equal(
            "NotFound", (await Assert.ThrowsAsync<CentreRefusedException>(() => bidders[1].Client.Document(content))).Problem.Code);
    }

    [Fact]
    public async Task A_bid_whose_shares_fail_is_opened_by_its_seal_record_or_not_at_all_and_never_holds_up_the_others()
    {
        await using var host = await CentreHost.Begin();
        var play = new TenderPlay(host);
        await play.Publish();
        host.Clock.Advance(TimeSpan.FromHours(2));
        var (bidders, bids) = (new List<Someone>(), new List<SealedBid>());
        for (var i = 0; i < 3; i++)
        {
            bidders.Add(await play.NewBidder(i + 1));
            bids.Add(await play.Seal(bidders[i], 1, 900_000_000 + i));
            await bids[i].Submit();
        }

        await play.Close();
        await play.Organiser.Client.BeginOpening(TenderPlay.Id, TenderPlay.Lot, play.Officer.Encryption, play.Supervisor.Encryption);
        foreach (var bidder in bidders)
        {
            await bidder.Client.Release(TenderPlay.Id, TenderPlay.Lot, bidder.EncryptionKey);
        }

        await play.Organiser.Client.Execute(TenderPlay.Id, new CloseWindow(TenderPlay.Lot));
        foreach (var custodian in play.Custodians.Take(2))
        {
            await custodian.Client.SignWindowShut(TenderPlay.Id, TenderPlay.Lot);
        }

        // The quorum has released, but one share of the first two bids is not the one in its stanza. The third custodian never comes.
        await Share(play, 0);
        Assert.Equal("SharesNotFailed", await Refusal(() => HandIn(0, bids[0])));
        await ShareBadly(play, 1, [bidders[0].Party, bidders[1].Party]);
        Assert.Equal("WindowRunning", await Refusal(() => CloseShares(play)));
        Assert.Equal("SharesNotFailed", await Refusal(() => HandIn(2, bids[2])));

        // T of another file is no proof; that of its own is, once.
        Assert.Equal("SecretWrong", await Refusal(() => HandIn(0, bids[0] with
        {
            Records = [.. bids[0].Records.Zip(bids[1].Records, (own, other) => own with { Secrets = other.Secrets })],
        })));
        await HandIn(0, bids[0]);
        Assert.Equal("AlreadyReleased", await Refusal(() => HandIn(0, bids[0])));
        Assert.Equal(OpeningPhase.CustodianRelease, (await Room(play)).Phase);
        Assert.All((await Room(play)).Rows, row => Assert.Null(row.Price));

        host.Clock.Advance(TimeSpan.FromMinutes(30));
        await CloseShares(play);
        var room = await Eventually.Is(
            "the opening", async () => await Room(play) is { Phase: OpeningPhase.PriceReading } open ? open : null);
        Assert.Equal(
            [RowState.Opened, RowState.NotOpened, RowState.Opened],
            bidders.Select(bidder => room.Rows.Single(row => row.Bidder == bidder.Party).State));
        var failed = room.Rows.Single(row => row.Bidder == bidders[1].Party);
        Assert.Equal((VerdictLaw.TooFewShares, Attribution.Platform, null), (failed.Cause, failed.Attribution, failed.Price));
        Assert.Equal(new Money(900_000_000), room.Rows.Single(row => row.Bidder == bidders[0].Party).Price);

        Task HandIn(int bidder, SealedBid bid) =>
            bidders[bidder].Client.HandInSecret(TenderPlay.Id, TenderPlay.Lot, bid.Records);
    }

    [Fact]
    public async Task A_repeated_submission_has_the_same_receipt_and_another_content_is_refused()
    {
        await using var host = await CentreHost.Begin();
        var play = new TenderPlay(host);
        await play.Publish();
        host.Clock.Advance(TimeSpan.FromHours(2));
        var bidder = await play.NewBidder(1);
        var bid = await play.Seal(bidder, 1, 900_000_000);
        var id = bidder.Client.NewCommandId();

        var first = await bid.Submit(id: id);
        var again = await bid.Submit(id: id);
        Assert.Equal(first.ToText(), again.ToText());

        // The same after its files were replaced and destroyed.
        await (await play.Seal(bidder, 2, 800_000_000)).Submit(replaces: true);
        var store = host.App.Services.GetRequiredService<IDocumentStore>();
        await Eventually.Is("the destruction", async () => await store.Describe(bid.Files[0].Digest) is null ? "gone" : null);
        var statement = first.Record.SubmissionSm3;
        var signed = bidder.Identity.Sign(await StatementOf(play, bid));
        Assert.Equal(statement, signed.Sm3());
        Assert.Equal(
            first.ToText(),
            (await bidder.Client.Submit(TenderPlay.Id, TenderPlay.Lot, signed, [bidder.Encryption], id)).ToText());

        var other = await play.Seal(bidder, 3, 700_000_000);
        var refused = await Assert.ThrowsAsync<CentreRefusedException>(() => other.Submit(replaces: true, id: id));
        Assert.Equal("CommandIdReused", refused.Problem.Code);
        Assert.Contains("command.statement", refused.Problem.Facts["differs"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bid_at_the_deadline_is_late_and_one_a_millisecond_before_is_not()
    {
        await using var host = await CentreHost.Begin();
        var play = new TenderPlay(host);
        await play.Publish();
        host.Clock.Advance(TimeSpan.FromHours(2));
        var (inTime, late) = (await play.NewBidder(1), await play.NewBidder(2));
        var (first, second) = (await play.Seal(inTime, 1, 1_000), await play.Seal(late, 1, 1_000));

        host.Clock.MoveTo(TenderPlay.Deadline.AddMilliseconds(-1));
        Assert.Equal(TenderPlay.Deadline.AddMilliseconds(-1), (await first.Submit()).Record.Received);
        host.Clock.MoveTo(TenderPlay.Deadline);
        var refused = await Assert.ThrowsAsync<CentreRefusedException>(() => second.Submit());
        Assert.Equal("DeadlinePassed", refused.Problem.Code);
        Assert.Equal(409, refused.Problem.Status);
    }

    private static async Task<string> StatementOf(TenderPlay play, SealedBid bid)
    {
        // The submission of version 1 as the client built it: its time is the clock's, which stood still.
        var documents = (await play.Tenderee.Client.Tender(TenderPlay.Id)).DocumentsSm3!.Value;
        var meta = bid.Files[0].Header.Meta;
        return new Proofs.Records.SubmitRecord(
            false, TenderPlay.Id.Value, TenderPlay.Lot.Value, bid.Bidder.Party.Value, 1, meta.Opening, documents,
            [.. bid.Files.Select(f => new Proofs.Records.SubmittedPart(f.Part, f.Digest, f.Content.Length, f.Header.HeaderDigest))],
            [bid.Bidder.Encryption.Id], play.Host.Clock.GetUtcNow()).ToText();
    }

    private static Task Share(TenderPlay play, int custodian) => play.Custodians[custodian].Client
        .ReleaseShares(TenderPlay.Id, TenderPlay.Lot, play.Custodians[custodian].EncryptionKey);

    /// <summary>A custodian whose machine sends something else than its shares of these bids.</summary>
    private static async Task ShareBadly(TenderPlay play, int custodian, PartyId[] of)
    {
        var dossier = (await play.Host.App.Services.GetRequiredService<IGrainFactory>()
            .GetGrain<ITenderGrain>(TenderPlay.Id.Value).Dossier(TenderPlay.Lot))!;
        var session = Certificate.FromPem(dossier.Session!.Certificate);
        var person = play.Custodians[custodian];
        var files = dossier.Bids.SelectMany(bid => bid.Parts, (bid, part) => (bid.Bidder, part.Part, Message: Message(bid, part)))
            .OrderBy(file => file.Bidder.Value, StringComparer.Ordinal).ThenBy(file => file.Part, StringComparer.Ordinal).ToArray();
        var statement = new ShareRecord(
            TenderPlay.Id.Value, TenderPlay.Lot.Value, custodian + 1, Digest.OfUtf8(dossier.WindowShut!), session.Id,
            [.. files.Select(file => new BidShare(file.Bidder.Value, file.Part, Digest.Of(file.Message)))],
            [.. SessionEnvelope.Seal([.. files.SelectMany(file => file.Message)], session, CentreHost.Entropy)],
            play.Host.Clock.GetUtcNow());
        using var http = new HttpClient { BaseAddress = play.Host.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", (await person.Client.Login(person.Identity)).Token);
        var request = new ActRequest<ReleaseSharesRequest>(person.Client.NewCommandId(), new ReleaseSharesRequest(
            TenderPlay.Lot, person.Identity.Sign(statement), person.Identity.Certificate.ToPem()));
        using var response = await http.PostAsync(
            $"/api/tenders/{TenderPlay.Id}/acts/release_shares",
            new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, GrainJson.Options))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());

        byte[] Message(LiveBid bid, SealedPart part)
        {
            Assert.True(SealedHeader.TryParse(Encoding.ASCII.GetBytes(part.Header), out var header, out _));
            var message = StanzaOpener.Open(header, StanzaRole.Custodian, person.EncryptionKey)!;
            message[^1] ^= of.Contains(bid.Bidder) ? (byte)1 : (byte)0;
            return message;
        }
    }

    private static async Task Reopen(TenderPlay play)
    {
        await play.Officer.Client.ReopenSession(TenderPlay.Id, TenderPlay.Lot, play.Officer.EncryptionKey);
        await play.Supervisor.Client.ReopenSession(TenderPlay.Id, TenderPlay.Lot, play.Supervisor.EncryptionKey);
    }

    private static Task CloseShares(TenderPlay play) =>
        play.Organiser.Client.Execute(TenderPlay.Id, new CloseShares(TenderPlay.Lot));

    private static async Task<string> Refusal(Func<Task> act) =>
        (await Assert.ThrowsAsync<CentreRefusedException>(act)).Problem.Code;

    private static Task<OpeningView> Room(TenderPlay play) => play.Tenderee.Client.Opening(TenderPlay.Id, TenderPlay.Lot);

    private static async Task<(string, Stream)[]> CopiesOf(SealedBid bid)
    {
        var copies = new List<(string, Stream)>();
        foreach (var (file, i) in bid.Files.Select((file, i) => (file, i)))
        {
            var copy = new MemoryStream();
            await PaddedPlaintext.WriteAsync(
                bid.Records[i].Secrets.Salt.ToArray(), new MemoryStream(bid.Contents[i]), copy);
            copies.Add((file.Part, copy));
        }

        return [.. copies];
    }
}
