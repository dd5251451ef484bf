using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Trading.Client;
using Trading.Grains.Documents;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests.Secrecy;

/// <summary>
/// Before the opening nobody learns who bid or how many, the centre's own staff included (招标投标法 第二十二条). Three centres, with
/// 0, 3 and 40 bids, are looked at by everybody who did not bid, just before the deadline.
/// </summary>
public sealed partial class SecrecyTests
{
    private const int Bidders = 40;
    private const int Batches = 4;

    [Fact]
    public async Task Nought_three_and_forty_bids_look_the_same_to_everybody_else()
    {
        var (none, few, many) = (await Play(0), await Play(3), await Play(Bidders));

        Assert.True(none.Count > 500, $"{none.Count} views: too few to prove anything");
        foreach (var other in new[] { few, many })
        {
            Assert.Equal(none.Keys.Order(StringComparer.Ordinal), other.Keys.Order(StringComparer.Ordinal));
            var different = none.Where(view => view.Value != other[view.Key])
                .Select(view => $"{view.Key}: {Difference(view.Value, other[view.Key])}").ToArray();
            Assert.True(different.Length == 0, string.Join('\n', different));
        }
    }

    private static async Task<Dictionary<string, string>> Play(int bids)
    {
        using var log = new HeardLog();
        await using var host = await CentreHost.Begin(
            builder => builder.Logging.AddProvider(log), "--Logging:LogLevel:Default=Information",
            "--Logging:LogLevel:Microsoft.AspNetCore=Warning");
        var play = new TenderPlay(host);
        await play.Publish();
        host.Clock.Advance(TimeSpan.FromHours(2));
        var auditor = await host.NewParty("测试审计机构", CentreHost.Code(6), PartyKind.Auditor, Role.Auditor);
        var bystander = await play.NewBidder(Bidders + 1);
        var bidders = new List<Someone>();
        for (var number = 1; number <= Bidders; number++)
        {
            bidders.Add(await play.NewBidder(number));
        }

        // Sealed in every play, submitted in some: so that what is guessed of is the same.
        var first = await play.Seal(bidders[0], 1, 900_000_000);
        var heard = log.Lines.Count;
        await Bid(play, bidders.Take(bids), first);
        var loggedByBidding = log.Lines.Skip(heard).ToArray();
        host.Clock.MoveTo(TenderPlay.Deadline.AddMilliseconds(-1));

        var guesses = first.Files.Select(file => file.Digest.ToString()).ToArray();
        var administrators = new List<(string, Someone?)>();
        foreach (var (role, pair) in host.Keys.AdministratorPairs)
        {
            administrators.Add(($"{role}", new Someone(
                await host.Administrator(role), ClientIdentity.Of(pair.SigningKey, pair.Signing), pair.EncryptionKey, pair.Encryption)));
        }

        var outlook = new Outlook(host,
        [
            ("outsider", null), ("reception", play.Reception), ("organisation", play.Organiser), ("attestation", play.Officer),
            ("tenderee", play.Tenderee), ("supervisor", play.Supervisor), ("auditor", auditor), ("another bidder", bystander),
            .. play.Custodians.Select((custodian, number) => ($"custodian {number + 1}", (Someone?)custodian)), .. administrators,
        ]);
        var seen = await outlook.Look(guesses);
        await AddRefusals(seen, play, bystander);
        await AddUploadOfTheSame(seen, first, bystander);
        await AddLog(seen, host);
        seen["logged"] = string.Join('\n', loggedByBidding.Select(Outlook.WithoutChance).Select(WithoutNumbers).Distinct().Order());
        return seen;
    }

    /// <summary>All hand in; the second replaces, the third withdraws.</summary>
    private static async Task Bid(TenderPlay play, IEnumerable<Someone> bidders, SealedBid first)
    {
        var number = 0;
        foreach (var bidder in bidders)
        {
            await (number == 0 ? first : await play.Seal(bidder, 1, 900_000_000 + number)).Submit();
            if (number == 1)
            {
                await (await play.Seal(bidder, 2, 910_000_000)).Submit(replaces: true);
            }
            else if (number == 2)
            {
                await bidder.Client.Withdraw(TenderPlay.Id, TenderPlay.Lot, 1);
            }

            number++;
        }
    }

