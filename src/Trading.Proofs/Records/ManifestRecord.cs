using System.Collections.Immutable;
using System.Globalization;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>One file of the zip: its path, its bytes unpacked, its digest.</summary>
public sealed record ManifestFile(string Path, long Size, Digest Sm3);

/// <summary>
/// 项目档案目录 <c>record/1</c>: everything in the zip of a closed tender except this text and its signatures, sorted by path.
/// The public form leaves out what the law keeps secret; the restricted form is for supervisor and auditor.
/// </summary>
public sealed record ManifestRecord(
    bool Restricted,
    string Tender,
    Digest LastEvent,
    ImmutableArray<ManifestFile> Files) : LineRecord
{
    /// <summary>The shape of <c>record/1</c>.</summary>
    public static RecordShape Layout { get; } = new("record/1", "项目档案目录", "交易中心",
    [
        new("form", "公开或受限", RecordForm.OneOf("public", "restricted")),
        Fields.Tender,
        Fields.Digest("last-event", "最后一个事件的摘要"),
        new(
            "file",
            "路径、字节数与摘要",
            [RecordForm.Path, RecordForm.Number(0, RecordLimits.FileBytes), RecordForm.Digest32])
        {
            Max = RecordLimits.Files,
        },
    ]) { MaxBytes = RecordLimits.ManifestBytes };

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a manifest strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static ManifestRecord Parse(string text) => Read(text, Layout, g => new ManifestRecord(
        g.Text("form") == "restricted",
        g.Text("tender"),
        g.Digest("last-event"),
        g.Many("file", f => new ManifestFile(
            f[0], long.Parse(f[1], CultureInfo.InvariantCulture), Digest.FromBase64(f[2])))));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("form", Restricted ? "restricted" : "public")
        .Line("tender", Tender)
        .Line("last-event", LastEvent)
        .Each(Files, (w, f) => w.Line(
            "file", f.Path, f.Size.ToString(CultureInfo.InvariantCulture), f.Sm3.ToBase64()));

    /// <inheritdoc/>
    protected override string? Contradiction() =>
        AreAscending(Files.Select(f => f.Path)) ? null : "the files are sorted by the bytes of their paths, each once";
}
