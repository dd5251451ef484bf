using System.Collections.Immutable;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>What a registered party is.</summary>
public enum PartyKind
{
    /// <summary>投标人</summary>
    Bidder,

    /// <summary>招标人</summary>
    Tenderee,

    /// <summary>招标代理机构</summary>
    Agency,

    /// <summary>行政监督部门</summary>
    Supervisor,

    /// <summary>公证机构</summary>
    Notary,

    /// <summary>交易中心</summary>
    Centre,

    /// <summary>评标专家所属或本人</summary>
    Expert,

    /// <summary>审计机构</summary>
    Auditor,
}

/// <summary>
/// 主体登记书 <c>register/1</c>: a party registers itself and its keys. Contact data is named by its salted digest only, so
/// that it can be erased.
/// </summary>
public sealed record RegisterRecord(
    PartyKind Kind,
    string Code,
    string Name,
    Digest Sign,
    ImmutableArray<Digest> Encrypt,
    Digest Contact,
    DateTimeOffset Time) : LineRecord
{
    /// <summary>The shape of <c>register/1</c>.</summary>
    public static RecordShape Layout { get; } = new("register/1", "主体登记书", "登记主体",
    [
        new("kind", "主体类别", RecordForm.OneOf<PartyKind>()),
        new("code", "统一社会信用代码", RecordForm.Code),
        new("name", "名称", RecordForm.NameText),
        Fields.Digest("sign", "签名证书公钥摘要"),
        Fields.Digest("encrypt", "加密证书公钥摘要") with { Min = 0, Max = RecordLimits.BidderKeys },
        Fields.Digest("contact", "联系方式摘要"),
        Fields.Time,
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a registration strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static RegisterRecord Parse(string text) => Read(text, Layout, g => new RegisterRecord(
        RecordWord.To<PartyKind>(g.Text("kind")),
        g.Text("code"),
        g.Text("name"),
        g.Digest("sign"),
        g.Many("encrypt", e => Digest.FromBase64(e[0])),
        g.Digest("contact"),
        g.Time("time")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("kind", RecordWord.Of(Kind))
        .Line("code", Code)
        .Line("name", Name)
        .Line("sign", Sign)
        .Each(Encrypt, (w, key) => w.Line("encrypt", key))
        .Line("contact", Contact)
        .Line("time", Time);

    /// <inheritdoc/>
    protected override string? Contradiction()
    {
        if (Kind == PartyKind.Bidder && Encrypt.IsEmpty)
        {
            return "a bidder registers at least one encryption key";
        }

        // 双证书: one key for both would let an escrowed encryption key sign.
        return AreDistinct(Encrypt.Append(Sign)) ? null : "a key stands twice";
    }
}
