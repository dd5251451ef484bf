using System.Collections.Immutable;
using System.Globalization;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>H(m_i) of a custodian's share for one part of one bid.</summary>
public sealed record BidShare(string Bidder, string Part, Digest ShareSm3);

/// <summary>
/// 保管人放行书 <c>share/1</c>: a custodian releases its shares of the bids that the shut window lists as released; the
/// shares themselves are in one envelope to the session key, DER.
/// </summary>
public sealed record ShareRecord(
    string Tender,
    string Lot,
    int Custodian,
    Digest WindowShut,
    Digest Session,
    ImmutableArray<BidShare> Shares,
    ImmutableArray<byte> Envelope,
    DateTimeOffset Time) : LineRecord
{
    /// <summary>The shape of <c>share/1</c>.</summary>
    public static RecordShape Layout { get; } = new("share/1", "保管人放行书", "保管人",
    [
        Fields.Tender,
        Fields.Lot,
        new("custodian", "保管人序号", RecordForm.Index),
        Fields.Digest("window-shut", "解密时限截止书摘要"),
        Fields.Session,
        new("share", "投标、部分与份额摘要", [RecordForm.Code, RecordForm.Part, RecordForm.Digest32])
        {
            Max = RecordLimits.Bids * RecordLimits.Parts,
        },
        new("envelope", "份额信封", RecordForm.Base64(RecordLimits.EnvelopeBytes * 8)),
        Fields.Time,
    ]) { MaxBytes = 6 * RecordLimits.RecordBytes };

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a custodian's release strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static ShareRecord Parse(string text) => Read(text, Layout, g => new ShareRecord(
        g.Text("tender"),
        g.Text("lot"),
        (int)g.Number("custodian"),
        g.Digest("window-shut"),
        g.Digest("session"),
        g.Many("share", s => new BidShare(s[0], s[1], Digest.FromBase64(s[2]))),
        g.Bytes("envelope"),
        g.Time("time")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Line("lot", Lot)
        .Line("custodian", Custodian.ToString(CultureInfo.InvariantCulture))
        .Line("window-shut", WindowShut)
        .Line("session", Session)
        .Each(Shares, (w, s) => w.Line("share", s.Bidder, s.Part, s.ShareSm3.ToBase64()))
        .Line("envelope", Envelope)
        .Line("time", Time);

    /// <inheritdoc/>
    protected override string? Contradiction() =>
        AreAscending(Shares.Select(s => $"{s.Bidder} {s.Part}")) ? null : "the shares are sorted by bidder and part, each once";
}
