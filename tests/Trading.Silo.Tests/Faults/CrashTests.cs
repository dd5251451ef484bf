using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Trading.Grains.Documents;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Silo.Faults;
using Trading.Silo.Journal;
using Trading.Silo.Tests.Journal;

namespace Trading.Silo.Tests.Faults;

/// <summary>
/// A process that appends, uploads and publishes is killed at every single place it passes. Another one opens what it left:
/// every acknowledged act is there, no half act is, and the work simply goes on.
/// </summary>
public sealed class CrashTests
{
    private static readonly string[] Points =
    [
        "journal.before-begin", "journal.event-inserted", "journal.command-inserted", "journal.before-commit",
        "journal.after-commit", "journal.after-answer",
        "documents.upload-created", "documents.upload-begun", "documents.piece-written", "documents.chunk-flushed",
        "documents.chunk-recorded", "documents.digest-checked", "documents.renamed", "documents.kept", "documents.claimed",
        "documents.row-deleted", "documents.deleted",
        "log.begin", "log.leaves-inserted", "log.tiles-written", "log.before-commit", "log.after-commit",
    ];

    [Fact]
    public async Task Killed_at_any_place_every_acknowledged_act_is_there_and_no_half_act_is()
    {
        using var whole = new TestFolder();
        var said = await Child(whole.Path, int.MaxValue);
        var passed = said.Where(line => line.StartsWith("passed ", StringComparison.Ordinal)).ToList();
        Assert.True(passed.Count >= 50, $"Only {passed.Count} places are passed.");
        Assert.Equal(Points.Order(), passed.Select(line => line["passed ".Length..]).Distinct().Order());
        await Check(whole.Path, said);

        var faults = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(1, passed.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            async (place, _) =>
            {
                using var folder = new TestFolder();
                var acknowledged = await Child(folder.Path, place);
                try
                {
                    await Check(folder.Path, acknowledged);
                }
                catch (Exception e)
                {
                    faults.Add($"killed at place {place}, which {passed[place - 1]}: {e}");
                }
            });
        Assert.Empty(faults);
    }

    private static async Task Check(string folder, List<string> acknowledged)
    {
        using var stores = new CrashStores(folder, FaultPoints.None);
        var events = await JournalCheck.Run(stores.Journal);
        for (var round = 0; round < CrashChild.Rounds; round++)
        {
            await CheckJournal(stores, round, acknowledged);
            await CheckDocument(stores, round, acknowledged);
        }

        await CheckLog(stores, acknowledged, events);
        CheckFiles(folder, stores);
        await CheckClaims(stores, acknowledged);
        await GoOn(stores);
    }

    private static async Task CheckJournal(CrashStores stores, int round, List<string> acknowledged)
    {
        var stream = StreamId.Create($"tender-{round}");
        var versions = (await stores.Journal.Head(stream)).Version;
        Assert.Contains(versions, new long[] { 0, 2, 3 });
        foreach (var (command, version) in new[] { ("c-1", 2), ("c-2", 3) })
        {
            var answer = await stores.Journal.FindCommand(stream, CommandId.Create(command));
            Assert.Equal(versions >= version, answer is not null);
            if (acknowledged.Contains($"appended {round} {command}"))
            {
                Assert.Equal(Story.Command(command), answer);
            }
        }
    }

    private static async Task CheckDocument(CrashStores stores, int round, List<string> acknowledged)
    {
        var bytes = CrashStores.Bytes(round);
        var kept = await stores.Documents.Describe(Digest.Of(bytes));
        if (acknowledged.Contains($"deleted {round}"))
        {
            Assert.Null(kept);
            return;
        }

        // Deleting document 0 is the last thing the child does: when it was killed on the way, both ends are right.
        var mayBeGone = round == 0 && acknowledged.Contains($"published {CrashChild.Rounds - 1}");
        if (acknowledged.Contains($"completed {round}") && !mayBeGone)
        {
            Assert.NotNull(kept);
        }

        if (kept is not null)
        {
            await using var stream = await stores.Documents.Open(kept.Digest);
            var read = new MemoryStream();
            await stream!.CopyToAsync(read);
            Assert.Equal(bytes, read.ToArray());
            return;
        }

        if (mayBeGone)
        {
            return;
        }

        var upload = await stores.Documents.Begin(
            CrashStores.Owner, DocumentClass.Sealed, Digest.Of(bytes), bytes.Length);
        Assert.Contains(upload.Received, new long[] { 0, CrashChild.FirstChunk, bytes.Length });
        foreach (var received in new[] { CrashChild.FirstChunk, bytes.Length })
        {
            if (acknowledged.Contains(string.Create(CultureInfo.InvariantCulture, $"received {round} {received}")))
            {
                Assert.True(upload.Received >= received);
            }
        }

        while (!upload.IsWhole)
        {
            upload = await stores.Documents.Append(
                CrashStores.Owner,
                upload.Id,
                upload.Received,
                new MemoryStream(bytes, (int)upload.Received, (int)Math.Min(30_000, bytes.Length - upload.Received)));
        }

        Assert.Equal(Digest.Of(bytes), (await stores.Documents.Complete(CrashStores.Owner, upload.Id)).Digest);
    }

    private static async Task CheckLog(CrashStores stores, List<string> acknowledged, long events)
    {
        var entries = await stores.LogEntries();
        Assert.Equal(0, entries.Count % CrashStores.LogOptions.BatchSize);
        Assert.True(entries.Count >= 8 * acknowledged.Count(line => line.StartsWith("published", StringComparison.Ordinal)));
        if (events > 0)
        {
            await stores.Log.Publish();
        }

        entries = await stores.LogEntries();
        Assert.Equal(entries.Count, entries.Distinct().Count());
        await foreach (var @event in stores.Journal.ReadAll())
        {
            Assert.Contains(EventChain.Leaf(@event), entries);
        }

        await stores.Log.PendingPublished(events);
    }

    private static void CheckFiles(string folder, CrashStores stores)
    {
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder, "uploads")));
        foreach (var path in Directory.EnumerateFiles(Path.Combine(folder, "documents"), "*", SearchOption.AllDirectories))
        {
            Assert.NotNull(stores.Documents.Describe(Digest.Parse(Path.GetFileName(path))).AsTask().Result);
        }
    }

    private static async Task CheckClaims(CrashStores stores, List<string> acknowledged)
    {
        stores.Clock.Advance(TimeSpan.FromDays(2));
        await stores.Documents.Expire();
        if (acknowledged.Contains("claimed 1"))
        {
            Assert.NotNull(await stores.Documents.Describe(Digest.Of(CrashStores.Bytes(1))));
        }
    }

    private static async Task GoOn(CrashStores stores)
    {
        var story = new Story("tender-after");
        Assert.True(await stores.Journal.Append(story.Entry("c-1", story.Next())));
        await JournalCheck.Run(stores.Journal);
    }

    private static async Task<List<string>> Child(string folder, int killAt)
    {
        var host = Environment.ProcessPath;
        var start = new ProcessStartInfo(Path.GetFileNameWithoutExtension(host) == "dotnet" ? host! : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(CrashTests).Assembly.Location);
        start.ArgumentList.Add(CrashChild.Word);
        start.ArgumentList.Add(folder);
        start.ArgumentList.Add(killAt.ToString(CultureInfo.InvariantCulture));
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var said = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(
            child.ExitCode == 0 == (killAt == int.MaxValue), $"The child ended with {child.ExitCode}: {await errors}");
        return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
