using System.Text.Json.Serialization;

namespace Trading.Grains.Shell;

/// <summary>
/// The name a client gave its command: 1 to 64 characters of A–Z, a–z, 0–9, '.', '_' and '-'.
/// The same id with the same content is answered the same; with other content it is refused. The default value is
/// invalid.
/// </summary>
[JsonConverter(typeof(TextIdConverter<CommandId>))]
public readonly record struct CommandId(string Value) : ITextId<CommandId>
{
    public static CommandId Create(string value) => new(TextId.Check(value, 64, nameof(CommandId)));

    public override string ToString() => Value;
}
