using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>
/// 开标记录确认书 <c>opening-record/1</c>: names the digest of the opening record, which is canonical JSON; signed by those
/// who were present.
/// </summary>
public sealed record OpeningRecord(string Tender, string Lot, Digest RecordSm3, DateTimeOffset Time) : LineRecord
{
    /// <summary>The shape of <c>opening-record/1</c>.</summary>
    public static RecordShape Layout { get; } = new("opening-record/1", "开标记录确认书", "主持人、见证人与投标人",
    [
        Fields.Tender,
        Fields.Lot,
        Fields.Digest("record-sm3", "开标记录摘要"),
        Fields.Time,
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a confirmation strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static OpeningRecord Parse(string text) => Read(text, Layout, g => new OpeningRecord(
        g.Text("tender"), g.Text("lot"), g.Digest("record-sm3"), g.Time("time")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Line("lot", Lot)
        .Line("record-sm3", RecordSm3)
        .Line("time", Time);
}
