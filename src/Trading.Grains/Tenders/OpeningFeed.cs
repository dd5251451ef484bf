using System.Globalization;
using Trading.Grains.Shell;

namespace Trading.Grains.Tenders;

/// <summary>The line that the opening room writes for an event; most say it in the words of the field.</summary>
internal static class OpeningFeed
{
    /// <summary>Lines kept in a view; older ones are in the record.</summary>
    public const int Length = 20;

    /// <summary>The opening with the event's line, if it has one.</summary>
    public static Opening Append(Opening opening, LotEvent @event) =>
        Line(@event) is not { } line ? opening : opening with
        {
            Feed =
            [
                .. opening.Feed.TakeLast(Length - 1),
                new FeedEntry(@event.At, RoleText.Chinese(@event.By.Role), line.Chinese, line.English),
            ],
        };

    private static (string Chinese, string English)? Line(LotEvent @event) => @event switch
    {
        OpeningBegan => ("开标开始，请投标人解密", "The opening begins; bidders release"),
        ReleaseFetched e => ($"{e.Bidder} 取得解密数据", $"{e.Bidder} took what it needs to release"),
        BidReleased e => ($"{e.Bidder} 解密完成", $"{e.Bidder} released"),
        ReleaseFailed e => (
            $"{e.Bidder} 解密未通过核验，可在时限内重试",
            $"{e.Bidder}: the release does not fit; it may be tried again"),
        CopyHandedIn e => ($"{e.Bidder} 递交与密封摘要一致的明文副本", $"{e.Bidder} handed in a copy that matches its sealed digest"),
        WindowExtended e => (
            $"解密时限延长至 {Time(e.WindowEnds)}：{e.Reason}",
            $"Window extended to {Time(e.WindowEnds)}: {e.Reason}"),
        FailureProposed e => (
            $"对 {e.Bidder} 的责任意见：{Of(e.Attribution).Chinese}",
            $"Opinion on {e.Bidder}: {Of(e.Attribution).English}"),
        FailureDecided e => (
            $"对 {e.Bidder} 认定：{Of(e.Attribution).Chinese}（{e.Reason}）",
            $"Decided for {e.Bidder}: {Of(e.Attribution).English} ({e.Reason})"),
        WindowClosed => ("解密时限结束，不再接受投标人解密", "The window is closed; no release is accepted any more"),
        WindowShutSigned e => ($"保管人 {N(e.Custodian)} 签署时限关闭声明", $"Custodian {N(e.Custodian)} signed the shutting"),
        WindowShut => ("时限关闭声明达到法定人数，保管人可以解封", "The shutting has its quorum; custodians release"),
        SharesReleased e => ($"保管人 {N(e.Custodian)} 解封", $"Custodian {N(e.Custodian)} released its shares"),
        SecretHandedIn e => (
            $"{e.Bidder} 以封存记录补交保管密钥",
            $"{e.Bidder} proved the custodians' secret by its seal record"),
        SharesClosed => ("不再等待保管人，份额不足的投标文件不予开启", "No more shares are waited for; what lacks them is not opened"),
        BidsOpened e => ($"开启完成，唱标：{N(e.Verdicts.Length)} 份投标文件", $"Opened: {N(e.Verdicts.Length)} bids are read out"),
        SessionReopened e => (
            $"系统重启后，{RoleText.Chinese(e.Half)} 交回会话密钥的一半",
            $"After a restart: the half of the session key kept by {e.Half} is handed in"),
        DrawCommitted e => ($"抽取方 {N(e.Party)} 作出承诺", $"Drawing party {N(e.Party)} committed"),
        DrawRecordClosed => ("抽取记录锁定", "The draw's record is closed"),
        DrawEnvelopeHandedIn e => ($"抽取方 {N(e.Party)} 递交信封", $"Drawing party {N(e.Party)} handed in its envelope"),
        DrawRevealed e => e.Recovered
            ? ($"抽取方 {N(e.Party)} 的揭示值由其他方开启", $"The reveal of drawing party {N(e.Party)} was opened by the others")
            : ($"抽取方 {N(e.Party)} 揭示", $"Drawing party {N(e.Party)} revealed"),
        DrawVoided e => (
            $"抽取无效：抽取方 {N(e.Party)}，{e.Cause}",
            $"The draw is void: drawing party {N(e.Party)}, {e.Cause}"),
        CoefficientDrawn e => ($"系数 K = {e.Coefficient}", $"The coefficient is K = {e.Coefficient}"),
        ObjectionRaised e => ($"{e.Bidder} 提出异议 {N(e.Number)}", $"{e.Bidder} raised objection {N(e.Number)}"),
        ObjectionAnswered e => ($"异议 {N(e.Number)} 已答复", $"Objection {N(e.Number)} is answered"),
        OpeningConfirmed e => e.IsComplete
            ? ("开标记录确认完毕", "The opening record is confirmed")
            : ("开标记录签字确认", "The opening record is signed"),
        _ => null,
    };

    private static (string Chinese, string English) Of(Attribution attribution) => attribution switch
    {
        Attribution.Bidder => ("投标人原因，视为撤销", "the bidder's, deemed 撤销"),
        Attribution.Platform => ("非投标人原因，视为撤回", "not the bidder's, deemed 撤回"),
        _ => ("重置该投标人的时限", "the bidder's window is reset"),
    };

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) =>
        time.ToOffset(Law.BeijingDay.Offset).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}

/// <summary>Roles in Chinese, for feeds and refusals.</summary>
internal static class RoleText
{
    public static string Chinese(Role role) => role switch
    {
        Role.Platform => "平台",
        Role.Reception => "受理",
        Role.Organisation => "组织",
        Role.Attestation => "见证",
        Role.Tenderee => "招标人",
        Role.Agency => "招标代理机构",
        Role.Bidder => "投标人",
        Role.Expert => "评标专家",
        Role.Custodian => "保管人",
        Role.Supervisor => "监督人",
        _ => "公众",
    };
}
