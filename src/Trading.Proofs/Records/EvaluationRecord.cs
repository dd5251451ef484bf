using System.Collections.Immutable;
using System.Globalization;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>A bid's place in the ranking, from 1, and its total score, exact.</summary>
public sealed record RankedBid(int Place, string Bidder, decimal Score);

/// <summary>
/// 评标结果 <c>evaluation/1</c>: the ranking and the digest of the report it follows from (canonical JSON); signed by every
/// member of the committee. Bids rejected stand in the report only.
/// </summary>
public sealed record EvaluationRecord(
    string Tender,
    string Lot,
    Digest ReportSm3,
    ImmutableArray<RankedBid> Ranking,
    DateTimeOffset Time) : LineRecord
{
    /// <summary>The shape of <c>evaluation/1</c>.</summary>
    public static RecordShape Layout { get; } = new("evaluation/1", "评标结果", "评标委员会全体成员",
    [
        Fields.Tender,
        Fields.Lot,
        Fields.Digest("report-sm3", "评标报告摘要"),
        new(
            "ranked",
            "名次、投标人与总分",
            [RecordForm.Number(1, RecordLimits.Bids), RecordForm.Code, RecordForm.Decimal])
        {
            Min = 0,
            Max = RecordLimits.Bids,
        },
        Fields.Time,
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a result strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static EvaluationRecord Parse(string text) => Read(text, Layout, g => new EvaluationRecord(
        g.Text("tender"),
        g.Text("lot"),
        g.Digest("report-sm3"),
        g.Many("ranked", r => new RankedBid(
            int.Parse(r[0], CultureInfo.InvariantCulture), r[1], DecimalText.TryParse(r[2], out var score) ? score : 0)),
        g.Time("time")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Line("lot", Lot)
        .Line("report-sm3", ReportSm3)
        .Each(Ranking, (w, r) => w.Line(
            "ranked", r.Place.ToString(CultureInfo.InvariantCulture), r.Bidder, DecimalText.Format(r.Score)))
        .Line("time", Time);

    /// <inheritdoc/>
    protected override string? Contradiction()
    {
        if (!Ranking.Select(r => r.Place).SequenceEqual(Enumerable.Range(1, Ranking.Length)))
        {
            return "the places are 1, 2, 3 and so on";
        }

        return AreDistinct(Ranking.Select(r => r.Bidder)) ? null : "a bidder is ranked twice";
    }
}
