using System.Globalization;
using Trading.Grains.Shell;

namespace Trading.Web.Api;

/// <summary>The refusals of the interface itself, in the order in which they are checked; the grains' own come after them.</summary>
internal static class Problems
{
    public static readonly Refusal TooManyRequests = new(
        nameof(TooManyRequests), "Too many requests from here; wait a minute.", "请求过于频繁，请稍后再试。");

    public static readonly Refusal LoginNeeded = new(
        nameof(LoginNeeded), "Log in with a certificate first.", "请先使用数字证书登录。");

    public static readonly Refusal ForeignOrigin = new(
        nameof(ForeignOrigin), "A page of another origin may not act in your name.", "其他来源的页面不得以您的名义操作。");

    public static readonly Refusal RoleNotYours = new(
        nameof(RoleNotYours), "Your roles do not allow this.", "您的角色无权进行此操作。");

    public static readonly Refusal RoleUnclear = new(
        nameof(RoleUnclear), "You hold several roles that allow this: name one in the header Trading-Role.",
        "您持有多个可执行此操作的角色，请在 Trading-Role 头中指明其一。");

    public static readonly Refusal NotFound = new(
        nameof(NotFound), "There is no such thing, or it is not for you to see.", "对象不存在，或您无权查看。");

    public static readonly Refusal NotYetPublished = new(
        nameof(NotYetPublished), "The leaf is not in a published batch yet; ask again after the next one.",
        "该叶尚未随批次公布，请在下一批次后再查询。");

    public static readonly Refusal BodyNotRead = new(
        nameof(BodyNotRead), "The request did not arrive whole.", "请求未完整到达。");

    public static readonly Refusal TryAgain = new(
        nameof(TryAgain), "It is not known whether the act was kept: send the same command again, with the same id.",
        "操作结果未知，请以同一指令编号重新提交。");

    public static readonly Refusal StoreFailed = new(
        nameof(StoreFailed), "The store refused the write: nothing of it was kept.", "存储写入失败，未保存任何内容。");

    public static Refusal Malformed(string place, string cause) =>
        new Refusal(nameof(Malformed), "The request is not of the form asked.", "请求格式不正确。")
            .With("place", place).With("cause", cause);

    public static Refusal TooLarge(string what, long limit) =>
        new Refusal(nameof(TooLarge), "The request is larger than allowed.", "请求超过允许的大小。")
            .With("what", what).With("limit_bytes", limit.ToString(CultureInfo.InvariantCulture));

    public static Refusal MediaType(string expected) =>
        new Refusal(nameof(MediaType), "The request's media type is not the one asked.", "请求的媒体类型不正确。")
            .With("expected", expected);
}
