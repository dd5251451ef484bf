using System.Text.Json.Nodes;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests.Tool;

/// <summary>The bidder's, custodian's and auditor's tool against a real centre, from registration to the checked record.</summary>
public sealed class ToolPlayTests
{
    private static readonly string[] Lot = ["--tender", TenderPlay.Id.Value, "--lot", TenderPlay.Lot.Value];

    [Fact]
    public async Task Bids_are_made_opened_and_checked_with_the_tool()
    {
        await using var host = await CentreHost.Begin();
        var play = new TenderPlay(host);
        await play.Publish();
        host.Clock.Advance(TimeSpan.FromHours(2));
        using var first = Machine(host);
        using var second = Machine(host);
        using var third = Machine(host);
        using var auditor = Machine(host);
        using var centre = host.Client();
        var policy = (await centre.Tender(TenderPlay.Id)).Policy!;
        foreach (var (bidder, number) in new[] { (first, 1), (second, 2), (third, 3) })
        {
            await ComeIn(bidder, host, number);
            await bidder.Write("policy.txt", policy);
            await Seal(bidder, number, version: 1, priceFen: 900_000_000 + number);
            await Submit(bidder, version: 1);
        }

        var fourth = await play.NewBidder(4);
        await (await play.Seal(fourth, 1, 900_000_004)).Submit();

        // The first replaces its bid, and the log's proof completes its receipt; the second withdraws.
        await Seal(first, 1, version: 2, priceFen: 800_000_000);
        await SpoilLogin(first);
        await Submit(first, version: 2);
        await CompleteReceipt(first, host);
        await second.Does(["withdraw", .. Lot, .. second.Identity, "--reason", "测试撤回"]);
        Assert.Contains("recorded: bid_withdrawn", second.Out, StringComparison.Ordinal);
        Assert.Contains("no live bid", await second.Fails(["withdraw", .. Lot, .. second.Identity]), StringComparison.Ordinal);

        // Two custodians and two bidders open it.
        using var tenderee = await Custodian(play, 0);
        using var keeper = await Custodian(play, 1);
        Assert.Contains(
            "The opening is at", await first.Fails(Release(first, "--encrypt-key", "keys/encrypt.key")), StringComparison.Ordinal);
        host.Clock.MoveTo(TenderPlay.Deadline);
        await Eventually.Is("the closing", () => play.Custodians[0].Client.FindTask(TenderPlay.Id, TenderPlay.Lot, "sign_live_set"));
        await Custody("sign-live-set", tenderee, keeper);
        await play.Organiser.Client.BeginOpening(
            TenderPlay.Id, TenderPlay.Lot, play.Officer.Encryption, play.Supervisor.Encryption);
        Assert.Contains(
            "a file that you did not submit",
            await first.Fails(Release(first, "--encrypt-key", "keys/encrypt.key", "--receipt", "v1.receipt")),
            StringComparison.Ordinal);
        await first.Does(Release(first, "--encrypt-key", "keys/encrypt.key", "--receipt", "v2.receipt"));
        Assert.Contains("recorded: bid_released", first.Out, StringComparison.Ordinal);
        await third.Does(
            Release(third, "--seal-record", "summary-v1.seal.json", "--seal-record", "all-v1.seal.json", "--receipt", "v1.receipt"));
        Assert.Contains(
            "[NoLiveBid", await second.Fails(Release(second, "--encrypt-key", "keys/encrypt.key")), StringComparison.Ordinal);
        await fourth.Client.Release(TenderPlay.Id, TenderPlay.Lot, fourth.EncryptionKey);
        await play.Organiser.Client.Execute(TenderPlay.Id, new CloseWindow(TenderPlay.Lot));
        await Custody("sign-window-shut", tenderee, keeper);
        await Custody("release", tenderee, keeper);
        await Opened(centre);

        // What was opened is what was sealed, and the record tells it.
        var record = await new AwardPlay(play).Finish(fourth);
        await File.WriteAllBytesAsync(auditor.At("record.zip"), record.ToArray());
        await Verify(auditor, first, second, third);
    }

    /// <summary>Keys certified by the centre's test CA, a registration, a login.</summary>
    private static async Task ComeIn(ToolUser bidder, CentreHost host, int number)
    {
        var (name, code) = ($"测试投标人{number}公司", CentreHost.Code(100 + number));
        await bidder.Does(
            "keys", "new", "--subject", name, "--code", code, "--out", bidder.At("keys"), "--server", host.Url.ToString());
        var early = await bidder.Fails(["login", .. bidder.Identity]);
        Assert.Contains("[", early, StringComparison.Ordinal);
        await bidder.Does(
            ["register", .. bidder.Identity, "--encrypt-cert", bidder.At("keys/encrypt.crt"), "--name", name,
            "--contact", "测试联系人", "--phone", "000-00000000"]);
        await bidder.Does(["login", .. bidder.Identity]);
        Assert.Contains($"logged in as {code} (Bidder)", bidder.Out, StringComparison.Ordinal);
        using var client = host.Client();
        await bidder.Write("centre.crt", (await client.Centre()).ToPem());
        await bidder.Write("log.vkey", (await client.LogKey()).ToString());
    }

    /// <summary>The kept login is one that the centre does not know, as after a revocation: the tool logs in anew.</summary>
    private static async Task SpoilLogin(ToolUser bidder)
    {
        var path = Assert.Single(Directory.GetFiles(bidder.At("settings/tokens")));
        var kept = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        kept["Token"] = "a-token-of-nobody";
        await File.WriteAllTextAsync(path, kept.ToJsonString());
    }

