using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Web.Demo;

/// <summary>登记, 公告, and a change of the documents.</summary>
internal static class DemoNotice
{
    public static async Task Play(DemoTender tender)
    {
        var (cast, story) = (tender.Cast, tender.Story);
        story.Chapter("登记与公告", "Registration and notice");
        await tender.Do(cast.Reception, new RegisterTender(
            "测试道路改造工程", cast.Tenderee.Party, null, "works/2026", StateControlled: true, "测试核准文号（仅供测试）",
            [new LotPlan(DemoTender.Lot, "施工一标段", DemoDocuments.Estimate)]));
        await tender.Do(cast.Reception, new HandOver(
            await tender.SignTask(cast.Reception, null, "hand_over"), Role.Organisation, cast.Reception.Certificate.ToPem()));
        await story.Step(
            $"受理科登记招标项目 {tender.Id}，签字移交组织科。", "Reception registers the tender and hands it over to organisation, signed.");

        var policy = DemoTender.SignedBy(Policy(tender), cast.Organisation, cast.Tenderee);
        var documents = await DemoDocuments.Publish(cast.Organisation, isAmended: false);
        var tooShort = Schedule(tender, documents, DemoDay.Deadline.AddDays(-3), 1, null);
        var certificates = DemoTender.Pem(
            cast.Organisation.Certificate, cast.Tenderee.Certificate, await cast.Organisation.Client.Centre());
        var why = await DemoTender.Refused("PreparationTooShort", () => tender.Do(cast.Organisation, new PublishTender(
            documents, policy, DemoTender.SignedBy(tooShort, cast.Organisation, cast.Tenderee), certificates)));
        await story.Step($"投标准备期只有十九日的公告被拒绝：{why}", "A notice that leaves only 19 days is refused, by article.");

        var schedule = Schedule(tender, documents, DemoDay.Deadline, 1, null);
        await tender.Do(cast.Organisation, new PublishTender(
            documents, policy, DemoTender.SignedBy(schedule, cast.Organisation, cast.Tenderee), certificates));
        await story.Step(
            "公告发布：开标规则由中心与招标人共同签名，三名保管人中任意两名与投标人本人一起才能开启。",
            "The notice is published. Centre and tenderee signed the policy: the bidder and any two of three custodians open a bid.");
        story.Say(new Uri(tender.Centre, $"tenders/{tender.Id}").ToString());
    }

    /// <summary>澄清修改: the policy stays, so bids sealed before remain valid.</summary>
    public static async Task Amend(DemoTender tender)
    {
        var cast = tender.Cast;
        tender.Clock.JumpTo(DemoDay.Amendment);
        var before = (await cast.Tenderee.Client.Tender(tender.Id)).Schedule!;
        var documents = await DemoDocuments.Publish(cast.Organisation, isAmended: true);
        var schedule = Schedule(tender, documents, DemoDay.Deadline, 2, before.Sm3);
        await tender.Do(cast.Organisation, new AmendDocuments(
            documents, DemoTender.SignedBy(schedule, cast.Organisation, cast.Tenderee), "工期要求修改为不超过 280 日历天。",
            DemoTender.Pem(cast.Organisation.Certificate, cast.Tenderee.Certificate)));
        await tender.Story.Step(
            "招标文件修改，距截止十九日（不少于十五日）。开标规则不含时间，已封的投标仍然有效。",
            "The documents change, 19 days before the deadline. The policy names no time, so bids sealed before stay valid.");
    }

    private static PolicyRecord Policy(DemoTender tender)
    {
        var custodians = tender.Cast.Custodians;
        Custodian Of(int number, CustodianRole role) => new(
            number, role, custodians[number - 1].Party.Value, custodians[number - 1].Name,
            [.. custodians[number - 1].Encryption.Der], [.. custodians[number - 1].Certificate.Der]);
        return new PolicyRecord(
            tender.Id.Value, [DemoTender.Lot.Value], ["summary", "all"], new Threshold(2, 3),
            [Of(1, CustodianRole.Tenderee), Of(2, CustodianRole.Centre), Of(3, CustodianRole.Notary)], Escrow: false,
            [Remedy.SecondKey, Remedy.SealRecord, Remedy.PlaintextCopy, Remedy.ExtendOnce], "任何人可以在线观看开标。");
    }

    private static ScheduleRecord Schedule(
        DemoTender tender, TenderDocuments documents, DateTimeOffset deadline, int number, Digest? supersedes) => new(
        tender.Id.Value, number, supersedes, CanonicalJson.DigestOf(documents), tender.Now, DemoDay.SaleFrom, DemoDay.SaleTo, deadline,
        deadline, ReleaseWindowMinutes: 30, "测试公共资源交易中心 网上开标室");
}
