using System.Text.Json.Serialization;
using Trading.Grains.Shell;

namespace Trading.Grains.Journal;

/// <summary>The name of one grain's stream: its kind, a hyphen and its key, such as <c>tender-A123</c>.</summary>
[JsonConverter(typeof(TextIdConverter<StreamId>))]
public readonly record struct StreamId(string Value) : ITextId<StreamId>
{
    public static StreamId Create(string value) => new(TextId.Check(value, 96, nameof(StreamId)));

    public static StreamId Of(string kind, string key) => Create($"{kind}-{key}");

    public override string ToString() => Value;
}
