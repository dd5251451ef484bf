using Trading.Grains.Tenders;
using Trading.Proofs.Draws;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Web.Demo;

/// <summary>开标: bidders first, then two of three custodians; prices together; the coefficient drawn in public.</summary>
internal static class DemoOpening
{
    public static async Task Play(DemoTender tender)
    {
        var (cast, story) = (tender.Cast, tender.Story);
        story.Chapter("开标", "Opening");
        // That the list is frozen is not public before the opening; a custodian sees it as a task.
        await DemoTender.Until(
            async () => await cast.Custodians[0].Client.FindTask(tender.Id, DemoTender.Lot, "sign_live_set") is not null,
            "the platform to close the bidding");
        await Each([cast.Custodians[0], cast.Custodians[2]], c => c.Client.SignLiveSet(tender.Id, DemoTender.Lot));
        await story.Step(
            "截止后清单冻结，两名保管人签字；第三名缺席。", "The live set is frozen and signed by two custodians; the third stays away.");
        await cast.Organisation.Client.BeginOpening(
            tender.Id, DemoTender.Lot, cast.Attestation.Encryption, cast.Supervisor.Encryption);
        await story.Step(
            "组织科主持开标，公布会话公钥；私钥分两半，分别封给见证员与监督人。",
            "Organisation begins the opening. The session key is announced; its private half is kept 2-of-2 by attestation and supervisor.");
        story.Say(tender.Room);
        await story.Pause(3);
        await BiddersRelease(tender);
        await Shut(tender);
        await Draw(tender);
        await Confirm(tender);
    }

    private static async Task BiddersRelease(DemoTender tender)
    {
        var (cast, story) = (tender.Cast, tender.Story);
        for (var i = 0; i < 6; i++)
        {
            var bidder = cast.Bidders[i];
            var hasLostItsKey = i == 3;
            var key = bidder.Locks[hasLostItsKey ? 1 : 0].Key;
            await bidder.Client.Release(tender.Id, DemoTender.Lot, key);
            await story.Step(
                hasLostItsKey ? "投标人4 主锁丢失，用副锁解密。" : $"投标人{i + 1} 核对清单后解密自己的投标。",
                hasLostItsKey ? "Bidder 4 lost its first key and uses the second." : $"Bidder {i + 1} checks the live set and releases its bid.");
        }
    }

    private static async Task Shut(DemoTender tender)
    {
        var (cast, story) = (tender.Cast, tender.Story);
        await tender.Do(cast.Organisation, new CloseWindow(DemoTender.Lot));
        await Each([cast.Custodians[0], cast.Custodians[2]], c => c.Client.SignWindowShut(tender.Id, DemoTender.Lot));
        await story.Step(
            "全部投标人已解密，时段关闭并由两名保管人签字。至此无人看到任何报价。",
            "All bidders released; the window is shut and signed by two custodians. Nobody has seen a price yet.");
        foreach (var custodian in new[] { cast.Custodians[0], cast.Custodians[2] })
        {
            await custodian.Client.ReleaseShares(tender.Id, DemoTender.Lot, custodian.Locks[0].Key);
            await story.Step($"{custodian.Name} 解封自己的份额。", "A custodian releases its shares.");
        }

        await tender.Reach(LotStage.Opened);
        var opening = (await tender.View()).Opening!;
        if (opening.Rows.Length != 6 || opening.Rows.Any(row => row.State != RowState.Opened))
        {
            throw new DemoFailedException("not all six live bids were opened");
        }

        await story.Step("六份投标同时唱标：", "Six bids are opened, and all prices shown together:");
        foreach (var row in opening.Rows)
        {
            story.Say($"{row.Order}  {row.Bidder}  {row.Price?.ToString(),18} 元");
        }

        await story.Pause(3);
        var objector = cast.Bidders[1];
        await tender.Do(objector, new RaiseObjection(DemoTender.Lot, "请说明抽取系数的方法（测试异议）。"));
        await tender.Do(cast.Tenderee, new AnswerObjection(
            DemoTender.Lot, 1, "三方各自承诺后揭示，系数由揭示值计算，任何人可以重算（测试答复）。"));
        await story.Step("投标人2 现场提出异议，招标人当场答复。", "Bidder 2 objects on the spot and is answered on the spot.");
    }

    /// <summary>Three rounds: commitments, envelopes, reveals (docs/sealing.md).</summary>
    private static async Task Draw(DemoTender tender)
    {
        var cast = tender.Cast;
        var draw = (await tender.View()).Opening!.Draw!.DrawId;
        DemoPerson[] people = [cast.Organisation, cast.Tenderee, cast.Supervisor];
        DrawRole[] roles = [DrawRole.Centre, DrawRole.Tenderee, DrawRole.Supervisor];
        var secrets = people.Select(_ => Secret(tender.Entropy)).ToArray();
        var envelopes = people.Select((_, i) => DrawEnvelope.Seal(
            draw, i + 1, secrets[i], needed: 2,
            Enumerable.Range(0, 3).Where(k => k != i).ToDictionary(k => k + 1, k => people[k].Encryption))).ToArray();
        for (var i = 0; i < 3; i++)
        {
            var commit = new DrawCommitRecord(
                draw, i + 1, roles[i], DrawCommitment.Of(secrets[i], draw), envelopes[i].Sm3(), tender.Now);
            await tender.Do(people[i], new CommitDraw(
                DemoTender.Lot, people[i].Identity.Sign(commit), people[i].Certificate.ToPem(), people[i].Encryption.ToPem()));
        }

        for (var i = 0; i < 3; i++)
        {
            await tender.Do(people[i], new HandInDrawEnvelope(DemoTender.Lot, people[i].Identity.Sign(envelopes[i])));
        }

        for (var i = 0; i < 3; i++)
        {
            await tender.Do(people[i], new RevealDraw(DemoTender.Lot, secrets[i]));
        }

        var drawn = (await tender.View()).Opening!.Draw!.Coefficient ?? throw new DemoFailedException("no coefficient was drawn");
        await tender.Story.Step(
            $"中心、招标人、监督三方承诺并揭示，公开抽取下浮系数：{drawn}",
            "Centre, tenderee and supervisor commit and reveal; the coefficient is drawn in public.");
    }

    private static async Task Confirm(DemoTender tender)
    {
        var cast = tender.Cast;
        foreach (var person in new[] { cast.Bidders[0], cast.Organisation, cast.Attestation })
        {
            var signed = await tender.SignTask(person, DemoTender.Lot, "confirm_opening");
            await tender.Do(person, new ConfirmOpening(DemoTender.Lot, signed, person.Certificate.ToPem()));
        }

        await tender.Story.Step("投标人、主持人与见证员签字确认开标记录。", "Bidder, host and attestation officer sign the opening record.");
    }

    private static Digest Secret(Entropy entropy)
    {
        var bytes = new byte[SealLimits.Secret];
        entropy(bytes);
        return new Digest(bytes);
    }

    private static async Task Each(IEnumerable<DemoPerson> people, Func<DemoPerson, Task> act)
    {
        foreach (var person in people)
        {
            await act(person);
        }
    }
}
