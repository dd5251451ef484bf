using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Trading.Grains.Journal;
using Trading.Proofs.Records;

namespace Trading.Grains.Shell;

/// <summary>
/// The JSON of an answered command in the journal. It holds the leaf's salt, so the store encrypts it as it does a
/// body.
/// </summary>
internal sealed record StoredAnswer(
    ImmutableArray<RecordedAct> Events, ImmutableSortedDictionary<string, string> Fields)
{
    public static StoredCommand Store(CommandId id, CommandContent content, Answer answer) => new(
        id,
        content.Digest,
        Encoding.UTF8.GetString(CanonicalJson.Write(
            JsonSerializer.SerializeToElement(new StoredAnswer(answer.Events, content.Fields), GrainJson.Options))));

    /// <summary>The stored answer, or the refusal that says what differs.</summary>
    public static Answer Repeat(StoredCommand stored, CommandContent content)
    {
        var answer = JsonSerializer.Deserialize<StoredAnswer>(stored.Answer, GrainJson.Options)
            ?? throw new InvalidDataException($"The stored answer of command {stored.Id} is empty.");
        return stored.Content == content.Digest
            ? new Answer(null, answer.Events)
            : Answer.Of(ShellRefusals.CommandIdReused.With(
                "differs", content.DifferenceTo(new CommandContent(stored.Content, answer.Fields))));
    }
}
