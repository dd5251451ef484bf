using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Trading.Grains.Shell;

namespace Trading.Grains.Tenders;

/// <summary>
/// Why a tender refuses, one line each, in order of precedence: where two of them hold, the earlier one is answered.
/// docs/refusals.md is this table.
/// </summary>
public static class TenderRefusal
{
    private static readonly List<Refusal> _all = [];

    // ---- where and who
    public static readonly Refusal NotRegistered = Is("No tender of this id is registered.", "没有登记该项目。");
    public static readonly Refusal AlreadyRegistered = Is("A tender of this id is registered already.", "该项目编号已登记。");
    public static readonly Refusal LotUnknown = Is("The tender has no such lot.", "该项目没有此标段。");
    public static readonly Refusal RoleNotAllowed = Is("This act belongs to another role.", "该操作不属于此角色。");
    public static readonly Refusal PartyNotAllowed = Is(
        "This act belongs to another party of the tender.", "该操作属于本项目的其他主体。");
    public static readonly Refusal ActedInOtherDepartment = Is(
        "This certificate acted for another department on this tender: nobody acts for two.",
        "该证书已在本项目的其他科室办理过业务，一人不得跨科室。", "docs/specification.md 三科室相互制约");
    public static readonly Refusal DeskElsewhere = Is(
        "Another department has the tender now.", "项目现由其他科室办理。", "docs/specification.md 移交");

    // ---- when
    public static readonly Refusal AlreadyPublished = Is("The notice is published already.", "招标公告已发布。");
    public static readonly Refusal NotPublished = Is("The notice is not published yet.", "招标公告尚未发布。");
    public static readonly Refusal SaleNotBegun = Is(
        "The documents are not offered yet.", "招标文件尚未开始发售。", "招标投标法实施条例 第十六条");
    public static readonly Refusal DeadlinePassed = Is("The deadline has passed.", "投标截止时间已过。", "招标投标法 第二十八条");
    public static readonly Refusal DeadlineNotReached = Is("The deadline is not reached.", "投标截止时间未到。", "招标投标法 第二十八条");
    public static readonly Refusal WrongStage = Is("The lot is not at the stage of this act.", "标段不在该操作的阶段。");
    public static readonly Refusal LotsStillOpen = Is(
        "The bidding of another lot is not closed yet.", "另有标段尚未截止。", "招标投标法 第三十四条");
    public static readonly Refusal OpeningNotDue = Is("The opening time is not reached.", "开标时间未到。", "招标投标法 第三十四条");
    public static readonly Refusal LotsNotFinished = Is(
        "A lot is neither awarded nor failed.", "尚有标段未中标也未流标。", "docs/specification.md 移交");

    // ---- the actor's standing
    public static readonly Refusal BidderBarred = Is(
        "The tenderee, its agency, the centre and the custodians cannot bid.",
        "招标人、代理机构、交易中心与保管人不得投标。", "招标投标法实施条例 第三十四条；电子招标投标办法 第二十三条");
    public static readonly Refusal NoLiveBid = Is("This party has no live bid here.", "该主体在此没有有效的投标文件。");
    public static readonly Refusal NotCustodian = Is(
        "This certificate is not a custodian's of this tender.", "该证书不是本项目保管人的证书。", "docs/sealing.md policy/1");
    public static readonly Refusal CommitteeNamed = Is("The committee is named already.", "评标委员会已组建。");
    public static readonly Refusal NotCommitteeMember = Is(
        "This person is not a member of the committee.", "不是评标委员会成员。", "招标投标法 第三十七条");
    public static readonly Refusal WindowOver = Is("The window for releasing is over.", "解密时限已过。", "电子招标投标办法 第三十一条");
    public static readonly Refusal WindowRunning = Is(
        "The window for releasing is not over.", "解密时限未到。", "电子招标投标办法 第三十条");
    public static readonly Refusal AlreadyReleased = Is("This bid is released already.", "该投标文件已解密。");
    public static readonly Refusal SharesNotFailed = Is(
        "The custodians' shares of this bid have not failed.", "该投标文件的保管份额并未失败。", "docs/sealing.md C.3");
    public static readonly Refusal DrawNotNeeded = Is(
        "No coefficient is drawn for this lot, or it is drawn already.", "该标段无需抽取系数，或已抽取。");
    public static readonly Refusal DrawNotParty = Is(
        "This person is not a party of this draw.", "不是本次抽取的参与方。", "docs/sealing.md D.2");
    public static readonly Refusal DrawNeedsAuthority = Is(
        "Two draws were void: the supervisor must begin the next one.", "两次抽取无效，须由监督人先行启动。", "docs/sealing.md D.2");
    public static readonly Refusal DrawRoundOver = Is(
        "This round of the draw is over, or this party has done it.", "本轮已结束，或该方已完成。", "docs/sealing.md D.2");
    public static readonly Refusal DrawRoundNotBegun = Is(
        "This round of the draw has not begun.", "本轮尚未开始。", "docs/sealing.md D.2");

