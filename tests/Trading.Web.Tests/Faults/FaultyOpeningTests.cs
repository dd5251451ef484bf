using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Trading.Client.Messages;
using Trading.Evaluation;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;
using Trading.Silo.Tests.Openings;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests.Faults;

/// <summary>
/// One opening in which nearly everything goes wrong: whoever failed is named with its cause, and everybody else's bid opens.
/// </summary>
public sealed class FaultyOpeningTests
{
    private const long Price = 900_000_000;

    [Fact]
    public async Task Each_failure_has_its_cause_and_its_party_and_the_other_bids_open_together()
    {
        await using var host = await CentreHost.Begin();
        var play = new TenderPlay(host);
        await play.Publish();
        host.Clock.Advance(TimeSpan.FromHours(2));
        var handing = new Handing(play);
        var cast = new Cast();

        var good = await Honest("opened");
        var retried = await Honest("released at the second try");
        var damaged = await Honest("damaged on the disk");
        var (first, second) = (await Honest("swapped on the disk"), await Honest("swapped on the disk too"));
        var silent = await Honest("not released");
        await Forged("wrong chunk", all: Flaw.Chunk);
        await Forged("wrong shares", all: Flaw.EveryCustodianStanza);
        await Forged("a stanza that nobody can read", summary: Flaw.UnreadableStanza);
        await Forged("price above the limit", list: Handing.List(100_000_000_001));
        await Forged("an opening list that is none", list: "not json"u8.ToArray());

        FlipLastByte(PathOf(host, damaged.Files[1].Digest));
        Swap(PathOf(host, first.Files[1].Digest), PathOf(host, second.Files[1].Digest));
        await play.Close();
        await play.Organiser.Client.BeginOpening(TenderPlay.Id, TenderPlay.Lot, play.Officer.Encryption, play.Supervisor.Encryption);
        foreach (var bidder in cast.Bidders.Except([retried.Bidder, silent.Bidder]))
        {
            await bidder.Client.Release(TenderPlay.Id, TenderPlay.Lot, bidder.EncryptionKey);
        }

        // A wrong B is named, and the right one counts while the window is open.
        var wrong = retried.Records.Select(r => r with { Secrets = SealSecrets.Draw(CentreHost.Entropy) }).ToArray();
        await retried.Bidder.Client.Release(TenderPlay.Id, TenderPlay.Lot, wrong);
        Assert.Equal(RowState.ReleaseBad, (await Row(play, retried.Bidder)).State);
        await retried.Bidder.Client.Release(TenderPlay.Id, TenderPlay.Lot, retried.Bidder.EncryptionKey);
        Assert.Equal(RowState.Released, (await Row(play, retried.Bidder)).State);

        // Whoever fetched and stayed silent to the end of the window has failed by itself.
        await silent.Bidder.Client.FetchForRelease(TenderPlay.Id, TenderPlay.Lot);
        host.Clock.Advance(TimeSpan.FromMinutes(30));
        await Eventually.Is("the end of the window", () => play.Custodians[1].Client.FindTask(TenderPlay.Id, TenderPlay.Lot, "sign_window_shut"));
        foreach (var custodian in play.Custodians.Skip(1))
        {
            await custodian.Client.SignWindowShut(TenderPlay.Id, TenderPlay.Lot);
        }

        // A custodian's wrong share is its own, caught on arrival; the quorum is not there, so nothing opens.
        await Share(play, 1);
        await ReleaseWrongShare(play, 2, good.Bidder);
        Assert.All((await Room(play)).Rows, row => Assert.Null(row.Price));
        Assert.Equal(OpeningPhase.CustodianRelease, (await Room(play)).Phase);
        Assert.Contains((await Room(play)).Feed, entry => entry.English.Contains("share", StringComparison.OrdinalIgnoreCase));
        await Share(play, 2);

        // The third one's share of the file that nobody could read is missing to its quorum: it comes from the first custodian.
        await Share(play, 0);
        var room = await Eventually.Is(
            "the opening", async () => await Room(play) is { Phase: OpeningPhase.PriceReading } open ? open : null);

        AssertOpened(room, good, retried);
        AssertFailed(room, damaged.Bidder, VerdictLaw.DamagedInStorage, Attribution.Platform);
        AssertFailed(room, first.Bidder, VerdictLaw.DamagedInStorage, Attribution.Platform);
        AssertFailed(room, second.Bidder, VerdictLaw.DamagedInStorage, Attribution.Platform);
        AssertFailed(room, silent.Bidder, VerdictLaw.NotReleased, Attribution.Bidder);
        AssertFailed(room, cast["wrong chunk"], VerdictLaw.FileMalformed, Attribution.Bidder);
        AssertFailed(room, cast["wrong shares"], VerdictLaw.FileMalformed, Attribution.Bidder);
        AssertFailed(room, cast["a stanza that nobody can read"], VerdictLaw.FileMalformed, Attribution.Bidder);
        AssertFailed(room, cast["price above the limit"], VerdictLaw.OpeningListMalformed, Attribution.Bidder);
        AssertFailed(room, cast["an opening list that is none"], VerdictLaw.OpeningListMalformed, Attribution.Bidder);

        async Task<SealedBid> Honest(string name)
        {
            var bid = await play.Seal(cast.Add(name, await play.NewBidder(cast.Count + 1)), 1, Price + cast.Count);
            await bid.Submit();
            return bid;
        }

        async Task Forged(string name, Flaw summary = Flaw.None, Flaw all = Flaw.None, byte[]? list = null)
        {
            var bidder = cast.Add(name, await play.NewBidder(cast.Count + 1));
            await handing.Submit(
                bidder,
                handing.Forge(bidder, SealPart.Summary, list ?? Handing.List(Price), summary),
                handing.Forge(bidder, SealPart.All, new byte[50_000], all));
        }
    }

