using System.Collections.Immutable;

namespace Trading.Proofs.Records;

/// <summary>
/// 开标会话公钥公告 <c>session/1</c>: the key made when the opening begins, to which bidders and custodians envelope what
/// they release. Others name it by the digest of these SPKI bytes.
/// </summary>
public sealed record SessionRecord(string Tender, string Lot, ImmutableArray<byte> Session, DateTimeOffset Time) : LineRecord
{
    /// <summary>The shape of <c>session/1</c>.</summary>
    public static RecordShape Layout { get; } = new("session/1", "开标会话公钥公告", "交易中心",
    [
        Fields.Tender,
        Fields.Lot,
        new("session", "会话公钥(SPKI)", RecordForm.Base64(RecordLimits.KeyBytes)),
        Fields.Time,
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads an announcement strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static SessionRecord Parse(string text) => Read(text, Layout, g => new SessionRecord(
        g.Text("tender"), g.Text("lot"), g.Bytes("session"), g.Time("time")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Line("lot", Lot)
        .Line("session", Session)
        .Line("time", Time);
}
