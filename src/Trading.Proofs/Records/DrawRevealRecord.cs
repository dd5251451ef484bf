using System.Globalization;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>抽取揭示 <c>draw-reveal/1</c>, round 3: a party shows its 32 random bytes.</summary>
public sealed record DrawRevealRecord(string Draw, int Party, Digest Reveal, DateTimeOffset Time) : LineRecord
{
    /// <summary>The shape of <c>draw-reveal/1</c>.</summary>
    public static RecordShape Layout { get; } = new("draw-reveal/1", "抽取揭示", "抽取参与方",
    [
        Fields.Draw,
        Fields.Party,
        Fields.Digest("reveal", "随机数"),
        Fields.Time,
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a reveal strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static DrawRevealRecord Parse(string text) => Read(text, Layout, g => new DrawRevealRecord(
        g.Text("draw"), (int)g.Number("party"), g.Digest("reveal"), g.Time("time")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("draw", Draw)
        .Line("party", Party.ToString(CultureInfo.InvariantCulture))
        .Line("reveal", Reveal)
        .Line("time", Time);
}
