using System.Collections.Immutable;
using System.Globalization;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Proofs.Draws;

/// <summary>A party of a draw: its number from 1, what it is, and its commitment of round 1.</summary>
public sealed record DrawParty(int Number, DrawRole Role, Digest Commitment);

/// <summary>
/// 抽取记录 <c>draw/1</c>: everything that is fixed before any secret is shown: the pool, how many to draw, and what the
/// parties committed to. Its digest keys the seed. Equal commitments are refused: who copies another's commitment opens
/// it by copying the reveal, and would seem to have added a chance of its own.
/// </summary>
public sealed record DrawRecord(
    string Draw,
    string Project,
    int PoolSize,
    Digest PoolRoot,
    int Take,
    int Reserve,
    ImmutableArray<DrawParty> Parties) : LineRecord
{
    /// <summary>The shape of <c>draw/1</c>.</summary>
    public static RecordShape Layout { get; } = new("draw/1", "抽取记录", "抽取参与方",
    [
        new("draw", "抽取编号", RecordForm.Tender),
        new("project", "项目编号", RecordForm.Tender),
        new("pool", "备选数量与默克尔根", [RecordForm.Number(1, DrawLimits.Pool), RecordForm.Digest32]),
        new("take", "抽取数量", RecordForm.Number(1, DrawLimits.Pool)),
        new("reserve", "备用数量", RecordForm.Number(0, DrawLimits.Pool)),
        new("parties", "参与方数量", RecordForm.Number(DrawLimits.MinParties, DrawLimits.Parties)),
        new("party", "参与方序号、身份与承诺", [RecordForm.Index, RecordForm.OneOf<DrawRole>(), RecordForm.Digest32])
        {
            Min = DrawLimits.MinParties,
            Max = DrawLimits.Parties,
        },
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a draw record strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static DrawRecord Parse(string text) => Read(text, Layout, g =>
    {
        var parties = g.Many("party", p => new DrawParty(
            int.Parse(p[0], CultureInfo.InvariantCulture),
            RecordWord.To<DrawRole>(p[1]),
            Digest.FromBase64(p[2])));
        return g.Number("parties") == parties.Length
            ? new DrawRecord(
                g.Text("draw"),
                g.Text("project"),
                int.Parse(g.One("pool")[0], CultureInfo.InvariantCulture),
                Digest.FromBase64(g.One("pool")[1]),
                (int)g.Number("take"),
                (int)g.Number("reserve"),
                parties)
            : throw new RecordException(RecordFault.Inconsistent, 0, "the number of parties is not that of their lines");
    });

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("draw", Draw)
        .Line("project", Project)
        .Line("pool", PoolSize.ToString(CultureInfo.InvariantCulture), PoolRoot.ToBase64())
        .Line("take", Take)
        .Line("reserve", Reserve)
        .Line("parties", Parties.Length)
        .Each(Parties, (w, p) => w.Line(
            "party", p.Number.ToString(CultureInfo.InvariantCulture), RecordWord.Of(p.Role), p.Commitment.ToBase64()));

    /// <inheritdoc/>
    protected override string? Contradiction()
    {
        if ((long)Take + Reserve > PoolSize)
        {
            return "more are to be drawn than the pool holds";
        }

        if (!Parties.Select(p => p.Number).SequenceEqual(Enumerable.Range(1, Parties.Length)))
        {
            return "the parties are numbered 1, 2, 3 and so on";
        }

        return AreDistinct(Parties.Select(p => p.Commitment)) ? null : "two parties committed to the same value";
    }
}
