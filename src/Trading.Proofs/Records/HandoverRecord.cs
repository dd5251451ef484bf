using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>The centre's departments, which check each other; no person acts in two of them on one project.</summary>
public enum Department
{
    /// <summary>受理</summary>
    Reception,

    /// <summary>组织</summary>
    Organisation,

    /// <summary>见证</summary>
    Attestation,
}

/// <summary>交接单 <c>handover/1</c>: one department hands a project to another; signed by the person who does.</summary>
public sealed record HandoverRecord(
    string Tender,
    Department From,
    Department To,
    Digest By,
    string? Remarks,
    DateTimeOffset Time) : LineRecord
{
    /// <summary>The shape of <c>handover/1</c>.</summary>
    public static RecordShape Layout { get; } = new("handover/1", "部门交接单", "移交人",
    [
        Fields.Tender,
        new("from", "移交部门", RecordForm.OneOf<Department>()),
        new("to", "接收部门", RecordForm.OneOf<Department>()),
        Fields.Digest("by", "移交人签名证书公钥摘要"),
        Fields.OptionalText("remarks", "备注"),
        Fields.Time,
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a hand-over strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static HandoverRecord Parse(string text) => Read(text, Layout, g => new HandoverRecord(
        g.Text("tender"),
        RecordWord.To<Department>(g.Text("from")),
        RecordWord.To<Department>(g.Text("to")),
        g.Digest("by"),
        g.OptionalText("remarks"),
        g.Time("time")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Line("from", RecordWord.Of(From))
        .Line("to", RecordWord.Of(To))
        .Line("by", By)
        .Optional("remarks", Remarks)
        .Line("time", Time);

    /// <inheritdoc/>
    protected override string? Contradiction() => From != To ? null : "a department hands over to another one";
}
