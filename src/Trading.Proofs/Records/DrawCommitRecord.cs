using System.Globalization;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>Who takes part in a draw; each party's number makes it one.</summary>
public enum DrawRole
{
    /// <summary>交易中心</summary>
    Centre,

    /// <summary>招标人</summary>
    Tenderee,

    /// <summary>招标代理机构</summary>
    Agency,

    /// <summary>行政监督部门</summary>
    Supervisor,

    /// <summary>公证机构</summary>
    Notary,

    /// <summary>投标人代表</summary>
    Bidder,
}

/// <summary>
/// 抽取承诺 <c>draw-commit/1</c>, round 1: a party binds itself to its secret and to the envelope that recovers it, before
/// anybody can have seen either.
/// </summary>
public sealed record DrawCommitRecord(
    string Draw,
    int Party,
    DrawRole Role,
    Digest Commit,
    Digest EnvelopeSm3,
    DateTimeOffset Time) : LineRecord
{
    /// <summary>The shape of <c>draw-commit/1</c>.</summary>
    public static RecordShape Layout { get; } = new("draw-commit/1", "抽取承诺", "抽取参与方",
    [
        Fields.Draw,
        Fields.Party,
        new("role", "参与方身份", RecordForm.OneOf<DrawRole>()),
        Fields.Digest("commit", "随机数承诺"),
        Fields.Digest("envelope-sm3", "随机数信封摘要"),
        Fields.Time,
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a commitment strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static DrawCommitRecord Parse(string text) => Read(text, Layout, g => new DrawCommitRecord(
        g.Text("draw"),
        (int)g.Number("party"),
        RecordWord.To<DrawRole>(g.Text("role")),
        g.Digest("commit"),
        g.Digest("envelope-sm3"),
        g.Time("time")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("draw", Draw)
        .Line("party", Party.ToString(CultureInfo.InvariantCulture))
        .Line("role", RecordWord.Of(Role))
        .Line("commit", Commit)
        .Line("envelope-sm3", EnvelopeSm3)
        .Line("time", Time);
}
