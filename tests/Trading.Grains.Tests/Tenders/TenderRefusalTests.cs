using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;

namespace Trading.Grains.Tests.Tenders;

public sealed class TenderRefusalTests
{
    private const string Head = """
        # Refusals of a tender, in order of precedence

        Where two of them hold, the earlier one is answered. This table is made from `TenderRefusal.cs` and a test keeps both alike;
        what is refused before the rules are asked (a reused command id, a missing login) is listed with the API.

        | # | Code | 中文 | English | Rests on |
        |---|---|---|---|---|

        """;

    [Fact]
    public void Every_refusal_says_its_name_and_a_sentence_in_both_languages()
    {
        var fields = typeof(TenderRefusal).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(Refusal)).ToArray();

        Assert.Equal(fields.Length, TenderRefusal.All.Length);
        Assert.All(fields, field => Assert.Equal(field.Name, ((Refusal)field.GetValue(null)!).Code));
        Assert.All(TenderRefusal.All, one => Assert.True(one.English.EndsWith('.') && one.Chinese.EndsWith('。')));
        Assert.Equal(TenderRefusal.All.Length, TenderRefusal.All.Select(one => one.Code).Distinct().Count());
    }

    [Fact]
    public void The_documents_hold_the_table_of_refusals()
    {
        var table = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var (refusal, index) in TenderRefusal.All.Select((refusal, index) => (refusal, index)))
        {
            table.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"| {index + 1} | `{refusal.Code}` | {refusal.Chinese} | {refusal.English} | {refusal.Article ?? ""} |\n");
        }

        var path = DocumentPath();
        if (!File.Exists(path) || File.ReadAllText(path) != table.ToString())
        {
            File.WriteAllText(path, table.ToString());
            Assert.Fail("docs/refusals.md did not hold the table; it was written anew. Look at it and commit it.");
        }
    }

    private static string DocumentPath([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "docs", "refusals.md");
}
