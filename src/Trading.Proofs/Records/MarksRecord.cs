using System.Collections.Immutable;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>One mark: whose bid, which item of the score sheet, and the mark, 0 to 1,000 exact.</summary>
public sealed record Mark(string Bidder, string Item, decimal Value);

/// <summary>评分表 <c>marks/1</c>: all marks of one member of the committee for one lot.</summary>
public sealed record MarksRecord(
    string Tender,
    string Lot,
    Digest Member,
    ImmutableArray<Mark> Marks,
    DateTimeOffset Time) : LineRecord
{
    /// <summary>The highest mark.</summary>
    public const decimal MaxMark = 1_000;

    /// <summary>The shape of <c>marks/1</c>.</summary>
    public static RecordShape Layout { get; } = new("marks/1", "评分表", "评标委员会成员",
    [
        Fields.Tender,
        Fields.Lot,
        Fields.Digest("member", "评委签名证书公钥摘要"),
        new("mark", "投标人、评分项与分值", [RecordForm.Code, RecordForm.Short, RecordForm.Decimal])
        {
            Max = RecordLimits.Marks,
        },
        Fields.Time,
    ]) { MaxBytes = 4 * RecordLimits.RecordBytes };

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a score sheet strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static MarksRecord Parse(string text) => Read(text, Layout, g => new MarksRecord(
        g.Text("tender"),
        g.Text("lot"),
        g.Digest("member"),
        g.Many("mark", m => new Mark(m[0], m[1], DecimalText.TryParse(m[2], out var value) ? value : -1)),
        g.Time("time")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Line("lot", Lot)
        .Line("member", Member)
        .Each(Marks, (w, m) => w.Line("mark", m.Bidder, m.Item, DecimalText.Format(m.Value)))
        .Line("time", Time);

    /// <inheritdoc/>
    protected override string? Contradiction()
    {
        if (Marks.Any(m => m.Value is < 0 or > MaxMark))
        {
            return "a mark is from 0 to 1000";
        }

        return AreDistinct(Marks.Select(m => (m.Bidder, m.Item))) ? null : "an item of one bid is marked twice";
    }
}
