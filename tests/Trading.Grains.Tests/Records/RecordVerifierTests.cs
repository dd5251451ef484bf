using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Trading.Grains.Journal;
using Trading.Grains.Records;
using Trading.Grains.Tenders;

namespace Trading.Grains.Tests.Records;

public sealed class RecordVerifierTests
{
    private const string Head = """
        # What the checks of a record prove

        `trading verify RECORD.zip` runs these checks, in this order, with nothing but the record. Numbers and ids are for ever. This table is
        made from `RecordVerifier.cs` and `CheckMeaning` of its test, and a test keeps them alike.

        A check **holds**, **fails** at the first fault it names, or **does not apply**, where the record lawfully lacks what it needs: no
        window was extended, nothing had to be drawn, a public record withholds the committee's sheets (招标投标法 第三十七条、第四十四条). Any other
        doubt is a failure.

        What no record proves by itself:

        - that its CA is a real one: the issuers are in the record. `--ca ROOT.crt` brings the reader's own; then only what leads to it counts;
        - that the log is the one that everybody else sees: compare the checkpoint with the supervisor's, and receipts by `--receipt`;
        - acts that nobody signs (beginning and closing a window, an objection, naming a committee, deciding a failure): who did them rests
          on the centre's login, and their consequences are all decided again;
        - that a custodian's share was bad where the centre says so, or that storage was damaged: those bids fail as another's failure
          (电子招标投标办法 第三十一条), in front of the bidder, the supervisor and the open room.

        | # | id | 中文 | English | proves |
        |---|---|---|---|---|

        """;

    [Fact]
    public void Numbers_run_from_one_without_gap_and_ids_are_told_apart()
    {
        Assert.Equal(Enumerable.Range(1, RecordVerifier.Checks.Length), RecordVerifier.Checks.Select(check => check.Number));
        Assert.Equal(RecordVerifier.Checks.Length, RecordVerifier.Checks.Select(check => check.Id).Distinct().Count());
    }

    /// <summary>An event type that no check asks for could be put anywhere.</summary>
    [Fact]
    public void Every_type_of_event_is_decided_again_by_exactly_one_check() =>
        Assert.Equal(
            EventCodec<TenderEvent>.Instance.Types,
            RecordVerifier.Checks.SelectMany(check => check.Types).Order(StringComparer.Ordinal));

    [Fact]
    public void The_documents_hold_the_table_of_checks()
    {
        var table = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var check in RecordVerifier.Checks)
        {
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {check.Number} | `{check.Id}` | {check.Chinese} | {check.English} | {CheckMeaning.Of[check.Id]} |\n");
        }

        var path = DocumentPath();
        if (!File.Exists(path) || File.ReadAllText(path) != table.ToString())
        {
            File.WriteAllText(path, table.ToString());
            Assert.Fail("docs/checks.md did not hold the table; it was written anew. Look at it and commit it.");
        }

        Assert.Equal(RecordVerifier.Checks.Length, CheckMeaning.Of.Count);
    }

    private static string DocumentPath([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "docs", "checks.md");
}
