using Trading.Grains.Shell;
using Trading.Proofs.Records;

namespace Trading.Web.Tests.Support;

/// <summary>One person for every role there is.</summary>
internal static class RoleCast
{
    public static async Task<Dictionary<Role, Someone>> Of(CentreHost host)
    {
        var cast = new Dictionary<Role, Someone>
        {
            [Role.Reception] = await host.NewStaff("测试受理员", Role.Reception),
            [Role.Organisation] = await host.NewStaff("测试组织员", Role.Organisation),
            [Role.Attestation] = await host.NewStaff("测试见证员", Role.Attestation),
            [Role.Tenderee] = await host.NewParty("测试招标人", CentreHost.Code(1), PartyKind.Tenderee, Role.Tenderee),
            [Role.Agency] = await host.NewParty("测试招标代理机构", CentreHost.Code(2), PartyKind.Agency, Role.Agency),
            [Role.Bidder] = await host.NewParty("测试投标人一公司", CentreHost.Code(3), PartyKind.Bidder),
            [Role.Custodian] = await host.NewParty("测试公证处", CentreHost.Code(4), PartyKind.Notary, Role.Custodian),
            [Role.Supervisor] = await host.NewParty("测试监督部门", CentreHost.Code(5), PartyKind.Supervisor, Role.Supervisor),
            [Role.Auditor] = await host.NewParty("测试审计机构", CentreHost.Code(6), PartyKind.Auditor, Role.Auditor),
            [Role.Expert] = await host.NewParty("测试专家甲", "P00000000000000001", PartyKind.Expert, Role.Expert),
        };
        foreach (var (role, pair) in host.Keys.AdministratorPairs)
        {
            cast[role] = new Someone(
                await host.Administrator(role), Client.ClientIdentity.Of(pair.SigningKey, pair.Signing), pair.EncryptionKey,
                pair.Encryption);
        }

        return cast;
    }
}
