using System.Collections.Immutable;
using System.Globalization;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>One share of a party's secret: the receiving party's number, its encryption key's certid, the envelope (DER).</summary>
public sealed record DrawShare(int Party, Digest Certificate, ImmutableArray<byte> Envelope);

/// <summary>
/// 抽取信封 <c>draw-envelope/1</c>, round 2: a party's secret shared k of m to the others, so that withholding it later
/// gains nothing. It names no time: its digest was committed to in round 1.
/// </summary>
public sealed record DrawEnvelopeRecord(
    string Draw,
    int Party,
    Threshold Threshold,
    ImmutableArray<DrawShare> Shares) : LineRecord
{
    /// <summary>The shape of <c>draw-envelope/1</c>.</summary>
    public static RecordShape Layout { get; } = new("draw-envelope/1", "抽取信封", "抽取参与方",
    [
        Fields.Draw,
        Fields.Party,
        new("threshold", "恢复所需份数与总份数", RecordForm.Threshold),
        new(
            "share",
            "接收方序号、加密证书公钥摘要与信封",
            [RecordForm.Index, RecordForm.Digest32, RecordForm.Base64(RecordLimits.EnvelopeBytes / 8)])
        {
            Min = 2,
            Max = RecordLimits.Custodians,
        },
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads an envelope record strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static DrawEnvelopeRecord Parse(string text) => Read(text, Layout, g => new DrawEnvelopeRecord(
        g.Text("draw"),
        (int)g.Number("party"),
        Threshold.TryParse(g.Text("threshold"), out var threshold) ? threshold : default,
        g.Many("share", s => new DrawShare(
            int.Parse(s[0], CultureInfo.InvariantCulture),
            Digest.FromBase64(s[1]),
            [.. Convert.FromBase64String(s[2])]))));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("draw", Draw)
        .Line("party", Party.ToString(CultureInfo.InvariantCulture))
        .Line("threshold", Threshold.ToString())
        .Each(Shares, (w, s) => w.Line(
            "share",
            s.Party.ToString(CultureInfo.InvariantCulture),
            s.Certificate.ToBase64(),
            Convert.ToBase64String(s.Envelope.AsSpan())));

    /// <inheritdoc/>
    protected override string? Contradiction()
    {
        if (Shares.Length != Threshold.Total)
        {
            return "there are as many shares as the threshold's total";
        }

        if (Shares.Any(s => s.Party == Party))
        {
            return "a party shares its secret to the others only";
        }

        return Shares.Zip(Shares.Skip(1)).All(p => p.First.Party < p.Second.Party)
            && AreDistinct(Shares.Select(s => s.Certificate))
            ? null
            : "the shares are sorted by party, and no party or key stands twice";
    }
}