    /// <summary>What those learn who try what they may not yet.</summary>
    private static async Task AddRefusals(Dictionary<string, string> seen, TenderPlay play, Someone bystander)
    {
        var (id, lot) = (TenderPlay.Id, TenderPlay.Lot);
        await Refused("begin_opening", () => play.Organiser.Client.BeginOpening(id, lot, play.Officer.Encryption, play.Supervisor.Encryption));
        await Refused("close_window", () => play.Organiser.Client.Execute(id, new CloseWindow(lot)));
        await Refused("name_committee", () => play.Organiser.Client.Execute(id, new NameCommittee(lot, [])));
        await Refused("complete_evaluation", () => play.Organiser.Client.Execute(id, new CompleteEvaluation(lot)));
        await Refused("publish_candidates", () => play.Tenderee.Client.Execute(id, new PublishCandidates(lot, TenderPlay.Deadline)));
        await Refused("decide_failure", () => play.Supervisor.Client.Execute(
            id, new DecideFailure(lot, PartyId.Create(CentreHost.Code(101)), Attribution.Bidder, "试探")));
        await Refused("close_record", () => play.Officer.Client.Execute(id, new CloseRecord(lot)));
        await Refused("withdraw_bid", () => bystander.Client.Withdraw(id, lot, 1));
        await Refused("fetch_for_release", () => bystander.Client.FetchForRelease(id, lot));
        await Refused("raise_objection", () => bystander.Client.Execute(id, new RaiseObjection(lot, "试探")));
        foreach (var custodian in play.Custodians)
        {
            await Refused($"sign_live_set {custodian.Identity.Certificate.CommonName}", () => custodian.Client.Execute(
                id, new SignLiveSet(lot, custodian.Identity.Sign(play.Policy), custodian.Identity.Certificate.ToPem())));
        }

        async Task Refused(string what, Func<Task> act)
        {
            var problem = (await Assert.ThrowsAsync<CentreRefusedException>(act)).Problem;
            seen[$"refused: {what}"] = Outlook.WithoutChance($"{problem}");
        }
    }

    /// <summary>Somebody who came by a sealed file uploads it too: that it is there already is told to nobody.</summary>
    private static async Task AddUploadOfTheSame(Dictionary<string, string> seen, SealedBid bid, Someone bystander)
    {
        var file = bid.Files[0];
        seen["before its upload"] = await Download(bystander, file.Digest);
        file.Content.Position = 0;
        seen["upload"] = $"{await bystander.Client.Upload(file.Content, DocumentClass.Sealed) == file.Digest}";
        seen["after its upload"] = await Download(bystander, file.Digest);
    }

    private static async Task<string> Download(Someone person, Digest digest)
    {
        try
        {
            await using var stream = await person.Client.Document(digest);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            return "read";
        }
        catch (CentreRefusedException e)
        {
            return Outlook.WithoutChance($"{e.Problem}");
        }
    }

    /// <summary>The log grows by whole batches as time goes, whatever happens: size and tiles after the same number of them.</summary>
    private static async Task AddLog(Dictionary<string, string> seen, CentreHost host)
    {
        using var http = new HttpClient { BaseAddress = host.Url };
        var checkpoint = await Eventually.Is("four batches of the log", async () =>
            Checkpoint.Parse(SignedNote.Parse(await http.GetStringAsync("api/log/checkpoint")).Text) is { } now
                && now.Size >= Batches * LeafBatch.DefaultSize ? now : null);
        seen["log: leaves beside whole batches"] = $"{checkpoint.Size % LeafBatch.DefaultSize}";
        foreach (var path in new[] { "0/000", "0/000.p/64", "0/000.p/128", "0/000.p/192", "entries/000", "1/000.p/1" })
        {
            using var tile = await http.GetAsync($"api/log/tile/{path}");
            seen[$"log: {path}"] = $"{(int)tile.StatusCode} {(await tile.Content.ReadAsByteArrayAsync()).Length}";
        }
    }

    /// <summary>The place where two views begin to differ.</summary>
    private static string Difference(string without, string with)
    {
        var at = Math.Max(0, without.Zip(with).TakeWhile(pair => pair.First == pair.Second).Count() - 40);
        return $"without bids …{without[at..Math.Min(without.Length, at + 160)]}… with bids …{with[at..Math.Min(with.Length, at + 160)]}…";
    }

    private static string WithoutNumbers(string line) => Numbers().Replace(line, "N");

    [GeneratedRegex("\\d+")]
    private static partial Regex Numbers();
}
