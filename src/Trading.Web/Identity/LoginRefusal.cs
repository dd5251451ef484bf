using Trading.Grains.Shell;

namespace Trading.Web.Identity;

/// <summary>Why a login is refused, in the order in which it is checked.</summary>
internal static class LoginRefusal
{
    public static readonly Refusal TooManyChallenges = new(
        nameof(TooManyChallenges), "Too many logins are open; try again in two minutes.", "待完成的登录过多，请两分钟后再试。");

    public static readonly Refusal TooManyFailedLogins = new(
        nameof(TooManyFailedLogins), "Too many failed logins with this certificate; wait a minute.", "该证书登录失败次数过多，请稍后再试。");

    public static readonly Refusal LoginMalformed = new(
        nameof(LoginMalformed), "The signed text is not a login/1 record.", "签名文本不是 login/1 记录。", "docs/sealing.md login/1");

    public static readonly Refusal ChallengeUnknown = new(
        nameof(ChallengeUnknown), "The challenge is not open: it was used, is too old, or was never given.",
        "登录挑战无效：已使用、已过期或从未签发。");

    public static readonly Refusal OriginDiffers = new(
        nameof(OriginDiffers), "The login was signed for another origin.", "登录签名所指来源与本站不符。");

    public static readonly Refusal ChallengeDiffers = new(
        nameof(ChallengeDiffers), "The login/1 text is not the one of this challenge and certificate.", "登录文本与挑战或证书不符。");

    public static readonly Refusal LoginCertificateMalformed = new(
        nameof(LoginCertificateMalformed), "The certificate cannot be read.", "证书无法读取。", "电子签名法 第十三条");

    public static readonly Refusal LoginCertificateRefused = new(
        nameof(LoginCertificateRefused), "The certificate does not count here.", "证书在本平台无效。", "电子签名法 第十三条");

    public static readonly Refusal LoginSignatureInvalid = new(
        nameof(LoginSignatureInvalid), "The signature does not fit the text and the certificate.", "签名与文本或证书不符。",
        "电子签名法 第十三条");

    public static readonly Refusal NotRegisteredHere = new(
        nameof(NotRegisteredHere), "This certificate is not registered for its party here.", "该证书未在本平台登记。");
}
