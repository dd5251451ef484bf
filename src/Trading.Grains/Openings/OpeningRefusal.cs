using Trading.Grains.Shell;

namespace Trading.Grains.Openings;

/// <summary>Why the opening machine cannot do what is asked, in order of precedence.</summary>
public static class OpeningRefusal
{
    public static readonly Refusal NoSession = new(
        nameof(NoSession), "This lot has no opening session.", "该标段没有开标会话。", "docs/sealing.md C.3");

    public static readonly Refusal SessionClosed = new(
        nameof(SessionClosed),
        "The machine was restarted: attestation officer and supervisor must hand in their halves of the session key.",
        "系统已重启，须由见证人与监督人交回会话密钥的两份。", "docs/sealing.md C.3");

    public static readonly Refusal SessionOpen = new(
        nameof(SessionOpen), "The session's key is in memory; no half is needed.", "会话密钥在内存中，无需恢复。", "docs/sealing.md C.3");

    public static readonly Refusal KeeperUnfit = new(
        nameof(KeeperUnfit), "A keeper's certificate is not a valid encryption certificate of a person of that role.",
        "保管人证书不是该角色人员的有效加密证书。", "docs/sealing.md C.3");

    public static readonly Refusal HalfWrong = new(
        nameof(HalfWrong), "This is not the half of the session key that was kept.", "提交的并非所保管的会话密钥份。", "docs/sealing.md C.3");

    public static readonly Refusal EnvelopeUnreadable = new(
        nameof(EnvelopeUnreadable), "The envelope does not open with the session's key, or does not hold what is asked.",
        "信封无法用会话密钥打开，或内容不符。", "docs/sealing.md C.3");

    public static readonly Refusal CopyMissing = new(
        nameof(CopyMissing), "The copy was not uploaded whole.", "明文副本未完整上传。", "电子招标投标办法 第三十一条");

    public static readonly Refusal LogBehind = new(
        nameof(LogBehind), "The log has not published every earlier act yet; begin again after its next batch.",
        "公开日志尚未包含此前全部操作，请在下一批次后再开始。", "docs/sealing.md E");
}
