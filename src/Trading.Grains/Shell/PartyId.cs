using System.Text.Json.Serialization;

namespace Trading.Grains.Shell;

/// <summary>
/// Who stands behind an act. An organisation: its 统一社会信用代码 (18 characters, GB 32100-2015).
/// A natural person (an expert): "P" and 17 characters given by the platform. The platform itself: "PLATFORM".
/// </summary>
[JsonConverter(typeof(TextIdConverter<PartyId>))]
public readonly record struct PartyId(string Value) : ITextId<PartyId>
{
    /// <summary>The platform's own acts: nudges by the clock and bootstrap.</summary>
    public static readonly PartyId Platform = new("PLATFORM");

    public static PartyId Create(string value) => new(TextId.Check(value, 18, nameof(PartyId)));

    public override string ToString() => Value;
}
