using System.Collections.Immutable;
using Trading.Grains.Tenders;

namespace Trading.Web.Pages;

internal enum StageState
{
    Ahead,
    Now,
    Done,
    Failed,
}

/// <summary>One stage of a lot with its clock: what is due, when, and by which article.</summary>
/// <param name="Due">What the time means: 发布, 截止, 至 …; empty where there is no time.</param>
internal sealed record StageMark(string Name, StageState State, string Due, DateTimeOffset? At, string? Article);

/// <summary>登记 → 公告 → 投标 → 开标 → 评标 → 公示 → 中标 → 合同, as far as this lot has come.</summary>
internal static class StageBar
{
    private static readonly ImmutableArray<string> Names = ["登记", "公告", "投标", "开标", "评标", "公示", "中标", "合同"];

    /// <summary>The eight marks.</summary>
    /// <param name="tender">The tender's public view.</param>
    /// <param name="lot">The lot.</param>
    /// <param name="stage">The lot's stage as of now.</param>
    public static ImmutableArray<StageMark> Of(TenderView tender, LotView lot, LotStage stage)
    {
        var now = NowOf(stage);
        return
        [
            .. Names.Select((name, i) =>
            {
                var (due, at, article) = ClockOf(i, tender, lot);
                var state = i < now ? StageState.Done : i > now ? StageState.Ahead
                    : lot.Stage == LotStage.Failed ? StageState.Failed : StageState.Now;
                return new StageMark(name, state, due, at, at is null ? null : article);
            }),
        ];
    }

    private static int NowOf(LotStage stage) => stage switch
    {
        LotStage.Registered => 0,
        LotStage.Bidding => 2,
        LotStage.Failed => 3,
        <= LotStage.Opened => 3,
        LotStage.Evaluating or LotStage.Evaluated => 4,
        LotStage.CandidatesPublished => 5,
        LotStage.Awarded => 6,
        _ => 7,
    };

    private static (string Due, DateTimeOffset? At, string? Article) ClockOf(int stage, TenderView tender, LotView lot) =>
        stage switch
        {
            1 => ("发售至", tender.Schedule?.SaleTo, ArticleOf(tender, "document_sale")),
            2 => ("截止", tender.Schedule?.Deadline, ArticleOf(tender, "preparation")),
            3 => lot.Stage == LotStage.Failed
                ? ("流标", tender.Schedule?.Opening, "招标投标法 第二十八条")
                : ("开标", lot.Opening?.Began ?? tender.Schedule?.Opening, "招标投标法 第三十四条"),
            5 => ("公示至", lot.Result?.Until, ArticleOf(tender, "publicity")),
            6 => ("中标通知", lot.Result?.AwardedAt, "招标投标法 第四十五条"),
            7 => ("应在此前订立", DueOf(tender, "contract"), ArticleOf(tender, "contract")),
            _ => ("", null, null),
        };

    private static DateTimeOffset? DueOf(TenderView tender, string clock) =>
        tender.Deadlines.LastOrDefault(d => d.Clock == clock)?.At;

    private static string? ArticleOf(TenderView tender, string clock) =>
        tender.Deadlines.LastOrDefault(d => d.Clock == clock)?.Article;
}
