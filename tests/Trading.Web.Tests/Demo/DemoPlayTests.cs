using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Trading.Grains.Records;
using Trading.Web.Demo;

namespace Trading.Web.Tests.Demo;

[Collection(DemoRecordsCollection.Name)]
public sealed partial class DemoPlayTests(DemoRecords demo)
{
    [Fact]
    public void Every_step_of_the_play_holds()
    {
        Assert.Equal(0, demo.ExitCode);
        Assert.InRange(int.Parse(Steps().Match(demo.Told).Groups[1].Value, null), 30, 100);
        Assert.Contains("one millisecond late and is refused", demo.Told, StringComparison.Ordinal);
        Assert.Contains("lost its first key and uses the second", demo.Told, StringComparison.Ordinal);
        Assert.Contains("the third stays away", demo.Told, StringComparison.Ordinal);
        Assert.Contains("Every receipt holds, offline.", demo.Told, StringComparison.Ordinal);
    }

    /// <summary>What does not apply is written out: a check that quietly stopped applying would prove nothing.</summary>
    [Theory]
    [InlineData(false, new[] { 26, 39, 40, 41, 49 })]
    [InlineData(true, new[] { 26, 49 })]
    public async Task Both_records_hold_and_exactly_these_checks_do_not_apply(bool restricted, int[] notApplicable)
    {
        using var record = OpenedRecord.Open(new MemoryStream(restricted ? demo.Restricted : demo.Public), pinned: [demo.Root]);

        var results = await Verify(record);

        Assert.Equal(restricted, record.Manifest.Restricted);
        Assert.Empty(results.Where(result => result.IsFailed).Select(result => $"{result.Number} {result.Detail}"));
        Assert.Equal(notApplicable, results.Where(r => r.Outcome == CheckOutcome.NotApplicable).Select(r => r.Number));
        Assert.Equal(RecordVerifier.Checks.Length, results.Length);
    }

    [Fact]
    public async Task A_directory_that_no_demo_made_is_left_alone()
    {
        var data = Directory.CreateTempSubdirectory("trading-demo-").FullName;
        var file = Path.Combine(data, "journal.db");
        await File.WriteAllTextAsync(file, "somebody's");

        var code = await DemoPlay.Run(
            DemoOptions.Read(["--demo", "--exit", "--urls", "http://127.0.0.1:1", "--data", data]), TextWriter.Null);

        Assert.NotEqual(0, code);
        Assert.Equal(["journal.db"], Directory.EnumerateFileSystemEntries(data).Select(Path.GetFileName));
        Assert.Equal("somebody's", await File.ReadAllTextAsync(file));
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public void A_directory_of_an_earlier_demo_begins_afresh()
    {
        var data = Path.Combine(Directory.CreateTempSubdirectory("trading-demo-").FullName, "data");
        var options = DemoOptions.Read(["--demo", "--data", data]);
        options.BeginAfresh();
        Directory.CreateDirectory(Path.Combine(data, "keys"));
        File.WriteAllText(Path.Combine(data, "keys", "old.key"), "old");

        options.BeginAfresh();

        Assert.False(Directory.Exists(Path.Combine(data, "keys")));
        Assert.Single(Directory.EnumerateFileSystemEntries(data));
        Directory.Delete(Path.GetDirectoryName(data)!, recursive: true);
    }

    [Theory]
    [InlineData("--urls", "http://127.0.0.1:7001")]
    [InlineData("--urls=http://127.0.0.1:7001", null)]
    public void The_demo_honours_the_url_it_is_given(string first, string? second) =>
        Assert.Equal("http://127.0.0.1:7001", DemoOptions.Read(["--demo", first, .. second is null ? [] : new[] { second }]).Url);

    internal static async Task<ImmutableArray<CheckResult>> Verify(OpenedRecord record)
    {
        var results = ImmutableArray.CreateBuilder<CheckResult>();
        await foreach (var result in RecordVerifier.VerifyAsync(record))
        {
            results.Add(result);
        }

        return results.ToImmutable();
    }

    [GeneratedRegex("All (\\d+) steps held")]
    private static partial Regex Steps();
}
