using System.Collections.Immutable;
using System.Globalization;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>A candidate for the award: place from 1, and its price in fen.</summary>
public sealed record Candidate(int Place, string Bidder, long PriceFen);

/// <summary>
/// 中标候选人公示 <c>candidates/1</c>: the candidates in their order, the evaluation they follow from, and when objections
/// end (招标投标法实施条例 第五十四条: not less than three days).
/// </summary>
public sealed record CandidatesRecord(
    string Tender,
    string Lot,
    Digest Evaluation,
    ImmutableArray<Candidate> Candidates,
    DateTimeOffset ObjectionsUntil,
    DateTimeOffset Time) : LineRecord
{
    /// <summary>The shape of <c>candidates/1</c>.</summary>
    public static RecordShape Layout { get; } = new("candidates/1", "中标候选人公示", "交易中心与招标人",
    [
        Fields.Tender,
        Fields.Lot,
        Fields.Digest("evaluation", "评标结果摘要"),
        new(
            "candidate",
            "名次、投标人与报价(分)",
            [
                RecordForm.Number(1, RecordLimits.Candidates),
                RecordForm.Code,
                RecordForm.Number(0, CanonicalJson.MaxInteger),
            ])
        {
            Max = RecordLimits.Candidates,
        },
        Fields.TimeOf("objections-until", "异议截止时间"),
        Fields.Time,
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a publication strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static CandidatesRecord Parse(string text) => Read(text, Layout, g => new CandidatesRecord(
        g.Text("tender"),
        g.Text("lot"),
        g.Digest("evaluation"),
        g.Many("candidate", c => new Candidate(
            int.Parse(c[0], CultureInfo.InvariantCulture), c[1], long.Parse(c[2], CultureInfo.InvariantCulture))),
        g.Time("objections-until"),
        g.Time("time")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Line("lot", Lot)
        .Line("evaluation", Evaluation)
        .Each(Candidates, (w, c) => w.Line(
            "candidate",
            c.Place.ToString(CultureInfo.InvariantCulture),
            c.Bidder,
            c.PriceFen.ToString(CultureInfo.InvariantCulture)))
        .Line("objections-until", ObjectionsUntil)
        .Line("time", Time);

    /// <inheritdoc/>
    protected override string? Contradiction()
    {
        if (!Candidates.Select(c => c.Place).SequenceEqual(Enumerable.Range(1, Candidates.Length)))
        {
            return "the places are 1, 2, 3 and so on";
        }

        if (!AreDistinct(Candidates.Select(c => c.Bidder)))
        {
            return "a bidder is a candidate twice";
        }

        return Time < ObjectionsUntil ? null : "objections end after the publication";
    }
}