    // ---- signatures
    public static readonly Refusal CertificateMalformed = Is("A certificate cannot be read.", "证书无法读取。", "电子签名法 第十三条");
    public static readonly Refusal CertificateNotActors = Is(
        "The certificate is not the one this person logged in with.", "证书不是登录所用证书。", "电子签名法 第十三条");
    public static readonly Refusal CertificateOfAnother = Is(
        "The certificate carries another party's credit code.", "证书所载统一社会信用代码属于他人。", "电子签名法 第十三条");
    public static readonly Refusal CertificateUsage = Is(
        "The certificate is not meant for this use.", "证书用途不符。", "电子签名法 第十三条");
    public static readonly Refusal CertificateNotValid = Is(
        "The certificate is not valid at this time.", "证书不在有效期内。", "电子签名法 第十三条");
    public static readonly Refusal SignatureMissing = Is(
        "A signature that is needed is missing.", "缺少必需的签名。", "电子签名法 第十三条");
    public static readonly Refusal SignatureInvalid = Is(
        "A signature does not fit its text.", "签名与文本不符。", "电子签名法 第十三条");
    public static readonly Refusal StatementMalformed = Is(
        "The statement is not of its form.", "声明文本格式不符。", "docs/sealing.md 记录登记表");
    public static readonly Refusal StatementDiffers = Is(
        "A field of the statement differs from what it must say.", "声明字段与应有内容不一致。", "docs/sealing.md 记录登记表");

    // ---- 登记, 公告
    public static readonly Refusal NameMissing = Is("A name or reference is missing or too long.", "名称或文号缺失或过长。");
    public static readonly Refusal PackUnknown = Is(
        "There is no rule pack of this name in force today.", "没有此名称的现行规则包。");
    public static readonly Refusal LotsMalformed = Is("The lots are none, too many, or named twice.", "标段为空、过多或重名。");
    public static readonly Refusal EstimateMissing = Is("The estimate must be above zero.", "估算价须大于零。");
    public static readonly Refusal HandOverNotNext = Is(
        "The tender cannot be handed over to this department now.", "项目不能移交给该科室。", "docs/specification.md 移交");
    public static readonly Refusal TermsMalformed = Is(
        "The machine-checked terms are not complete or not possible.", "招标文件的结构化条款不完整或不可能。");
    public static readonly Refusal BondTooHigh = Is(
        "The bid bond is above its limit.", "投标保证金超过上限。", "招标投标法实施条例 第二十六条");
    public static readonly Refusal CeilingMissing = Is(
        "A ceiling price must be disclosed as an amount above zero.", "应公布大于零的最高投标限价。", "招标投标法实施条例 第二十七条");
    public static readonly Refusal PolicyMalformed = Is(
        "The opening policy cannot be used.", "开标规则不可用。", "docs/sealing.md policy/1");
    public static readonly Refusal ScheduleMalformed = Is(
        "The schedule cannot be used.", "时间表不可用。", "docs/sealing.md schedule/1");
    public static readonly Refusal OpeningNotAtDeadline = Is(
        "The opening must be at the deadline.", "开标时间应为投标截止时间。", "招标投标法 第三十四条");
    public static readonly Refusal BeyondCalendar = Is(
        "A date lies beyond the loaded working-day calendars.", "日期超出已载入的工作日历。", "docs/specification.md 日历");
    public static readonly Refusal PreparationTooShort = Is(
        "Too little time from the documents' issue to the deadline.", "自招标文件发出至截止不足法定期限。", "招标投标法 第二十四条");
    public static readonly Refusal SaleTooShort = Is(
        "The documents are offered for too short a time.", "招标文件发售期不足。", "招标投标法实施条例 第十六条");
    public static readonly Refusal ClarificationTooLate = Is(
        "Too little time from the change of the documents to the deadline.", "澄清修改距截止不足法定期限。", "招标投标法 第二十三条");
    public static readonly Refusal SupersedesOther = Is(
        "The schedule does not supersede the one in force.", "时间表未取代现行时间表。", "docs/sealing.md schedule/1");
    public static readonly Refusal DeadlineAdvanced = Is(
        "A change cannot bring the deadline forward.", "修改不得提前截止时间。", "招标投标法 第二十三条");
    public static readonly Refusal NothingToConfirm = Is(
        "The documents were not changed, or are confirmed already.", "招标文件未修改，或已确认。");

