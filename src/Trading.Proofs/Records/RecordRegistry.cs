using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Trading.Proofs.Draws;

namespace Trading.Proofs.Records;

/// <summary>One kind of record: its shape, and how its text is read.</summary>
public sealed record RegisteredRecord(RecordShape Shape, Func<string, LineRecord> Parse);

/// <summary>
/// Every record that is signed or hashed as text. The table in docs/records.md is <see cref="ToMarkdown"/>, and a test
/// compares them, so that code and document cannot drift apart.
/// </summary>
public static class RecordRegistry
{
    /// <summary>All of them, in the order in which a tender meets them.</summary>
    public static ImmutableArray<RegisteredRecord> All { get; } =
    [
        new(CertifyRecord.Layout, CertifyRecord.Parse),
        new(RegisterRecord.Layout, RegisterRecord.Parse),
        new(LoginRecord.Layout, LoginRecord.Parse),
        new(HandoverRecord.Layout, HandoverRecord.Parse),
        new(PolicyRecord.Layout, PolicyRecord.Parse),
        new(ScheduleRecord.Layout, ScheduleRecord.Parse),
        new(ConfirmRecord.Layout, ConfirmRecord.Parse),
        new(SubmitRecord.Layout, SubmitRecord.Parse),
        new(SubmitRecord.ReplaceLayout, SubmitRecord.Parse),
        new(WithdrawRecord.Layout, WithdrawRecord.Parse),
        new(ReceiptRecord.Layout, ReceiptRecord.Parse),
        new(LiveSetRecord.Layout, LiveSetRecord.Parse),
        new(SessionRecord.Layout, SessionRecord.Parse),
        new(ReleaseRecord.Layout, ReleaseRecord.Parse),
        new(WindowShutRecord.Layout, WindowShutRecord.Parse),
        new(ShareRecord.Layout, ShareRecord.Parse),
        new(SecretRecord.Layout, SecretRecord.Parse),
        new(DrawCommitRecord.Layout, DrawCommitRecord.Parse),
        new(DrawRecord.Layout, DrawRecord.Parse),
        new(DrawEnvelopeRecord.Layout, DrawEnvelopeRecord.Parse),
        new(OpeningRecord.Layout, OpeningRecord.Parse),
        new(MarksRecord.Layout, MarksRecord.Parse),
        new(AwardRecord.Layout, AwardRecord.Parse),
        new(ManifestRecord.Layout, ManifestRecord.Parse),
    ];

    /// <summary>The record with that type, such as <c>submit/1</c>, or null.</summary>
    public static RegisteredRecord? Find(string type) => All.FirstOrDefault(r => r.Shape.Type == type);

    /// <summary>The record that a text's first line names, or null.</summary>
    public static RegisteredRecord? FindFor(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? null : All.FirstOrDefault(r => text.AsSpan(0, end).SequenceEqual(r.Shape.FirstLine));
    }

    /// <summary>Reads any record strictly.</summary>
    /// <exception cref="RecordException">The type is unknown, or the text is not of its shape.</exception>
    public static LineRecord Parse(string text) =>
        FindFor(text)?.Parse(text) ?? throw new RecordException(RecordFault.WrongType, 1, "no such record is known");

    /// <summary>The table for the documents: type, Chinese name, signers, lines in order.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder("| 类型 | 名称 | 签名人 | 各行(依次) |\n|---|---|---|---|\n");
        foreach (var (shape, _) in All)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{shape.Type}` | {shape.Label} | {shape.Signers} | {string.Join("<br>", Lines(shape.Fields, ""))} |\n");
        }

        return text.ToString();
    }

    private static IEnumerable<string> Lines(ImmutableArray<RecordField> fields, string indent) =>
        fields.SelectMany(f => Lines(f.Inner, $"{indent}↳ ").Prepend(
            $"{indent}`{f.Name}` {f.Label} {string.Join(' ', f.Forms.Select(Form))}{Times(f)}"));

    // A bar would end the table's cell.
    private static string Form(RecordForm form) => $"‹{form.Name.Replace(" | ", "/", StringComparison.Ordinal)}›";

    private static string Times(RecordField field) => (field.Min, field.Max) is (1, 1)
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $" ×{field.Min}–{field.Max}");
}
