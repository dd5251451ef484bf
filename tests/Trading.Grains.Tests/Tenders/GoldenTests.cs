using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Grains.Tests.Tenders.Support;

namespace Trading.Grains.Tests.Tenders;

/// <summary>
/// The JSON of an event is for ever. A golden file is added for every new type, and never edited: an event once written must be
/// read in all years to come. Signatures are fresh at each run, so the files are compared by reading, not by making.
/// </summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Types => [.. EventCodec<TenderEvent>.Instance.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_event_ever_written_is_read_and_written_the_same(string type)
    {
        var path = Path.Combine(Folder(), $"{type}.json");
        if (!File.Exists(path) && Golden.Events.TryGetValue(type, out var made))
        {
            Directory.CreateDirectory(Folder());
            File.WriteAllText(path, Golden.Pretty(EventCodec<TenderEvent>.Instance.Encode(made).Body));
            Assert.Fail($"There was no golden file of {type}; one was written. Look at it and commit it.");
        }

        var golden = File.ReadAllText(path);
        var body = Proofs.Records.CanonicalJson.Write(JsonNode.Parse(golden));
        var json = System.Text.Encoding.UTF8.GetString(body);
        var read = Golden.Decode(
            EventCodec<TenderEvent>.Instance, new EncodedEvent(type, Visibility.Public, false, json, null));

        Assert.Equal(json, EventCodec<TenderEvent>.Instance.Encode(read).Body);
        Assert.Equal(type, Golden.NameOf(read));
    }

    [Fact]
    public void Every_event_type_is_played_or_made() =>
        Assert.Equal(EventCodec<TenderEvent>.Instance.Types, Golden.Events.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_command_type_has_its_roles_and_its_rule()
    {
        var types = GrainJson.MembersOf(typeof(TenderCommand)).ToArray();

        Assert.Equal(types.ToHashSet(), Golden.Commands.Select(command => command.GetType()).ToHashSet());
        Assert.All(types, type => Assert.NotEmpty(TenderGate.RolesOf(type)));
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Golden");
}
