using System.Text.Json.Nodes;
using Trading.Grains.Journal;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Tests.Support;

/// <summary>
/// Every event ever written, as it was written: <c>Golden/FAMILY/TYPE[.n].jsonl</c>, the body on the first line and the
/// private part, where there is one, on the second. Files are added, never edited: an edit would say that a journal in
/// service cannot be read.
/// </summary>
internal static class GoldenFiles
{
    public static string Folder(string family) => Path.Combine(AppContext.BaseDirectory, "Golden", family);

    /// <summary>Each type has a file, and each file is read and written back to the same bytes.</summary>
    public static void Check<TEvent>(string family) where TEvent : class
    {
        var codec = EventCodec<TEvent>.Instance;
        var files = Directory.GetFiles(Folder(family), "*.jsonl");
        Assert.Equal(codec.Types, files.Select(TypeOf).Distinct().Order(StringComparer.Ordinal));
        Assert.All(files, file =>
        {
            var lines = File.ReadAllLines(file);
            var hidden = lines.Length > 1 ? lines[1] : null;
            var recorded = new RecordedEvent(
                StreamId.Of(family, "golden"),
                1,
                TypeOf(file),
                default,
                default,
                Visibility.Public,
                false,
                lines[0],
                hidden,
                null,
                default);
            var again = codec.Encode(codec.Decode(recorded));
            Assert.Equal(lines[0], again.Body);
            Assert.Equal(hidden, again.Private is null ? null : PrivatePart.Seal(again.Private, SaltOf(hidden!)));
            Assert.Equal(TypeOf(file), again.Type);
        });
    }

    private static Digest SaltOf(string hidden) =>
        Digest.Parse(JsonNode.Parse(hidden)![PrivatePart.SaltName]!.GetValue<string>());

    private static string TypeOf(string file) => Path.GetFileName(file).Split('.')[0];
}
