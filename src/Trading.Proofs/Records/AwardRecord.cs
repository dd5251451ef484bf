namespace Trading.Proofs.Records;

/// <summary>中标通知 <c>award/1</c>: who wins a lot, and its price in fen.</summary>
public sealed record AwardRecord(
    string Tender,
    string Lot,
    string Winner,
    long PriceFen,
    DateTimeOffset Time) : LineRecord
{
    /// <summary>The shape of <c>award/1</c>.</summary>
    public static RecordShape Layout { get; } = new("award/1", "中标通知", "招标人",
    [
        Fields.Tender,
        Fields.Lot,
        new("winner", "中标人统一社会信用代码", RecordForm.Code),
        new("price-fen", "中标价(分)", RecordForm.Number(0, CanonicalJson.MaxInteger)),
        Fields.Time,
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads an award strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static AwardRecord Parse(string text) => Read(text, Layout, g => new AwardRecord(
        g.Text("tender"), g.Text("lot"), g.Text("winner"), g.Number("price-fen"), g.Time("time")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Line("lot", Lot)
        .Line("winner", Winner)
        .Line("price-fen", PriceFen)
        .Line("time", Time);
}
