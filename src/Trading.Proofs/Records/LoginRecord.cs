using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>
/// 登录声明 <c>login/1</c>: answers a one-time challenge of a web origin. Its type line keeps the signature from ever being
/// taken for a bid's.
/// </summary>
public sealed record LoginRecord(string Origin, Digest Nonce, Digest Certificate, DateTimeOffset Time) : LineRecord
{
    /// <summary>The shape of <c>login/1</c>.</summary>
    public static RecordShape Layout { get; } = new("login/1", "登录声明", "登录人",
    [
        new("origin", "登录网站", RecordForm.Origin),
        Fields.Digest("nonce", "一次性挑战"),
        Fields.Digest("certificate", "签名证书公钥摘要"),
        Fields.Time,
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a login statement strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static LoginRecord Parse(string text) => Read(text, Layout, g => new LoginRecord(
        g.Text("origin"), g.Digest("nonce"), g.Digest("certificate"), g.Time("time")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("origin", Origin)
        .Line("nonce", Nonce)
        .Line("certificate", Certificate)
        .Line("time", Time);
}
