using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>变更确认书 <c>confirm/1</c>: a bidder has taken note of a later schedule and the documents it names.</summary>
public sealed record ConfirmRecord(
    string Tender,
    string Bidder,
    int Schedule,
    Digest Documents,
    DateTimeOffset Time) : LineRecord
{
    /// <summary>The shape of <c>confirm/1</c>.</summary>
    public static RecordShape Layout { get; } = new("confirm/1", "变更确认书", "投标人",
    [
        Fields.Tender,
        Fields.Bidder,
        new("schedule", "日程序号", RecordForm.Number(1, RecordLimits.Schedules)),
        Fields.Documents,
        Fields.Time,
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a confirmation strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static ConfirmRecord Parse(string text) => Read(text, Layout, g => new ConfirmRecord(
        g.Text("tender"), g.Text("bidder"), (int)g.Number("schedule"), g.Digest("documents"), g.Time("time")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Line("bidder", Bidder)
        .Line("schedule", Schedule)
        .Line("documents", Documents)
        .Line("time", Time);
}
