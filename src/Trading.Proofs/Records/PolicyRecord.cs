using System.Collections.Immutable;
using System.Globalization;
using Trading.Proofs.Certificates;

namespace Trading.Proofs.Records;

/// <summary>Whose custodian it is. Custodians are independent legal persons with separately kept devices.</summary>
public enum CustodianRole
{
    /// <summary>招标人</summary>
    Tenderee,

    /// <summary>招标代理机构</summary>
    Agency,

    /// <summary>交易中心</summary>
    Centre,

    /// <summary>行政监督部门</summary>
    Supervisor,

    /// <summary>公证机构</summary>
    Notary,

    /// <summary>候补保管人</summary>
    Deputy,
}

/// <summary>What a bidder may do when its first key fails, all before the window is shut (第三十一条 补救方案).</summary>
public enum Remedy
{
    /// <summary>第二把锁</summary>
    SecondKey,

    /// <summary>封装记录</summary>
    SealRecord,

    /// <summary>与封装摘要一致的明文副本</summary>
    PlaintextCopy,

    /// <summary>解密时限延长一次</summary>
    ExtendOnce,
}

/// <summary>One custodian of opening keys: number from 1, and its two certificates in DER.</summary>
public sealed record Custodian(
    int Number,
    CustodianRole Role,
    string Code,
    string Name,
    ImmutableArray<byte> EncryptCertificate,
    ImmutableArray<byte> SignCertificate)
{
    /// <summary>The certificate bids are sealed to.</summary>
    /// <exception cref="FormatException">The bytes are no certificate.</exception>
    public Certificate ReadEncryptCertificate() => Certificate.FromDer(EncryptCertificate.AsSpan());

    /// <summary>The certificate of the key that signs this custodian's records.</summary>
    /// <exception cref="FormatException">The bytes are no certificate.</exception>
    public Certificate ReadSignCertificate() => Certificate.FromDer(SignCertificate.AsSpan());
}

/// <summary>
/// 开标规则 <c>policy/1</c>: who keeps the opening keys and how a bid may be opened. It names no time, so that a moved
/// deadline leaves sealed bids valid. Its digest is the <c>opening</c> line of every sealed file.
/// </summary>
public sealed record PolicyRecord(
    string Tender,
    ImmutableArray<string> Lots,
    ImmutableArray<string> Parts,
    Threshold Threshold,
    ImmutableArray<Custodian> Custodians,
    bool Escrow,
    ImmutableArray<Remedy> Remedies,
    string Attend) : LineRecord
{
    /// <summary>The shape of <c>policy/1</c>.</summary>
    public static RecordShape Layout { get; } = new("policy/1", "开标规则", "交易中心与招标人",
    [
        Fields.Tender,
        Fields.Lot with { Max = RecordLimits.Lots },
        new("part", "投标文件组成部分", RecordForm.Part) { Max = RecordLimits.Parts },
        new("threshold", "开启所需保管人数与总数", RecordForm.Threshold),
        new("custodian", "保管人", [RecordForm.Index, RecordForm.OneOf<CustodianRole>(), RecordForm.Code, RecordForm.NameText])
        {
            Min = 2,
            Max = RecordLimits.Custodians,
            Inner =
            [
                new("custodian-encrypt", "保管人加密证书", [RecordForm.Index, RecordForm.Base64(RecordLimits.CertificateBytes)]),
                new("custodian-sign", "保管人签名证书", [RecordForm.Index, RecordForm.Base64(RecordLimits.CertificateBytes)]),
            ],
        },
        new("order", "解密次序", RecordForm.OneOf("bidders-first")),
        new("release", "解密方式", RecordForm.OneOf("bidder", "escrow")),
        new("remedy", "补救措施", RecordForm.OneOf<Remedy>()) { Min = 0, Max = 4 },
        Fields.Text("attend", "参加开标的规定"),
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a policy strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static PolicyRecord Parse(string text) => Read(text, Layout, g => new PolicyRecord(
        g.Text("tender"),
        g.Texts("lot"),
        g.Texts("part"),
        Threshold.TryParse(g.Text("threshold"), out var threshold) ? threshold : default,
        g.Many("custodian", c => new Custodian(
            int.Parse(c[0], CultureInfo.InvariantCulture),
            RecordWord.To<CustodianRole>(c[1]),
            c[2],
            c[3],
            [.. Convert.FromBase64String(c.One("custodian-encrypt")[1])],
            [.. Convert.FromBase64String(c.One("custodian-sign")[1])])),
        g.Text("release") == "escrow",
        g.Many("remedy", r => RecordWord.To<Remedy>(r[0])),
        g.Text("attend")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Each(Lots, (w, lot) => w.Line("lot", lot))
        .Each(Parts, (w, part) => w.Line("part", part))
        .Line("threshold", Threshold.ToString())
        .Each(Custodians, WriteCustodian)
        .Line("order", "bidders-first")
        .Line("release", Escrow ? "escrow" : "bidder")
        .Each(Remedies, (w, remedy) => w.Line("remedy", RecordWord.Of(remedy)))
        .Line("attend", Attend);

    /// <inheritdoc/>
    protected override string? Contradiction()
    {
        if (!AreDistinct(Lots) || !AreDistinct(Parts) || !AreDistinct(Remedies))
        {
            return "a lot, part or remedy stands twice";
        }

        if (!Custodians.Select(c => c.Number).SequenceEqual(Enumerable.Range(1, Threshold.Total)))
        {
            return "the custodians are numbered from 1 to the threshold's total";
        }

        // A certificate that stands twice would let one device count for two.
        return AreDistinct(Custodians.SelectMany(Certificates)) ? null : "a certificate stands twice";
    }

    private static IEnumerable<string> Certificates(Custodian custodian) =>
    [
        Convert.ToBase64String(custodian.EncryptCertificate.AsSpan()),
        Convert.ToBase64String(custodian.SignCertificate.AsSpan()),
    ];

    private static void WriteCustodian(LineWriter lines, Custodian custodian)
    {
        var number = custodian.Number.ToString(CultureInfo.InvariantCulture);
        lines.Line("custodian", number, RecordWord.Of(custodian.Role), custodian.Code, custodian.Name)
            .Line("custodian-encrypt", number, Convert.ToBase64String(custodian.EncryptCertificate.AsSpan()))
            .Line("custodian-sign", number, Convert.ToBase64String(custodian.SignCertificate.AsSpan()));
    }
}
