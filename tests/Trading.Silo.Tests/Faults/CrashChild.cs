using Trading.Grains.Documents;
using Trading.Grains.Journal;
using Trading.Proofs.Primitives;
using Trading.Silo.Tests.Journal;

namespace Trading.Silo.Tests.Faults;

/// <summary>Does a fixed piece of work and says on standard output what was acknowledged, each as soon as it was.</summary>
internal static class CrashChild
{
    public const string Word = "crash-child";
    public const int Rounds = 2;
    public const int FirstChunk = 60_000;

    public static async Task Run(string folder, int killAt)
    {
        var faults = new KillingFaults(killAt);
        using var stores = new CrashStores(folder, faults);
        for (var round = 0; round < Rounds; round++)
        {
            await Round(stores, round);
        }

        await stores.Documents.Delete(Digest.Of(CrashStores.Bytes(0)));
        Say("deleted 0");
        foreach (var point in faults.Passed)
        {
            Say($"passed {point}");
        }
    }

    private static async Task Round(CrashStores stores, int round)
    {
        var story = new Story($"tender-{round}");
        Ensure(await stores.Journal.Append(story.Entry("c-1", story.Next(), story.Next(hidden: "{\"contact\":\"x\"}"))));
        Say($"appended {round} c-1");

        var bytes = CrashStores.Bytes(round);
        var owner = CrashStores.Owner;
        var upload = await stores.Documents.Begin(owner, DocumentClass.Sealed, Digest.Of(bytes), bytes.Length);
        Say($"begun {round}");
        await stores.Documents.Append(owner, upload.Id, 0, new MemoryStream(bytes, 0, FirstChunk));
        Say($"received {round} {FirstChunk}");
        await stores.Documents.Append(
            owner, upload.Id, FirstChunk, new MemoryStream(bytes, FirstChunk, bytes.Length - FirstChunk));
        Say($"received {round} {bytes.Length}");
        await stores.Documents.Complete(owner, upload.Id);
        Say($"completed {round}");
        await stores.Documents.Claim(Digest.Of(bytes), story.Stream.Value);
        Say($"claimed {round}");

        Ensure(await stores.Journal.Append(story.Entry("c-2", story.Next(Visibility.AtOpening))));
        Say($"appended {round} c-2");
        await stores.Log.Publish();
        Say($"published {round}");
    }

    private static void Ensure(bool accepted)
    {
        if (!accepted)
        {
            throw new InvalidOperationException("The journal refused an entry that fits.");
        }
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
