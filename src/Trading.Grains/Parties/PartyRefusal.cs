using Trading.Grains.Shell;

namespace Trading.Grains.Parties;

/// <summary>Why a party's command is refused, in order of precedence.</summary>
public static class PartyRefusal
{
    public static readonly Refusal NotThisActor = new(
        "NotThisActor", "This act is not open to who asks for it.", "当前操作人无权办理此事项。");

    public static readonly Refusal NotRegistered = new("NotRegistered", "The party is not registered.", "该主体尚未登记。");

    public static readonly Refusal AlreadyRegistered = new(
        "AlreadyRegistered", "The party is registered already.", "该主体已登记。");

    public static readonly Refusal StatementMalformed = new(
        "StatementMalformed", "The statement is not a register/1 text.", "登记书格式不正确。", "register/1");

    public static readonly Refusal StatementOfOther = new(
        "StatementOfOther", "The statement is of another party.", "登记书不属于该主体。", "register/1");

    public static readonly Refusal CreditCodeInvalid = new(
        "CreditCodeInvalid", "The credit code's check character is wrong.", "统一社会信用代码校验位错误。", "GB 32100-2015");

    public static readonly Refusal CertificateMalformed = new(
        "CertificateMalformed", "This is no certificate that can be read.", "证书无法读取。");

    public static readonly Refusal CertificateRefused = new(
        "CertificateRefused", "The certificate is not believed.", "证书未通过验证。", "电子签名法 第十三条");

    public static readonly Refusal CertificateOfOther = new(
        "CertificateOfOther", "The certificate's credit code is not the party's.", "证书所载统一社会信用代码与该主体不符。");

    public static readonly Refusal CertificatesDiffer = new(
        "CertificatesDiffer", "The certificates are not those the statement names.", "证书与登记书所列不符。", "register/1");

    public static readonly Refusal SignatureInvalid = new(
        "SignatureInvalid", "The statement's signature does not hold.", "登记书签名无效。", "电子签名法 第十三条");

    public static readonly Refusal ContactDiffers = new(
        "ContactDiffers",
        "The contact is not the one the statement names, or too long.",
        "联系方式与登记书不符或过长。",
        "register/1");

    public static readonly Refusal CertificateKnown = new(
        "CertificateKnown", "The party has this certificate already.", "该证书已登记。");

    public static readonly Refusal TooManyCertificates = new(
        "TooManyCertificates", "The party has its limit of certificates.", "该主体证书数量已达上限。");

    public static readonly Refusal CertificateUnknown = new(
        "CertificateUnknown", "The party has no such certificate in use.", "该主体无此有效证书。");

    public static readonly Refusal LastCertificate = new(
        "LastCertificate", "It is the last one the party can sign with.", "该证书是该主体最后一张签名证书。");

    public static readonly Refusal ReasonTooLong = new(
        "ReasonTooLong", "The reason is missing or too long.", "原因缺失或过长。");

    public static readonly Refusal RoleNotGrantable = new(
        "RoleNotGrantable", "This role is never granted.", "该角色不可授予。");

    public static readonly Refusal SelfGrant = new(
        "SelfGrant", "Nobody grants or revokes a role of their own.", "不得为本人授予或撤销角色。");

    public static readonly Refusal NotAPerson = new(
        "NotAPerson", "A role needs a signing certificate.", "角色只能授予签名证书持有人。");

    public static readonly Refusal RoleDoesNotFit = new(
        "RoleDoesNotFit", "The role does not fit what the party is.", "该角色与主体类别不符。");

    public static readonly Refusal AdministratorsSeparated = new(
        "AdministratorsSeparated",
        "An administrator holds this one role and no other.",
        "三员分立，管理员不得兼任其他角色。",
        "GB/T 22239-2019");

    public static readonly Refusal OneDepartmentOnly = new(
        "OneDepartmentOnly", "A person acts in one of the three departments only.", "同一人员不得兼任受理、组织、见证岗位。");

    public static readonly Refusal RoleHeld = new("RoleHeld", "The person has this role already.", "该人员已有此角色。");

    public static readonly Refusal RoleNotHeld = new("RoleNotHeld", "The person does not have this role.", "该人员无此角色。");
}