    // ---- 投标
    public static readonly Refusal PartsIncomplete = Is(
        "Every part must be handed in, each once, in the policy's order.",
        "各部分须按规则顺序一次递交齐全。", "docs/sealing.md policy/1");
    public static readonly Refusal FileSize = Is(
        "A file is empty or above the size limit.", "文件为空或超过上限。", "docs/sealing.md B.3");
    public static readonly Refusal HeaderMalformed = Is(
        "The header of a sealed file is not of its form.", "密封文件头格式不符。", "电子招标投标办法 第二十六条");
    public static readonly Refusal HeaderDiffers = Is(
        "The header of a sealed file differs from what it must say.", "密封文件头与应有内容不一致。", "电子招标投标办法 第二十六条");
    public static readonly Refusal HeaderCustodians = Is(
        "The file is not sealed to the policy's custodians in their order.", "密封文件的保管人与规则不符。", "docs/sealing.md C.3");
    public static readonly Refusal HeaderBidderKeys = Is(
        "The file is not sealed to the encryption certificates that were given.",
        "密封文件的投标人证书与所附证书不符。", "docs/sealing.md B.3");
    public static readonly Refusal VersionNotHigher = Is(
        "The version is not higher than the last one.", "版本号须高于上一版。", "电子招标投标办法 第二十七条");

    // ---- 开标
    public static readonly Refusal AlreadySigned = Is("This was signed by the same person already.", "同一人已签署。");
    public static readonly Refusal QuorumMissing = Is(
        "Too few custodians have signed or released.", "签署或解封的保管人不足。", "docs/sealing.md C.3");
    public static readonly Refusal SessionMalformed = Is(
        "The opening session is missing or its announcement does not fit.", "开标会话缺失或公告不符。", "docs/sealing.md C.3");
    public static readonly Refusal PartialRelease = Is(
        "A release carries every part; a partial one is none.", "须一次解密全部部分。", "docs/sealing.md C.3");
    public static readonly Refusal RemedyNotAllowed = Is(
        "The opening policy does not allow this remedy.", "开标规则未规定该补救方案。", "电子招标投标办法 第三十一条");
    public static readonly Refusal AlreadyExtended = Is(
        "The window was extended once already.", "解密时限已延长过一次。", "docs/sealing.md C.3");
    public static readonly Refusal ReasonMissing = Is(
        "A reason is needed, of at most 2,000 characters.", "须写明理由，不超过2000字。");
    public static readonly Refusal AlreadyDecided = Is(
        "This bid's failure is decided already, or its window was reset once.", "该投标的失败责任已认定，或已重置过一次。");
    public static readonly Refusal Undecided = Is(
        "A bidder never fetched its release: host and supervisor must decide first.",
        "有投标人未取得解密数据，须由主持人与监督人先行认定。", "电子招标投标办法 第三十一条");
    public static readonly Refusal ChecksMissing = Is(
        "The opening desk has not checked exactly what was handed in.", "开标席未逐项核验。", "docs/sealing.md B.3");
    public static readonly Refusal SecretWrong = Is(
        "The secret is not the one the file was sealed with.", "补交的密钥与密封文件不符。", "docs/sealing.md B.3");
    public static readonly Refusal VerdictsIncomplete = Is(
        "The verdicts are not of exactly the live bids and their parts.", "结论须逐一覆盖全部有效投标及其部分。", "招标投标法 第三十六条");
    public static readonly Refusal VerdictNotByRule = Is(
        "A verdict contradicts its evidence or the order of attribution.", "结论与证据或归责顺序矛盾。", "电子招标投标办法 第三十一条");
    public static readonly Refusal NoSuchHalf = Is(
        "No half of the session key is kept for this role.", "没有为该角色保管会话密钥。", "docs/sealing.md C.3");

