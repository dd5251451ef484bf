using System.Collections.Immutable;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>T of one part: H(m_T) for the log, and m_T = 43 00 ‖ T itself enveloped to the session key, DER.</summary>
public sealed record SecretPart(string Part, Digest SecretSm3, ImmutableArray<byte> Envelope);

/// <summary>
/// 保管密钥补交书 <c>secret/1</c>: a bidder whose custodians' shares failed hands in T of all parts from its seal
/// record.
/// </summary>
public sealed record SecretRecord(
    string Tender,
    string Lot,
    string Bidder,
    long Version,
    Digest LiveSet,
    Digest Session,
    ImmutableArray<SecretPart> Parts,
    DateTimeOffset Time) : LineRecord
{
    /// <summary>The shape of <c>secret/1</c>.</summary>
    public static RecordShape Layout { get; } = new("secret/1", "保管密钥补交书", "投标人",
    [
        Fields.Tender,
        Fields.Lot,
        Fields.Bidder,
        Fields.Version,
        Fields.LiveSet,
        Fields.Session,
        new("part", "组成部分", RecordForm.Part)
        {
            Max = RecordLimits.Parts,
            Inner =
            [
                Fields.Digest("secret-sm3", "补交密钥摘要"),
                new("envelope", "补交信封", RecordForm.Base64(RecordLimits.EnvelopeBytes / 8)),
            ],
        },
        Fields.Time,
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads it strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static SecretRecord Parse(string text) => Read(text, Layout, g => new SecretRecord(
        g.Text("tender"),
        g.Text("lot"),
        g.Text("bidder"),
        g.Number("version"),
        g.Digest("live-set"),
        g.Digest("session"),
        g.Many("part", p => new SecretPart(p[0], p.Digest("secret-sm3"), p.Bytes("envelope"))),
        g.Time("time")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Line("lot", Lot)
        .Line("bidder", Bidder)
        .Line("version", Version)
        .Line("live-set", LiveSet)
        .Line("session", Session)
        .Each(Parts, (w, part) => w
            .Line("part", part.Part)
            .Line("secret-sm3", part.SecretSm3)
            .Line("envelope", part.Envelope))
        .Line("time", Time);

    /// <inheritdoc/>
    protected override string? Contradiction() => AreDistinct(Parts.Select(p => p.Part)) ? null : "a part stands twice";
}
