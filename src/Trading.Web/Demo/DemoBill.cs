using System.Collections.Immutable;
using System.Globalization;
using Trading.Evaluation;
using Trading.Evaluation.Bills;

namespace Trading.Web.Demo;

/// <summary>A small bill of quantities for a road, priced at a share of the estimate.</summary>
internal static class DemoBill
{
    private static readonly ImmutableArray<(string Name, string Unit, int Quantity, int Yuan)> Items =
    [
        ("挖一般土方", "m³", 42_000, 28), ("回填方", "m³", 31_500, 22), ("路床整形", "m²", 58_000, 4), ("石灰稳定土", "m²", 56_500, 31),
        ("水泥稳定碎石", "m²", 55_800, 46), ("沥青混凝土", "m²", 54_900, 62), ("侧平石安砌", "m", 9_600, 88), ("雨水管道铺设", "m", 3_200, 260),
        ("检查井", "座", 128, 2_450), ("标线", "m²", 4_100, 36),
    ];

    /// <summary>The bill at so many percent of the reference prices.</summary>
    public static Bill Priced(decimal percent) => new(
        "测试道路改造工程", DemoDocuments.Lot.Value,
        [
            .. Items.Select((item, i) => new BillLine(
                string.Create(CultureInfo.InvariantCulture, $"0402{i / 4 + 1:D2}{i + 1:D3}001"), item.Name, "详见招标图纸", item.Unit,
                item.Quantity, Money.FromYuan(Rational.Parse((item.Yuan * percent / 100m).ToString("0.00", CultureInfo.InvariantCulture))))),
        ]);

    public static byte[] Workbook(decimal percent)
    {
        using var stream = new MemoryStream();
        BillWorkbook.Write(Priced(percent), stream);
        return stream.ToArray();
    }
}
