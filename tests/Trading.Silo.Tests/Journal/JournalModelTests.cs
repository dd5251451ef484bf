using FsCheck;
using FsCheck.Fluent;
using Trading.Silo.AtRest;
using Trading.Silo.Journal;

namespace Trading.Silo.Tests.Journal;

/// <summary>Whatever is asked in whatever order, the journal holds exactly what a list in memory would.</summary>
public sealed class JournalModelTests
{
    [Fact]
    public void The_journal_agrees_with_a_list_over_appends_conflicts_and_restarts()
    {
        var step = from stream in Gen.Choose(0, 2)
                   from kind in Gen.Choose(0, 9)
                   from events in Gen.Choose(0, 3)
                   select (stream, kind, events);
        Prop.ForAll(step.ListOf().ToArbitrary(), steps => Agrees([.. steps]).GetAwaiter().GetResult())
            .QuickCheckThrowOnFailure();
    }

    private static async Task<bool> Agrees((int Stream, int Kind, int Events)[] steps)
    {
        using var folder = new TestFolder();
        var journal = Open(folder);
        try
        {
            var stories = Enumerable.Range(0, 3).Select(i => new Story($"tender-{i}")).ToArray();
            var expected = new List<string>();
            for (var i = 0; i < steps.Length; i++)
            {
                var (stream, kind, count) = steps[i];
                if (kind == 0)
                {
                    journal.Dispose();
                    journal = Open(folder);
                }
                else if (kind == 1 && stories[stream].Version > 0)
                {
                    var stale = new Story($"tender-{stream}");
                    if (await journal.Append(stale.Entry($"stale-{i}", stale.Next(body: "{}"))))
                    {
                        return false;
                    }
                }
                else
                {
                    var story = stories[stream];
                    var events = Enumerable.Range(0, count).Select(_ => story.Next()).ToArray();
                    expected.AddRange(events.Select(e => $"{e.Stream} {e.Version}"));
                    if (!await journal.Append(story.Entry($"c-{i}", events)))
                    {
                        return false;
                    }
                }
            }

            var found = new List<string>();
            await foreach (var @event in journal.ReadAll())
            {
                found.Add($"{@event.Stream} {@event.Version}");
            }

            return found.SequenceEqual(expected) && await JournalCheck.Run(journal) == expected.Count;
        }
        finally
        {
            journal.Dispose();
        }
    }

    private static SqliteJournal Open(TestFolder folder) =>
        new(folder.File("journal.db"), new SoftwareAtRestKey(new byte[32]));
}
