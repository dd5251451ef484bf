namespace Trading.Grains.Shell;

/// <summary>
/// The part in which a person acts. The three departments check each other (受理, 组织, 见证/确认);
/// the three administrators are separated (三员分立).
/// </summary>
public enum Role
{
    /// <summary>Anybody, without login.</summary>
    Public,

    /// <summary>The platform itself: nudges by the clock, bootstrap. Never a person.</summary>
    Platform,

    /// <summary>受理 (交易登记).</summary>
    Reception,

    /// <summary>组织.</summary>
    Organisation,

    /// <summary>见证 / 确认.</summary>
    Attestation,

    /// <summary>招标人.</summary>
    Tenderee,

    /// <summary>招标代理机构.</summary>
    Agency,

    /// <summary>投标人.</summary>
    Bidder,

    /// <summary>评标专家.</summary>
    Expert,

    /// <summary>保管人, who holds one share of the key of every bid.</summary>
    Custodian,

    /// <summary>行政监督人员.</summary>
    Supervisor,

    /// <summary>审计人员, who may read the restricted record.</summary>
    Auditor,

    /// <summary>系统管理员.</summary>
    SystemAdministrator,

    /// <summary>安全管理员, who grants roles.</summary>
    SecurityAdministrator,

    /// <summary>审计管理员, who reads the log of acts.</summary>
    AuditAdministrator,
}
