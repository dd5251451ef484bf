namespace Trading.Proofs.Records;

/// <summary>投标文件撤回书 <c>withdraw/1</c>: the bidder takes the named version back before the deadline; a reason is free.</summary>
public sealed record WithdrawRecord(
    string Tender,
    string Lot,
    string Bidder,
    long Version,
    string? Reason,
    DateTimeOffset Time) : LineRecord
{
    /// <summary>The shape of <c>withdraw/1</c>.</summary>
    public static RecordShape Layout { get; } = new("withdraw/1", "投标文件撤回书", "投标人",
    [
        Fields.Tender,
        Fields.Lot,
        Fields.Bidder,
        Fields.Version,
        Fields.OptionalText("reason", "理由"),
        Fields.Time,
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a withdrawal strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static WithdrawRecord Parse(string text) => Read(text, Layout, g => new WithdrawRecord(
        g.Text("tender"),
        g.Text("lot"),
        g.Text("bidder"),
        g.Number("version"),
        g.OptionalText("reason"),
        g.Time("time")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Line("lot", Lot)
        .Line("bidder", Bidder)
        .Line("version", Version)
        .Optional("reason", Reason)
        .Line("time", Time);
}
