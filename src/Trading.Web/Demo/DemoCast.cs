using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Proofs.Records;

namespace Trading.Web.Demo;

/// <summary>Everybody in the play. All names begin with 测试 and all certificates are TEST ONLY.</summary>
internal sealed record DemoCast(
    DemoPerson Reception,
    DemoPerson Organisation,
    DemoPerson Attestation,
    DemoPerson Tenderee,
    DemoPerson Supervisor,
    DemoPerson Auditor,
    ImmutableArray<DemoPerson> Custodians,
    ImmutableArray<DemoPerson> Bidders,
    DemoPerson LateBidder,
    ImmutableArray<DemoPerson> Committee)
{
    public static async Task<DemoCast> Assemble(DemoDoor door, DemoPerson security, DemoStory story)
    {
        var tenderee = await door.Register(PartyKind.Tenderee, "测试招标人", DemoCode.Of(1));
        await DemoDoor.Grant(security, tenderee, Role.Tenderee);
        var supervisor = await door.Register(PartyKind.Supervisor, "测试监督部门", DemoCode.Of(2));
        await DemoDoor.Grant(security, supervisor, Role.Supervisor);
        var notary = await door.Register(PartyKind.Notary, "测试公证机构", DemoCode.Of(3));
        await DemoDoor.Grant(security, notary, Role.Custodian);
        var auditor = await door.Register(PartyKind.Auditor, "测试审计机构", DemoCode.Of(4));
        await DemoDoor.Grant(security, auditor, Role.Auditor);
        var cast = new DemoCast(
            await door.Join(security, security, "测试受理员", Role.Reception),
            await door.Join(security, security, "测试组织员", Role.Organisation),
            await door.Join(security, security, "测试见证员", Role.Attestation),
            tenderee,
            supervisor,
            auditor,
            [
                await door.Join(tenderee, security, "测试招标人保管设备", Role.Custodian),
                await door.Join(security, security, "测试中心保管设备", Role.Custodian),
                notary,
            ],
            await Companies(door, Enumerable.Range(1, 7)),
            (await Companies(door, [8]))[0],
            [
                .. await Experts(door, security),
                await door.Join(tenderee, security, "测试招标人代表", Role.Tenderee),
            ]);
        await story.Step(
            "主体注册完毕：中心三科室、招标人、监督、公证、审计、八家投标人、五名评委。每人一张测试证书。",
            "Everybody is registered: three departments, tenderee, supervisor, notary, auditor, eight companies, a committee of five.");
        return cast;
    }

    private static async Task<ImmutableArray<DemoPerson>> Companies(DemoDoor door, IEnumerable<int> numbers)
    {
        var companies = ImmutableArray.CreateBuilder<DemoPerson>();
        foreach (var number in numbers)
        {
            // A second key is encouraged: whoever loses the first can still open its bid.
            companies.Add(await door.Register(PartyKind.Bidder, $"测试投标人{number}公司", DemoCode.Of(100 + number), locks: 2));
        }

        return companies.ToImmutable();
    }

    private static async Task<ImmutableArray<DemoPerson>> Experts(DemoDoor door, DemoPerson security)
    {
        var experts = ImmutableArray.CreateBuilder<DemoPerson>();
        for (var number = 1; number <= 4; number++)
        {
            var expert = await door.Register(PartyKind.Expert, $"测试专家{number}", DemoCode.OfPerson(number));
            await DemoDoor.Grant(security, expert, Role.Expert);
            experts.Add(expert);
        }

        return experts.ToImmutable();
    }
}
