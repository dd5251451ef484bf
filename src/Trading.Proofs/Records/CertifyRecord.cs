using System.Collections.Immutable;

namespace Trading.Proofs.Records;

/// <summary>
/// 证书申请书 <c>certify/1</c>: asks the test CA for a pair of certificates; signed by the new signing key, which shows
/// possession of it.
/// </summary>
public sealed record CertifyRecord(
    string Subject,
    string Code,
    ImmutableArray<byte> Sign,
    ImmutableArray<byte> Encrypt,
    DateTimeOffset Time) : LineRecord
{
    /// <summary>The shape of <c>certify/1</c>.</summary>
    public static RecordShape Layout { get; } = new("certify/1", "证书申请书", "申请人",
    [
        new("subject", "申请人名称", RecordForm.NameText),
        new("code", "统一社会信用代码", RecordForm.Code),
        new("sign", "签名公钥(SPKI)", RecordForm.Base64(RecordLimits.KeyBytes)),
        new("encrypt", "加密公钥(SPKI)", RecordForm.Base64(RecordLimits.KeyBytes)),
        Fields.Time,
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a request strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static CertifyRecord Parse(string text) => Read(text, Layout, g => new CertifyRecord(
        g.Text("subject"), g.Text("code"), g.Bytes("sign"), g.Bytes("encrypt"), g.Time("time")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("subject", Subject)
        .Line("code", Code)
        .Line("sign", Sign)
        .Line("encrypt", Encrypt)
        .Line("time", Time);

    /// <inheritdoc/>
    protected override string? Contradiction() =>
        Sign.AsSpan().SequenceEqual(Encrypt.AsSpan()) ? "one key is asked for both uses" : null;
}
