using System.Collections.Immutable;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>A file the centre confirms to have received whole.</summary>
public sealed record ReceivedPart(string Part, Digest FileSm3, long FileSize);

/// <summary>
/// 投标回执 <c>receipt/1</c>: what the centre received and when, signed at once. <see cref="LeafSalt"/> and
/// <see cref="EventSm3"/> give the blinded leaf whose place in the log follows.
/// </summary>
public sealed record ReceiptRecord(
    string Tender,
    string Lot,
    string Bidder,
    long Version,
    ImmutableArray<ReceivedPart> Parts,
    Digest EventSm3,
    Digest SubmissionSm3,
    DateTimeOffset Received,
    string ClockSource,
    Digest LeafSalt) : LineRecord
{
    /// <summary>The shape of <c>receipt/1</c>.</summary>
    public static RecordShape Layout { get; } = new("receipt/1", "投标回执", "交易中心",
    [
        Fields.Tender,
        Fields.Lot,
        Fields.Bidder,
        Fields.Version,
        new("part", "组成部分", RecordForm.Part)
        {
            Max = RecordLimits.Parts,
            Inner =
            [
                Fields.Digest("file-sm3", "密封文件摘要"),
                new("file-size", "密封文件字节数", RecordForm.Number(1, RecordLimits.FileBytes)),
            ],
        },
        Fields.Digest("event-sm3", "日志事件摘要"),
        Fields.Digest("submission-sm3", "投标人递交书摘要"),
        Fields.TimeOf("received", "收讫时间"),
        Fields.Text("clock-source", "时钟来源、偏差与最近校时"),
        Fields.Digest("leaf-salt", "日志叶盐值"),
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>The log entry this receipt promises.</summary>
    public Digest LeafEntry => BlindedLeaf.Entry(LeafSalt.AsSpan(), EventSm3);

    /// <summary>Reads the body of a receipt strictly; <see cref="Receipt"/> reads it with its signature.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static ReceiptRecord Parse(string text) => Read(text, Layout, g => new ReceiptRecord(
        g.Text("tender"),
        g.Text("lot"),
        g.Text("bidder"),
        g.Number("version"),
        g.Many("part", p => new ReceivedPart(p[0], p.Digest("file-sm3"), p.Number("file-size"))),
        g.Digest("event-sm3"),
        g.Digest("submission-sm3"),
        g.Time("received"),
        g.Text("clock-source"),
        g.Digest("leaf-salt")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Line("lot", Lot)
        .Line("bidder", Bidder)
        .Line("version", Version)
        .Each(Parts, (w, p) => w
            .Line("part", p.Part)
            .Line("file-sm3", p.FileSm3)
            .Line("file-size", p.FileSize))
        .Line("event-sm3", EventSm3)
        .Line("submission-sm3", SubmissionSm3)
        .Line("received", Received)
        .Line("clock-source", ClockSource)
        .Line("leaf-salt", LeafSalt);

    /// <inheritdoc/>
    protected override string? Contradiction() => AreDistinct(Parts.Select(p => p.Part)) ? null : "a part stands twice";
}
