using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Shell;

/// <summary>
/// What a command says, apart from its id and its time: who, in which role, what. Each field is kept as a short digest
/// under the command's own id, enough to name a field that differs and too little to hold its content.
/// </summary>
/// <param name="Digest">SM3 of the canonical JSON of party, role and command.</param>
/// <param name="Fields">First 16 hex digits of SM3(command id ‖ field ‖ canonical value), by field.</param>
internal sealed record CommandContent(Digest Digest, ImmutableSortedDictionary<string, string> Fields)
{
    public static CommandContent Of<TCommand>(Act<TCommand> act)
    {
        var content = new JsonObject
        {
            ["party"] = act.Actor.Party.Value,
            ["role"] = JsonSerializer.SerializeToNode(act.Actor.Role, GrainJson.Options),
            ["command"] = JsonSerializer.SerializeToNode(act.Command, GrainJson.Options),
        };
        var digest = Digest.Of(CanonicalJson.Write(content));
        var fields = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        fields["party"] = Short(act.Id, "party", content["party"]);
        fields["role"] = Short(act.Id, "role", content["role"]);
        foreach (var (name, value) in content["command"]!.AsObject())
        {
            fields[$"command.{name}"] = Short(act.Id, name, value);
        }

        return new CommandContent(digest, fields.ToImmutable());
    }

    /// <summary>The fields that are not the same, in order, with commas; a field that one side lacks differs.</summary>
    public string DifferenceTo(CommandContent other) => string.Join(", ", Fields.Keys
        .Union(other.Fields.Keys, StringComparer.Ordinal)
        .Where(name => Fields.GetValueOrDefault(name) != other.Fields.GetValueOrDefault(name))
        .Order(StringComparer.Ordinal));

    private static string Short(CommandId id, string name, JsonNode? value) => Digest
        .Of([.. System.Text.Encoding.UTF8.GetBytes($"{id} {name} "), .. CanonicalJson.Write(value)])
        .ToString()[..16];
}
