using Trading.Grains.Documents;
using Trading.Grains.Shell;

namespace Trading.Silo.Documents;

/// <summary>Why an upload is not taken, in the order in which the store looks.</summary>
internal static class DocumentRefusals
{
    public static DocumentRefusedException DocumentTooLarge(long size, long limit) => Refuse(
        new Refusal("DocumentTooLarge", "The document is larger than allowed.", "文件超过允许的大小。"),
        ("size", size), ("limit", limit));

    public static DocumentRefusedException QuotaExceeded(long wanted, long limit) => Refuse(
        new Refusal(
            "QuotaExceeded",
            "Your unfinished and unused uploads together are larger than allowed.",
            "您未完成及未使用的上传总量超过配额。"),
        ("wanted", wanted), ("limit", limit));

    public static DocumentRefusedException TooManyUploads(int limit) => Refuse(
        new Refusal("TooManyUploads", "Too many uploads are under way.", "进行中的上传过多。"), ("limit", limit));

    public static DocumentRefusedException UploadUnknown() => Refuse(
        new Refusal(
            "UploadUnknown",
            "There is no such upload: it expired or was never begun.",
            "上传不存在:已过期或从未开始。"));

    public static DocumentRefusedException ChunkOutOfPlace(long offset, long received) => Refuse(
        new Refusal(
            "ChunkOutOfPlace",
            "The chunk does not begin where the upload ends: go on from the bytes received.",
            "分块起点与已接收的位置不符,请从已接收处继续。"),
        ("offset", offset), ("received", received));

    public static DocumentRefusedException ChunkTooLarge(long limit) => Refuse(
        new Refusal("ChunkTooLarge", "The chunk is larger than allowed.", "分块超过允许的大小。"), ("limit", limit));

    public static DocumentRefusedException BeyondSize(long size) => Refuse(
        new Refusal(
            "BeyondSize", "The chunk goes beyond the size the upload was begun with.", "分块超出上传声明的大小。"),
        ("size", size));

    public static DocumentRefusedException BytesMissing(long received, long size) => Refuse(
        new Refusal("BytesMissing", "The upload is not complete.", "上传尚未完整。"),
        ("received", received), ("size", size));

    public static DocumentRefusedException DigestDiffers(object expected, object found) => Refuse(
        new Refusal(
            "DigestDiffers",
            "The bytes received have another SM3 digest than announced: the upload was dropped.",
            "收到的内容与声明的 SM3 摘要不符,上传已丢弃。"),
        ("expected", expected), ("found", found));

    public static DocumentRefusedException DocumentUnknown() => Refuse(
        new Refusal("DocumentUnknown", "There is no such document.", "文件不存在。"));

    private static DocumentRefusedException Refuse(Refusal refusal, params ReadOnlySpan<(string Name, object Value)> facts)
    {
        foreach (var (name, value) in facts)
        {
            refusal = refusal.With(name, value);
        }

        return new DocumentRefusedException(refusal);
    }
}