    private static async Task Seal(ToolUser bidder, int number, int version, long priceFen)
    {
        var list = $"{{\"days\":300,\"manager\":\"测试项目经理\",\"price_fen\":{priceFen}}}";
        var documents = string.Concat(Enumerable.Repeat($"测试投标人{number} 第{version}版\n", 10_000));
        foreach (var (part, content) in new[] { ("summary", list), ("all", documents) })
        {
            var file = await bidder.Write($"{part}-v{version}.txt", content);
            await bidder.Does(
                "seal", file, "--tender", TenderPlay.Id.Value, "--lot", TenderPlay.Lot.Value, "--part", part,
                "--bidder", CentreHost.Code(100 + number), "--version", $"{version}", "--policy", bidder.At("policy.txt"),
                "--bidder-cert", bidder.At("keys/encrypt.crt"), "-o", bidder.At($"{part}-v{version}.bidseal"));
        }
    }

    private static async Task Submit(ToolUser bidder, int version)
    {
        var receipt = bidder.At($"v{version}.receipt");
        await bidder.Does(
            ["submit", .. Lot, .. bidder.Identity, "--version", $"{version}", "--encrypt-cert", bidder.At("keys/encrypt.crt"),
            "--receipt", receipt, bidder.At($"summary-v{version}.bidseal"), bidder.At($"all-v{version}.bidseal")]);
        var record = Receipt.Parse(await File.ReadAllTextAsync(receipt)).Record;
        Assert.Equal(version, record.Version);
        Assert.Equal(["summary", "all"], record.Parts.Select(p => p.Part));
    }

    private static async Task CompleteReceipt(ToolUser bidder, CentreHost host)
    {
        var path = bidder.At("v2.receipt");
        string[] check =
        [
            "receipt", path, "--centre-cert", bidder.At("centre.crt"), "--file", bidder.At("summary-v2.bidseal"),
            "--file", bidder.At("all-v2.bidseal"),
        ];
        await Eventually.Is("the receipt's proof", async () =>
        {
            await bidder.Does([.. check, "--server", host.Url.ToString()]);
            return Receipt.Parse(await File.ReadAllTextAsync(path)).Proof;
        });
        await bidder.Does([.. check, "--log-key", bidder.At("log.vkey")]);
        Assert.Contains("holds: the log ", bidder.Out, StringComparison.Ordinal);
        Assert.Contains("summary-v2.bidseal is part summary", bidder.Out, StringComparison.Ordinal);
        Assert.Contains(
            "is not a file this receipt names",
            await bidder.Fails("receipt", path, "--centre-cert", bidder.At("centre.crt"), "--file", bidder.At("all-v1.bidseal")),
            StringComparison.Ordinal);
    }

    private static string[] Release(ToolUser bidder, params string[] options) =>
    [
        "release", .. Lot, .. bidder.Identity,
        .. options.Select(o => o.StartsWith("--", StringComparison.Ordinal) ? o : bidder.At(o)),
    ];

    private static async Task<ToolUser> Custodian(TenderPlay play, int place)
    {
        var (machine, person) = (Machine(play.Host), play.Custodians[place]);
        await machine.Take(
            (Sm2PrivateKey)person.Identity.Key, person.Identity.Certificate, person.EncryptionKey, person.Encryption);
        return machine;
    }

    private static async Task Custody(string act, params ToolUser[] custodians)
    {
        foreach (var custodian in custodians)
        {
            string[] key = act == "release" ? ["--encrypt-key", custodian.At("keys/encrypt.key")] : [];
            await custodian.Does(["custody", act, .. Lot, .. custodian.Identity, .. key]);
            Assert.Contains("recorded: ", custodian.Out, StringComparison.Ordinal);
        }
    }

    private static async Task Opened(Client.CentreClient centre)
    {
        var room = await Eventually.Is("the opening", async () =>
            await centre.Opening(TenderPlay.Id, TenderPlay.Lot) is { Phase: OpeningPhase.PriceReading } open ? open : null);
        Assert.Equal(
            [(1, 800_000_000), (3, 900_000_003), (4, 900_000_004)],
            room.Rows.Select(r => (Bidder: r.Bidder.Value, r.Price!.Value.Fen)).Order()
                .Select(r => (Enumerable.Range(1, 4).Single(n => CentreHost.Code(100 + n) == r.Bidder), r.Fen)));
    }

    private static async Task Verify(ToolUser auditor, ToolUser first, ToolUser second, ToolUser third)
    {
        string[] verify = ["verify", auditor.At("record.zip"), "--log-key", first.At("log.vkey")];
        string[] all = [first.At("v1.receipt"), first.At("v2.receipt"), second.At("v1.receipt"), third.At("v1.receipt")];
        await auditor.Does([.. verify, .. all.SelectMany(r => new[] { "--receipt", r })]);
        Assert.Contains(" 0 failed", auditor.Out, StringComparison.Ordinal);
        Assert.All(all, path => Assert.Contains($"holds  {path}: ", auditor.Out, StringComparison.Ordinal));

        // A file of another bid put into the receipt: the centre never signed that.
        var text = await File.ReadAllTextAsync(all[1]);
        var (own, other) = (FileOf(text), FileOf(await File.ReadAllTextAsync(all[3])));
        Assert.Contains(own, text, StringComparison.Ordinal);
        var changed = await auditor.Write("changed.receipt", text.Replace(own, other, StringComparison.Ordinal));
        Assert.Contains(
            "no key of this record's centre signed it", await auditor.Fails([.. verify, "--receipt", changed]), StringComparison.Ordinal);
    }

    private static string FileOf(string receipt) => Receipt.Parse(receipt).Record.Parts[0].FileSm3.ToBase64();

    private static ToolUser Machine(CentreHost host) => new(host.Url.ToString(), host.Clock);
}
