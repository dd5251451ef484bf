using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Records;

namespace Trading.Web.Pages.Login;

/// <summary>The field's words for every role, kind of party and use of a key: Chinese, to be looked up in the texts.</summary>
internal static class RoleWords
{
    public static string Of(Role role) => role switch
    {
        Role.Auditor => "审计人员",
        Role.SystemAdministrator => "系统管理员",
        Role.SecurityAdministrator => "安全管理员",
        Role.AuditAdministrator => "审计管理员",
        _ => Words.Of(role),
    };

    public static string Of(PartyKind kind) => kind switch
    {
        PartyKind.Bidder => "投标人",
        PartyKind.Tenderee => "招标人",
        PartyKind.Agency => "招标代理机构",
        PartyKind.Supervisor => "行政监督部门",
        PartyKind.Notary => "公证机构",
        PartyKind.Centre => "交易中心",
        PartyKind.Expert => "评标专家",
        _ => "审计机构",
    };

    public static string Of(CertificateUsage usage) => usage.HasFlag(CertificateUsage.Sign) ? "签名" : "加密";
}
