using System.Text;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Proofs.Tests.Records;

public sealed class RecordRegistryTests
{
    public static TheoryData<string> Types => [.. RecordRegistry.All.Select(r => r.Shape.Type)];

    [Fact]
    public void Every_type_is_registered_once_and_has_one_example() =>
        Assert.Equal(RecordRegistry.All.Select(r => r.Shape.Type), RecordExamples.All.Select(e => e.Shape.Type));

    [Theory]
    [MemberData(nameof(Types))]
    public void The_example_is_the_golden_text_with_the_pinned_digest(string type)
    {
        var golden = File.ReadAllText(Path(type));
        var example = Example(type);

        Assert.Equal(golden, example.ToText());
        Assert.Equal(Pinned(type), example.Sm3());
        Assert.Equal(golden, RecordRegistry.Parse(golden).ToText());
        Assert.Equal(example.GetType(), RecordRegistry.Parse(golden).GetType());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Another_suite_type_or_version_is_refused(string type)
    {
        var text = Example(type).ToText();
        foreach (var line in new[] { $"{type} INTL", $"{type} SM ", type, $"{type[..^1]}2 SM", $"x{type} SM" })
        {
            var other = $"{line}\n{text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]}";
            Assert.Equal(RecordFault.WrongType, Fault(() => RecordRegistry.Parse(other)));
            Assert.Equal(RecordFault.WrongType, Fault(() => RecordRegistry.Find(type)!.Parse(other)));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_text_of_one_type_is_never_read_as_another(string type)
    {
        var text = Example(type).ToText();
        foreach (var other in RecordRegistry.All.Where(r => r.Shape.Type != type))
        {
            // submit/1 and replace/1 are one class that keeps apart which of the two it is.
            if (type is "submit/1" or "replace/1" && other.Shape.Type is "submit/1" or "replace/1")
            {
                Assert.Equal(type, other.Parse(text).Shape.Type);
                continue;
            }

            Assert.Equal(RecordFault.WrongType, Fault(() => other.Parse(text)));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Without_any_one_line_swapped_or_doubled_the_text_is_refused_or_another_record(string type)
    {
        var lines = Example(type).ToText().Split('\n')[..^1];
        for (var i = 1; i < lines.Length; i++)
        {
            RefusedOrExact(type, [.. lines[..i], .. lines[(i + 1)..]]);
            RefusedOrExact(type, [.. lines[..i], lines[i], .. lines[i..]]);
            RefusedOrExact(type, [.. lines[..(i - 1)], lines[i], lines[i - 1], .. lines[(i + 1)..]]);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Any_changed_byte_is_refused_or_gives_another_digest(string type)
    {
        var text = Example(type).ToText();
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var c in " \n0Aa/=\t\r\u0301")
            {
                if (text[i] != c)
                {
                    RefusedOrExact(type, [.. $"{text[..i]}{c}{text[(i + 1)..]}".Split('\n')[..^1]]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_line_may_stand_as_often_as_its_limit_and_not_once_more(string type)
    {
        var shape = RecordRegistry.Find(type)!.Shape with { MaxBytes = int.MaxValue };
        var lines = Example(type).ToText().Split('\n')[..^1];
        var tried = new HashSet<RecordField>();
        Fields(shape.Fields, 1);
        Assert.Equal(All(shape.Fields).ToHashSet(), tried);

        int Fields(IEnumerable<RecordField> fields, int at)
        {
            foreach (var field in fields)
            {
                var start = at;
                while (at < lines.Length && lines[at].StartsWith($"{field.Name} ", StringComparison.Ordinal))
                {
                    at = Fields(field.Inner, at + 1);
                }

                if (at == start)
                {
                    continue;
                }

                tried.Add(field);
                var end = start + Length(field);
                var one = string.Concat(lines[start..end].Select(l => $"{l}\n"));
                var (before, after) = (Text(lines[..start]), Text(lines[at..]));
                _ = shape.Read($"{before}{Times(one, field.Max)}{after}");
                Assert.Equal(
                    RecordFault.TooManyLines, Fault(() => shape.Read($"{before}{Times(one, field.Max + 1)}{after}")));
                if (field.Min > 0)
                {
                    _ = shape.Read($"{before}{Times(one, field.Min)}{after}");
                    Assert.Equal(
                        RecordFault.MissingLine, Fault(() => shape.Read($"{before}{Times(one, field.Min - 1)}{after}")));
                }
            }

            return at;
        }

        static IEnumerable<RecordField> All(IEnumerable<RecordField> fields) =>
            fields.SelectMany(f => All(f.Inner).Prepend(f));

        // A group with each of its required inner lines once: what stands before the next of its kind.
        static int Length(RecordField field) => 1 + field.Inner.Where(f => f.Min > 0).Sum(Length);

        static string Text(string[] lines) => string.Concat(lines.Select(l => $"{l}\n"));

        static string Times(string text, int times) =>
            new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_record_one_byte_too_long_is_refused(string type)
    {
        var record = RecordRegistry.Find(type)!;
        var text = Example(type).ToText();

        _ = (record.Shape with { MaxBytes = Encoding.UTF8.GetByteCount(text) }).Read(text);
        Assert.Equal(
            RecordFault.TooLong,
            Fault(() => (record.Shape with { MaxBytes = Encoding.UTF8.GetByteCount(text) - 1 }).Read(text)));
        Assert.Equal(RecordFault.TooLong, Fault(() => record.Parse(text + new string('x', record.Shape.MaxBytes))));
    }

    [Fact]
    public void The_table_for_the_documents_names_every_type_and_line()
    {
        var table = RecordRegistry.ToMarkdown();

        foreach (var (shape, _) in RecordRegistry.All)
        {
            Assert.Contains($"| `{shape.Type}` | {shape.Label} | {shape.Signers} |", table, StringComparison.Ordinal);
        }

        Assert.All(table.Split('\n')[..^1], row => Assert.Equal(5, row.Count(c => c == '|')));
        Assert.Contains("`sale-from` 招标文件发售开始 ‹time›", table, StringComparison.Ordinal);
    }

    [Fact]
    public void The_document_holds_exactly_this_table() =>
        Assert.Contains(RecordRegistry.ToMarkdown(), File.ReadAllText(Document("docs/records.md")), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_type_is_found_nowhere()
    {
        Assert.Null(RecordRegistry.Find("submit/2"));
        Assert.Null(RecordRegistry.FindFor("submit/1 SM"));
        Assert.Null(RecordRegistry.FindFor(""));
        Assert.Equal(RecordFault.WrongType, Fault(() => RecordRegistry.Parse("bidseal/1 SM\n")));
    }

    private static void RefusedOrExact(string type, string[] lines)
    {
        var text = string.Concat(lines.Select(l => $"{l}\n"));
        try
        {
            Assert.Equal(text, RecordRegistry.Find(type)!.Parse(text).ToText());
        }
        catch (RecordException)
        {
            // Refused with a named cause: the other right answer.
        }
    }

    private static string Document(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Trading.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run inside the repository.");
        }

        return System.IO.Path.Combine(folder.FullName, path);
    }

    private static LineRecord Example(string type) => RecordExamples.All.Single(e => e.Shape.Type == type);

    private static string Path(string type) =>
        $"vectors/records/{type.Replace('/', '-')}.txt";

    private static Digest Pinned(string type) => Digest.Parse(
        File.ReadLines("vectors/records/SM3SUMS")
            .Single(l => l.EndsWith($"  {type.Replace('/', '-')}.txt", StringComparison.Ordinal))[..64]);

    private static RecordFault Fault(Action act) => Assert.Throws<RecordException>(act).Fault;
}
