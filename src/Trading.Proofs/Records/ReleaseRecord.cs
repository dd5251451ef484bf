using System.Collections.Immutable;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>What opens one part: H(m_B) for the log, and m_B itself enveloped to the session key, DER.</summary>
public sealed record ReleasedPart(string Part, Digest ReleaseSm3, ImmutableArray<byte> Envelope);

/// <summary>
/// 解密放行书 <c>release/1</c>: a bidder releases its half of the key for all parts of the lot opened in this stage, in
/// one act; a partial release is none.
/// </summary>
public sealed record ReleaseRecord(
    string Tender,
    string Lot,
    string Bidder,
    long Version,
    Digest LiveSet,
    Digest Session,
    ImmutableArray<ReleasedPart> Parts,
    DateTimeOffset Time) : LineRecord
{
    /// <summary>The shape of <c>release/1</c>.</summary>
    public static RecordShape Layout { get; } = new("release/1", "解密放行书", "投标人",
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
                Fields.Digest("release-sm3", "放行内容摘要"),
                new("envelope", "放行信封", RecordForm.Base64(RecordLimits.EnvelopeBytes / 8)),
            ],
        },
        Fields.Time,
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a release strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static ReleaseRecord Parse(string text) => Read(text, Layout, g => new ReleaseRecord(
        g.Text("tender"),
        g.Text("lot"),
        g.Text("bidder"),
        g.Number("version"),
        g.Digest("live-set"),
        g.Digest("session"),
        g.Many("part", p => new ReleasedPart(p[0], p.Digest("release-sm3"), p.Bytes("envelope"))),
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
            .Line("release-sm3", part.ReleaseSm3)
            .Line("envelope", part.Envelope))
        .Line("time", Time);

    /// <inheritdoc/>
    protected override string? Contradiction() => AreDistinct(Parts.Select(p => p.Part)) ? null : "a part stands twice";
}
