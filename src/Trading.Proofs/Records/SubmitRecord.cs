using System.Collections.Immutable;
using System.Globalization;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>One sealed file of a submission: its part, the digest and size of the file, and the digest of its header.</summary>
public sealed record SubmittedPart(string Part, Digest FileSm3, long FileSize, Digest HeaderSm3);

/// <summary>
/// 投标文件递交书 <c>submit/1</c>, or 替换书 <c>replace/1</c> with the same lines: the bidder's statement of which sealed
/// files it hands in, all parts in one act.
/// </summary>
public sealed record SubmitRecord(
    bool Replaces,
    string Tender,
    string Lot,
    string Bidder,
    long Version,
    Digest Opening,
    Digest Documents,
    ImmutableArray<SubmittedPart> Parts,
    ImmutableArray<Digest> BidderKeys,
    DateTimeOffset Time) : LineRecord
{
    private static readonly ImmutableArray<RecordField> Lines =
    [
        Fields.Tender,
        Fields.Lot,
        Fields.Bidder,
        Fields.Version,
        Fields.Digest("opening", "开标规则摘要"),
        Fields.Documents,
        new("part", "组成部分", RecordForm.Part)
        {
            Max = RecordLimits.Parts,
            Inner =
            [
                Fields.Digest("file-sm3", "密封文件摘要"),
                new("file-size", "密封文件字节数", RecordForm.Number(1, RecordLimits.FileBytes)),
                Fields.Digest("header-sm3", "密封文件头摘要"),
            ],
        },
        Fields.Digest("bidder-key", "投标人加密证书公钥摘要") with { Max = RecordLimits.BidderKeys },
        Fields.Time,
    ];

    /// <summary>The shape of <c>submit/1</c>.</summary>
    public static RecordShape Layout { get; } = new("submit/1", "投标文件递交书", "投标人", Lines);

    /// <summary>The shape of <c>replace/1</c>.</summary>
    public static RecordShape ReplaceLayout { get; } = new("replace/1", "投标文件替换书", "投标人", Lines);

    /// <inheritdoc/>
    public override RecordShape Shape => Replaces ? ReplaceLayout : Layout;

    /// <summary>Reads a submission or a replacement strictly; the type line tells which.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static SubmitRecord Parse(string text)
    {
        var replaces = text.StartsWith($"{ReplaceLayout.FirstLine}\n", StringComparison.Ordinal);
        return Read(text, replaces ? ReplaceLayout : Layout, g => new SubmitRecord(
            replaces,
            g.Text("tender"),
            g.Text("lot"),
            g.Text("bidder"),
            g.Number("version"),
            g.Digest("opening"),
            g.Digest("documents"),
            g.Many("part", p => new SubmittedPart(
                p[0], p.Digest("file-sm3"), p.Number("file-size"), p.Digest("header-sm3"))),
            g.Many("bidder-key", k => Digest.FromBase64(k[0])),
            g.Time("time")));
    }

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Line("lot", Lot)
        .Line("bidder", Bidder)
        .Line("version", Version)
        .Line("opening", Opening)
        .Line("documents", Documents)
        .Each(Parts, (w, part) => w
            .Line("part", part.Part)
            .Line("file-sm3", part.FileSm3)
            .Line("file-size", part.FileSize.ToString(CultureInfo.InvariantCulture))
            .Line("header-sm3", part.HeaderSm3))
        .Each(BidderKeys, (w, key) => w.Line("bidder-key", key))
        .Line("time", Time);

    /// <inheritdoc/>
    protected override string? Contradiction() =>
        AreDistinct(Parts.Select(p => p.Part)) && AreDistinct(BidderKeys) ? null : "a part or a bidder's key stands twice";
}
