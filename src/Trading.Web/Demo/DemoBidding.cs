using System.Collections.Immutable;
using Trading.Grains.Tenders;
using Trading.Proofs.Records;

namespace Trading.Web.Demo;

/// <summary>投标: seven seal and submit, one replaces, one withdraws, an eighth comes one millisecond late.</summary>
/// <param name="tender">The tender bid for.</param>
/// <param name="receipts">A folder in which each bidder's receipt is kept as a file, as a bidder would keep it.</param>
internal sealed class DemoBidding(DemoTender tender, string receipts)
{
    private static readonly ImmutableArray<decimal> Percents = [91.0m, 92.5m, 93.0m, 94.0m, 94.8m, 96.5m, 97.0m];

    /// <summary>The receipts each bidder keeps, by the bidder's place.</summary>
    public Dictionary<int, Receipt> Receipts { get; } = [];

    public async Task Play()
    {
        var story = tender.Story;
        story.Chapter("投标", "Bidding");
        tender.Clock.JumpTo(DemoDay.FirstBid);
        await Submit(0, version: 1, Percents[0]);
        await story.Step(
            "投标人1 在自己的机器上封标并递交，当即收到中心签名的回执。",
            "Bidder 1 seals on its own machine, submits, and has a signed receipt at once.");
        story.Say($"sealed summary SM3 {Receipts[0].Record.Parts[0].FileSm3}");

        await DemoNotice.Amend(tender);
        var first = tender.Cast.Bidders[0];
        await tender.Do(first, new ConfirmAmendment(
            DemoTender.Lot, await tender.SignTask(first, DemoTender.Lot, "confirm_amendment"), first.Certificate.ToPem()));
        await story.Step("投标人1 签字确认修改，不必重新封标。", "Bidder 1 confirms the change with a signature; nothing is sealed again.");

        tender.Clock.JumpTo(DemoDay.LastBids);
        for (var i = 1; i < tender.Cast.Bidders.Length; i++)
        {
            await Submit(i, version: 1, Percents[i]);
        }

        await story.Step("投标人2 至 7 封标递交。", "Bidders 2 to 7 seal and submit.");
        await Submit(5, version: 2, 95.5m);
        await story.Step("投标人6 以第 2 版替换投标；第 1 版的密文被销毁。", "Bidder 6 replaces its bid with version 2; version 1 is destroyed.");
        await tender.Cast.Bidders[6].Client.Withdraw(tender.Id, DemoTender.Lot, version: 1, "测试撤回");
        await story.Step("投标人7 在截止前撤回，密文被销毁。", "Bidder 7 withdraws before the deadline; its ciphertext is destroyed.");
        await SecretsHold();
        await ComeLate();
        await ReceiptsAreInTheLog();
    }

    private async Task Submit(int bidder, long version, decimal percent)
    {
        var person = tender.Cast.Bidders[bidder];
        var bid = await DemoBid.Seal(person, await tender.Policy(), percent, version, tender.Entropy, person.EncryptionCertificates);
        Receipts[bidder] = await person.Client.Submit(
            tender.Id, DemoTender.Lot, bid.Files, person.EncryptionCertificates, replaces: version > 1);
    }

    /// <summary>Before the opening the public view says nothing of bids, and the host can begin nothing.</summary>
    private async Task SecretsHold()
    {
        var lot = await tender.View();
        if (lot.Stage != LotStage.Bidding || lot.Opening is not null)
        {
            throw new DemoFailedException("the public view says more than that bids are taken");
        }

        var why = await DemoTender.Refused("WrongStage", () => tender.Cast.Organisation.Client.BeginOpening(
            tender.Id, DemoTender.Lot, tender.Cast.Attestation.Encryption, tender.Cast.Supervisor.Encryption));
        await tender.Story.Step(
            $"开标前：谁投标、投了几家，任何人（包括中心）都看不到。提前开标被拒绝：{why}",
            "Before the opening nobody, the centre included, sees who bid or how many. Opening early is refused.");
    }

    private async Task ComeLate()
    {
        var late = tender.Cast.LateBidder;
        var bid = await DemoBid.Seal(late, await tender.Policy(), 90m, 1, tender.Entropy, late.EncryptionCertificates);
        tender.Clock.StopAt(DemoDay.Deadline.AddMilliseconds(1));
        var why = await DemoTender.Refused("DeadlinePassed", () => late.Client.Submit(
            tender.Id, DemoTender.Lot, bid.Files, late.EncryptionCertificates));
        await tender.Story.Step($"投标人8 晚到一毫秒，被拒绝：{why}", "Bidder 8 comes one millisecond late and is refused.");
        tender.Clock.JumpTo(DemoDay.Deadline.AddMilliseconds(1));
    }

    private async Task ReceiptsAreInTheLog()
    {
        foreach (var (bidder, receipt) in Receipts.ToList())
        {
            Receipt? complete = null;
            var client = tender.Cast.Bidders[bidder].Client;
            await DemoTender.Until(async () => (complete = await client.Complete(receipt)) is not null, "the log to take a receipt's leaf");
            Receipts[bidder] = complete!;
        }

        await tender.Story.Step(
            "每张回执都补上了透明日志的存在性证明，可离线核验。", "Every receipt has its proof from the log now, and is checked offline.");
        await Keep();
    }

    /// <summary>Each bidder keeps its receipt: for <c>trading receipt</c>, and for <c>trading verify --receipt</c>.</summary>
    private async Task Keep()
    {
        Directory.CreateDirectory(receipts);
        foreach (var receipt in Receipts.OrderBy(entry => entry.Key).Select(entry => entry.Value))
        {
            var path = Path.GetFullPath(Path.Combine(receipts, $"{receipt.Record.Bidder}.receipt.txt"));
            await File.WriteAllTextAsync(path, receipt.ToText());
            tender.Story.Say(path);
        }
    }
}
