using System.Collections.Immutable;
using Trading.Client;
using Trading.Grains.Records;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Records;

namespace Trading.Web.Demo;

/// <summary>评标, 候选人公示, 定标, 归档, 验证.</summary>
internal static class DemoAward
{
    private static readonly ImmutableArray<decimal> Levels = [0.92m, 0.85m, 0.88m, 0.80m, 0.83m, 0.78m];

    public static async Task Evaluate(DemoTender tender)
    {
        var (cast, story) = (tender.Cast, tender.Story);
        story.Chapter("评标与定标", "Evaluation and award");
        tender.Clock.JumpTo(DemoDay.Evaluation);
        await tender.Do(cast.Organisation, new NameCommittee(DemoTender.Lot,
        [
            .. cast.Committee.Take(4).Select(m => new CommitteeMember(m.Certificate.Id, m.Party, MemberKind.Expert, null)),
            new CommitteeMember(
                cast.Committee[4].Certificate.Id, cast.Committee[4].Party, MemberKind.TendereeRepresentative, cast.Tenderee.Party),
        ]));
        var bidders = (await tender.View()).Opening!.Rows.Select(row => row.Bidder).ToArray();
        for (var i = 0; i < cast.Committee.Length; i++)
        {
            await tender.Do(cast.Committee[i], Sheet(tender, cast.Committee[i], i, bidders));
        }

        await tender.Do(cast.Organisation, new CompleteEvaluation(DemoTender.Lot));
        await story.Step("五名评委各自签名打分，分值与排名由规则精确计算。", "Five members sign their marks; scores and ranking follow exactly.");
    }

    public static async Task Award(DemoTender tender)
    {
        var (cast, story) = (tender.Cast, tender.Story);
        tender.Clock.JumpTo(DemoDay.Publicity);
        await tender.Do(cast.Organisation, new PublishCandidates(DemoTender.Lot, DemoDay.PublicityEnds));
        var result = (await tender.View()).Result!;
        await story.Step(
            $"公示中标候选人：{string.Join("、", result.Candidates)}", "The candidates are published for three whole days.");
        var winner = result.Candidates[0];
        var price = (await tender.View()).Opening!.Rows.Single(row => row.Bidder == winner).Price!.Value;
        var early = await DemoTender.Refused("PublicityRunning", () => tender.Do(cast.Tenderee, Signed(tender, winner, price.Fen)));
        await story.Step($"公示未满即定标被拒绝：{early}", "An award before the publicity ends is refused.");

        tender.Clock.JumpTo(DemoDay.Award);
        await tender.Do(cast.Tenderee, Signed(tender, winner, price.Fen));
        await tender.Do(cast.Organisation, new HandOver(
            await tender.SignTask(cast.Organisation, null, "hand_over"), Role.Attestation, cast.Organisation.Certificate.ToPem()));
        await tender.Do(cast.Attestation, new CloseRecord(DemoTender.Lot));
        await story.Step(
            $"招标人签发中标通知：{winner}，{price} 元。移交见证科归档。", "The tenderee awards; organisation hands over and attestation closes the record.");
    }

    /// <summary>The public and the restricted record, downloaded and checked as anybody would.</summary>
    public static async Task Verify(DemoTender tender, IEnumerable<Receipt> receipts)
    {
        var (cast, story) = (tender.Cast, tender.Story);
        story.Chapter("离线核验", "Checked from outside");
        foreach (var (client, isRestricted) in new[] { (cast.LateBidder.Client, false), (cast.Auditor.Client, true) })
        {
            var zip = await Download(tender, client, isRestricted);
            using var record = OpenedRecord.Open(zip);
            var held = 0;
            await foreach (var check in RecordVerifier.VerifyAsync(record))
            {
                if (check.IsFailed)
                {
                    throw new DemoFailedException($"check {check.Number} {check.Id}: {check.Detail}");
                }

                held += check.Outcome == CheckOutcome.Held ? 1 : 0;
                if (!isRestricted)
                {
                    story.Say($"{check.Number,2} {(check.Outcome == CheckOutcome.Held ? "✓" : "–")} {check.Chinese}  {check.English}");
                }
            }

            await story.Step(
                $"{(isRestricted ? "受限" : "公开")}档案 {zip.Length:N0} 字节，{held} 项核验成立。",
                $"The {(isRestricted ? "restricted" : "public")} record: {held} checks held, none failed.");
        }

        var (centre, log) = (await cast.LateBidder.Client.Centre(), await cast.LateBidder.Client.LogKey());
        foreach (var receipt in receipts)
        {
            if (receipt.Check(centre.PublicKey, log) is { } fault)
            {
                throw new DemoFailedException($"a receipt does not hold: {fault}");
            }
        }

        await story.Step("每张回执离线核验成立。", "Every receipt holds, offline.");
    }

    private static async Task<MemoryStream> Download(DemoTender tender, CentreClient client, bool isRestricted)
    {
        var zip = new MemoryStream();
        await DemoTender.Until(
            async () =>
            {
                try
                {
                    await using var record = await client.Record(tender.Id, isRestricted);
                    await record.CopyToAsync(zip);
                    return true;
                }
                catch (CentreRefusedException e) when (e.Problem.Status == 404)
                {
                    return false;
                }
            },
            "the record to be published");
        zip.Position = 0;
        return zip;
    }

    private static EnterMarks Sheet(DemoTender tender, DemoPerson member, int number, PartyId[] bidders)
    {
        var marks = from bidder in bidders.Select((party, i) => (party, level: Levels[i] + number * 0.01m))
                    from item in DemoDocuments.Items
                    select new Mark(bidder.party.Value, item.Id, decimal.Round(decimal.Parse(
                        item.Maximum.ToString(), System.Globalization.CultureInfo.InvariantCulture) * bidder.level, 1));
        var record = new MarksRecord(
            tender.Id.Value, DemoTender.Lot.Value, member.Certificate.Id,
            [.. marks.OrderBy(m => m.Bidder, StringComparer.Ordinal).ThenBy(m => m.Item, StringComparer.Ordinal)], tender.Now);
        return new EnterMarks(DemoTender.Lot, member.Identity.Sign(record), member.Certificate.ToPem());
    }

    private static AwardLot Signed(DemoTender tender, PartyId winner, long fen)
    {
        var tenderee = tender.Cast.Tenderee;
        var award = new AwardRecord(tender.Id.Value, DemoTender.Lot.Value, winner.Value, fen, tender.Now);
        return new AwardLot(DemoTender.Lot, tenderee.Identity.Sign(award), tenderee.Certificate.ToPem());
    }
}