    // ---- 抽取系数
    public static readonly Refusal DrawCommitmentEqual = Is(
        "Another party has committed the same value.", "与其他方的承诺值相同。", "docs/sealing.md D.2");
    public static readonly Refusal DrawRevealWrong = Is(
        "The reveal does not fit the commitment.", "揭示值与承诺不符。", "docs/sealing.md D.2");
    public static readonly Refusal DrawShareWrong = Is(
        "The share does not fit the envelope.", "份额与信封不符。", "docs/sealing.md D.2");
    public static readonly Refusal DrawStillInTime = Is(
        "The party still has time for its part of the round.", "该方本轮时间未到。", "docs/sealing.md D.2");

    // ---- 异议, 确认
    public static readonly Refusal ObjectionUnknown = Is(
        "There is no such unanswered objection.", "没有该未答复的异议。", "招标投标法实施条例 第四十四条");
    public static readonly Refusal TooManyObjections = Is(
        "This bidder has raised as many objections as one may.", "该投标人的异议数已达上限。");
    public static readonly Refusal ObjectionUnanswered = Is(
        "An objection is not answered yet.", "尚有异议未答复。", "招标投标法实施条例 第四十四条");
    public static readonly Refusal CoefficientNotDrawn = Is(
        "The coefficient is not drawn yet.", "系数尚未抽取。", "docs/specification.md 抽取系数");

    // ---- 评标, 公示, 中标, 归档
    public static readonly Refusal CommitteeMalformed = Is(
        "A member is named twice or not of its form.", "评标委员会成员重复或格式不符。");
    public static readonly Refusal CommitteeSize = Is(
        "The committee must be odd and of at least five.", "评标委员会应为五人以上单数。", "招标投标法 第三十七条");
    public static readonly Refusal CommitteeExperts = Is(
        "Experts must be at least two thirds of the committee.", "专家不得少于成员总数的三分之二。", "招标投标法 第三十七条");
    public static readonly Refusal CommitteeConflict = Is(
        "A member has an interest in this tender.", "评标委员会成员应当回避。", "招标投标法 第三十七条");
    public static readonly Refusal SheetSigned = Is(
        "A signed sheet never changes.", "评分表签署后不得更改。", "docs/specification.md 评标");
    public static readonly Refusal MarksMalformed = Is(
        "The marks are not of all ranked bids and items, within their limits.",
        "评分未覆盖全部投标与评分项，或超出范围。", "docs/specification.md 评标");
    public static readonly Refusal SheetsMissing = Is(
        "A member has not signed its sheet yet.", "尚有成员未签署评分表。", "招标投标法实施条例 第五十三条");
    public static readonly Refusal PublicityTooLate = Is(
        "The publicity begins too late after the report.", "公示开始晚于法定期限。", "招标投标法实施条例 第五十四条");
    public static readonly Refusal PublicityTooShort = Is("The publicity is too short.", "公示期不足。", "招标投标法实施条例 第五十四条");
    public static readonly Refusal PublicityRunning = Is("The publicity is not over.", "公示期未满。", "招标投标法实施条例 第五十四条");
    public static readonly Refusal NotCandidate = Is(
        "The winner must be a published candidate.", "中标人须为公示的中标候选人。", "招标投标法 第四十条");
    public static readonly Refusal NotFirstRanked = Is(
        "In a state-controlled project the first-ranked candidate wins.",
        "国有资金控股或主导的项目应确定排名第一的候选人中标。", "招标投标法实施条例 第五十五条");

    /// <summary>All of them, in order of precedence.</summary>
    public static ImmutableArray<Refusal> All { get; } = [.. _all];

    private static Refusal Is(string english, string chinese, string? article = null, [CallerMemberName] string code = "")
    {
        var refusal = new Refusal(code, english, chinese, article);
        _all.Add(refusal);
        return refusal;
    }
}
