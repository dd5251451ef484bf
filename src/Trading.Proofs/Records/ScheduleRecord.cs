using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>
/// 日程 <c>schedule/1</c>: all times of a tender. A later schedule supersedes the one whose digest it names; the first
/// has number 1 and supersedes none.
/// </summary>
public sealed record ScheduleRecord(
    string Tender,
    int Number,
    Digest? Supersedes,
    Digest Documents,
    DateTimeOffset Issued,
    DateTimeOffset SaleFrom,
    DateTimeOffset SaleTo,
    DateTimeOffset Deadline,
    DateTimeOffset Opening,
    int ReleaseWindowMinutes,
    string Place) : LineRecord
{
    /// <summary>The shape of <c>schedule/1</c>.</summary>
    public static RecordShape Layout { get; } = new("schedule/1", "招标日程", "交易中心与招标人",
    [
        Fields.Tender,
        new("number", "日程序号", RecordForm.Number(1, RecordLimits.Schedules)),
        new("supersedes", "所取代日程的摘要", RecordForm.DigestOrNone),
        Fields.Documents,
        Fields.TimeOf("issued", "发布时间"),
        Fields.TimeOf("sale-from", "招标文件发售开始"),
        Fields.TimeOf("sale-to", "招标文件发售截止"),
        Fields.TimeOf("deadline", "投标截止时间"),
        Fields.TimeOf("opening", "开标时间"),
        new("release-window-minutes", "投标人解密时限(分钟)", RecordForm.Number(1, RecordLimits.WindowMinutes)),
        Fields.Text("place", "开标地点"),
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a schedule strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static ScheduleRecord Parse(string text) => Read(text, Layout, g => new ScheduleRecord(
        g.Text("tender"),
        (int)g.Number("number"),
        g.Text("supersedes") == "none" ? null : g.Digest("supersedes"),
        g.Digest("documents"),
        g.Time("issued"),
        g.Time("sale-from"),
        g.Time("sale-to"),
        g.Time("deadline"),
        g.Time("opening"),
        (int)g.Number("release-window-minutes"),
        g.Text("place")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Line("number", Number)
        .Line("supersedes", Supersedes?.ToBase64() ?? "none")
        .Line("documents", Documents)
        .Line("issued", Issued)
        .Line("sale-from", SaleFrom)
        .Line("sale-to", SaleTo)
        .Line("deadline", Deadline)
        .Line("opening", Opening)
        .Line("release-window-minutes", ReleaseWindowMinutes)
        .Line("place", Place);

    /// <inheritdoc/>
    protected override string? Contradiction()
    {
        if (Number == 1 != Supersedes is null)
        {
            return "the first schedule, and no other, supersedes none";
        }

        return SaleFrom < SaleTo && SaleTo <= Deadline && Deadline <= Opening
            ? null
            : "sale-from is before sale-to, which is not after the deadline, which is not after the opening";
    }
}
