using System.Collections.Immutable;
using System.Text;
using Trading.Evaluation;
using Trading.Evaluation.PriceMethods;
using Trading.Evaluation.Scoring;
using Trading.Grains.Documents;
using Trading.Grains.Tenders;

namespace Trading.Web.Demo;

/// <summary>The tender documents of the play: files, and the terms a machine checks.</summary>
internal static class DemoDocuments
{
    public static readonly LotId Lot = LotId.Create("001");

    public static readonly Money Estimate = Money.FromYuan(12_000_000);

    public static readonly ImmutableArray<ScoreItem> Items =
    [
        new("plan", ScoreGroup.Technical, 20),
        new("schedule", ScoreGroup.Technical, 10),
        new("record", ScoreGroup.Business, 10),
    ];

    /// <summary>Uploads the files and names them with the terms.</summary>
    public static async Task<TenderDocuments> Publish(DemoPerson host, bool isAmended)
    {
        var files = ImmutableArray.CreateBuilder<PublishedFile>();
        files.Add(await Upload(host, "招标文件.md", "text/markdown", Encoding.UTF8.GetBytes(Text(isAmended))));
        files.Add(await Upload(
            host, "工程量清单.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            DemoBill.Workbook(percent: 100)));
        return new TenderDocuments(files.ToImmutable(), [Terms()]);
    }

    private static LotTerms Terms() => new(
        Lot,
        Ceiling: Money.FromYuan(12_000_000),
        Bond: Money.FromYuan(180_000),
        OpeningList: new OpeningListSchema(
        [
            new("price", "投标报价", OpeningListFieldKind.Price, Money.FromYuan(100_000_000).Fen),
            new("duration_days", "工期（日历天）", OpeningListFieldKind.Integer, 3_650),
            new("quality", "质量标准", OpeningListFieldKind.Text, 64),
            new("manager", "项目负责人", OpeningListFieldKind.Text, 64),
        ]),
        Method: new BenchmarkMethod
        {
            Coefficients = [new(1, 200), new(1, 100), new(3, 200), new(1, 50), new(1, 40), new(3, 100)],
            DeviationDecimals = 6,
        },
        Marks: new MarkMethod { Items = Items },
        Ranking: new RankingMethod(),
        BidValidityDays: 90,
        UnconfirmedBid: UnconfirmedBid.Counts,
        FewOpened: FewOpened.Evaluate);

    private static async Task<PublishedFile> Upload(DemoPerson host, string name, string mediaType, byte[] content)
    {
        using var stream = new MemoryStream(content);
        var digest = await host.Client.Upload(stream, DocumentClass.Public);
        return new PublishedFile(name, digest, content.Length, mediaType);
    }

    private static string Text(bool isAmended) => $"""
        # 测试道路改造工程 招标文件（仅供测试）

        - 最高投标限价：12,000,000.00 元
        - 投标保证金：180,000.00 元
        - 开标一览表：投标报价、工期、质量标准、项目负责人
        - 评标办法：综合评估法。价格 60 分，技术 30 分，商务 10 分。
        - 下浮系数在开标现场从 0.5 %、1.0 %、1.5 %、2.0 %、2.5 %、3.0 % 中公开抽取。
        - 未确认修改的投标：仍然有效，按修改后的招标文件执行。
        {(isAmended ? "- 修改一：工期由 300 日历天改为不超过 280 日历天。" : "- 工期：不超过 300 日历天。")}

        """;
}