    private static void AssertOpened(OpeningView room, params SealedBid[] bids)
    {
        foreach (var bid in bids)
        {
            var row = room.Rows.Single(row => row.Bidder == bid.Bidder.Party);
            var price = Encoding.UTF8.GetString(bid.Contents[0]);
            Assert.Equal(RowState.Opened, row.State);
            Assert.Contains($"\"price_fen\":{row.Price!.Value.Fen}}}", price, StringComparison.Ordinal);
        }
    }

    private static void AssertFailed(OpeningView room, Someone bidder, string cause, Attribution attribution)
    {
        var row = room.Rows.Single(row => row.Bidder == bidder.Party);
        Assert.Equal((cause, (Attribution?)attribution, RowState.NotOpened, (Money?)null), (row.Cause, row.Attribution, row.State, row.Price));
        Assert.Empty(row.Fields);
    }

    /// <summary>All shares of a custodian as they are, but one bidder's.</summary>
    private static async Task ReleaseWrongShare(TenderPlay play, int index, Someone victim)
    {
        var custodian = play.Custodians[index];
        using var http = new HttpClient { BaseAddress = play.Host.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", (await custodian.Client.Login(custodian.Identity)).Token);
        http.DefaultRequestHeaders.Add("Trading-Role", nameof(Role.Custodian));
        var kit = (await http.GetFromJsonAsync<CustodyKit>(
            $"api/tenders/{TenderPlay.Id}/lots/{TenderPlay.Lot}/custody-kit", GrainJson.Options))!;
        var files = kit.Files
            .OrderBy(f => f.Bidder.Value, StringComparer.Ordinal).ThenBy(f => f.Part, StringComparer.Ordinal).ToArray();
        var messages = files.Select(f => Message(f, custodian, f.Bidder == victim.Party)).ToArray();
        var session = Certificate.FromPem(kit.SessionCertificate);
        var record = new ShareRecord(
            TenderPlay.Id.Value, TenderPlay.Lot.Value, index + 1, Digest.OfUtf8(kit.WindowShut), session.Id,
            [.. files.Zip(messages, (f, m) => new BidShare(f.Bidder.Value, f.Part, Digest.Of(m)))],
            [.. SessionEnvelope.Seal([.. messages.SelectMany(m => m)], session, CentreHost.Entropy)], play.Host.Clock.GetUtcNow());
        var request = new ActRequest<ReleaseSharesRequest>(
            custodian.Client.NewCommandId(),
            new ReleaseSharesRequest(TenderPlay.Lot, custodian.Identity.Sign(record), custodian.Identity.Certificate.ToPem()));
        using var response = await http.PostAsJsonAsync(
            $"api/tenders/{TenderPlay.Id}/acts/release_shares", request, GrainJson.Options);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static byte[] Message(CustodyKitFile file, Someone custodian, bool isWrong)
    {
        Assert.True(SealedHeader.TryParse(Encoding.ASCII.GetBytes(file.Header), out var header, out _));
        var message = StanzaOpener.Open(header, StanzaRole.Custodian, custodian.EncryptionKey) ?? new byte[SealLimits.Release];
        message[^1] ^= isWrong ? (byte)1 : (byte)0;
        return message;
    }

    private static string PathOf(CentreHost host, Digest file) =>
        Directory.EnumerateFiles(Path.Combine(host.Data, "documents"), file.ToString(), SearchOption.AllDirectories).Single();

    private static void FlipLastByte(string path)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.Position = file.Length - 1;
        var last = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(last ^ 1));
    }

    private static void Swap(string one, string other)
    {
        File.Move(one, one + ".kept");
        File.Move(other, one);
        File.Move(one + ".kept", other);
    }

    private static Task Share(TenderPlay play, int custodian) => play.Custodians[custodian].Client
        .ReleaseShares(TenderPlay.Id, TenderPlay.Lot, play.Custodians[custodian].EncryptionKey);

    private static Task<OpeningView> Room(TenderPlay play) => play.Tenderee.Client.Opening(TenderPlay.Id, TenderPlay.Lot);

    private static async Task<OpeningRow> Row(TenderPlay play, Someone bidder) =>
        (await Room(play)).Rows.Single(row => row.Bidder == bidder.Party);

    private sealed class Cast
    {
        private readonly Dictionary<string, Someone> _bidders = [];

        public int Count => _bidders.Count;

        public IEnumerable<Someone> Bidders => _bidders.Values;

        public Someone this[string name] => _bidders[name];

        public Someone Add(string name, Someone bidder) => _bidders[name] = bidder;
    }
}
