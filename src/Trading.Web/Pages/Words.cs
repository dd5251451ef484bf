using System.Globalization;
using Trading.Evaluation.PriceMethods;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Records;
using Trading.Web.Resources;

namespace Trading.Web.Pages;

/// <summary>The field's words for what the core names in code: Chinese, to be looked up in <see cref="Texts"/>.</summary>
internal static class Words
{
    public static string Of(NoticeState state) => state switch
    {
        NoticeState.Bidding => "投标中",
        NoticeState.Opening => "开标",
        NoticeState.Evaluating => "评标",
        NoticeState.Candidates => "候选人公示",
        NoticeState.Awarded => "已中标",
        NoticeState.Closed => "已归档",
        _ => "流标",
    };

    public static string ClassOf(NoticeState state) => state switch
    {
        NoticeState.Bidding or NoticeState.Opening => "live",
        NoticeState.Evaluating or NoticeState.Candidates => "wait",
        NoticeState.Awarded or NoticeState.Closed => "good",
        _ => "bad",
    };

    public static string Of(LotStage stage) => stage switch
    {
        LotStage.Registered => "已登记",
        LotStage.Bidding => "投标中",
        LotStage.Closed => "已截止，待开标",
        LotStage.BidderRelease => "投标人解密",
        LotStage.WindowShutting or LotStage.CustodianRelease => "保管人解封",
        LotStage.Opened => "唱标与异议",
        LotStage.Evaluating => "评标中",
        LotStage.Evaluated => "评标完成",
        LotStage.CandidatesPublished => "候选人公示",
        LotStage.Awarded => "已中标",
        LotStage.RecordClosed => "已归档",
        _ => "流标",
    };

    public static string ClassOf(LotStage stage) => stage switch
    {
        LotStage.Registered => "",
        <= LotStage.Opened => "live",
        <= LotStage.CandidatesPublished => "wait",
        <= LotStage.RecordClosed => "good",
        _ => "bad",
    };

    public static string Of(RowState state) => state switch
    {
        RowState.Waiting => "等待解密",
        RowState.Fetched => "已取解密资料",
        RowState.Released => "已解密",
        RowState.ReleaseBad => "解密有误，可重试",
        RowState.NotReleased => "未解密",
        RowState.Opened => "已开启",
        _ => "未开启",
    };

    public static string ClassOf(RowState state) => state switch
    {
        RowState.Released => "live",
        RowState.Opened => "good",
        RowState.ReleaseBad or RowState.Fetched => "wait",
        RowState.NotReleased or RowState.NotOpened => "bad",
        _ => "",
    };

    public static string Of(Attribution attribution) => attribution switch
    {
        Attribution.Bidder => "投标人原因，视为撤销",
        Attribution.Platform => "非投标人原因，视为撤回",
        _ => "窗口已重置",
    };

    public static string Of(BidStanding standing) => standing switch
    {
        BidStanding.Scored => "参与评分",
        BidStanding.NoPrice => "未开启",
        BidStanding.NotConforming => "未通过初步评审",
        _ => "高于最高投标限价",
    };

    /// <summary>The causes that docs/sealing.md names; one that has no words here is shown as it is written there.</summary>
    public static readonly (string Cause, string Word)[] Causes =
    [
        (VerdictLaw.DamagedInStorage, "存储的文件与回执不符，不是投标人的过错"),
        (VerdictLaw.ReleaseBad, "释放的秘密与封存文件不符"),
        (VerdictLaw.FileMalformed, "投标文件封存格式有误"),
        (VerdictLaw.OpeningListMalformed, "开标一览表不符合招标文件的格式"),
        (VerdictLaw.TooFewShares, "保管人份额不足，不是投标人的过错"),
        (VerdictLaw.NotReleased, "窗口内未解密"),
    ];

    public static string OfCause(string cause) => Causes.FirstOrDefault(known => known.Cause == cause).Word ?? cause;

    public static string Of(CustodianRole role) => role switch
    {
        CustodianRole.Tenderee => "招标人",
        CustodianRole.Agency => "招标代理机构",
        CustodianRole.Centre => "交易中心",
        CustodianRole.Supervisor => "行政监督部门",
        CustodianRole.Notary => "公证机构",
        _ => "候补保管人",
    };

    public static string Of(Role role) => role switch
    {
        Role.Reception => "受理",
        Role.Organisation => "组织",
        Role.Attestation => "见证",
        Role.Tenderee => "招标人",
        Role.Agency => "招标代理机构",
        Role.Bidder => "投标人",
        Role.Expert => "评标专家",
        Role.Custodian => "保管人",
        Role.Supervisor => "监督人员",
        Role.Platform => "平台",
        _ => "公众",
    };

    public static string Of(Remedy remedy) => remedy switch
    {
        Remedy.SecondKey => "换用登记的第二把密钥",
        Remedy.SealRecord => "交出封存记录",
        Remedy.PlaintextCopy => "交上与封存摘要一致的明文副本",
        _ => "解密窗口延长一次",
    };

    /// <summary>What a clock of the law is about, by its id in the rule pack.</summary>
    public static string OfClock(string clock) => clock switch
    {
        "preparation" => "编制投标文件",
        "document_sale" => "招标文件发售",
        "clarification" => "澄清修改最晚发出",
        "document_objection" => "对招标文件提出异议",
        "publicity_start" => "开始公示候选人",
        "publicity" => "候选人公示",
        "supervisor_report" => "向监督部门书面报告",
        "contract" => "订立合同",
        "bond_refund" => "退还投标保证金",
        _ => clock,
    };

    /// <summary>What is left until a moment: days while there are days, then hours, then minutes.</summary>
    public static string Left(TimeSpan left, Texts texts) => left switch
    {
        { Ticks: <= 0 } => texts["已过"],
        { TotalDays: >= 1 } => texts["{0} 天", ((int)left.TotalDays).ToString(CultureInfo.InvariantCulture)],
        { TotalHours: >= 1 } => texts["{0} 小时", ((int)left.TotalHours).ToString(CultureInfo.InvariantCulture)],
        _ => texts["{0} 分钟", ((int)left.TotalMinutes).ToString(CultureInfo.InvariantCulture)],
    };
}
