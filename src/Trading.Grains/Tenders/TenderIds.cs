using System.Text.Json.Serialization;
using Trading.Grains.Shell;

namespace Trading.Grains.Tenders;

/// <summary>A tender (招标项目): 1 to 64 characters, the <c>tender</c> line of every sealed file.</summary>
[JsonConverter(typeof(TextIdConverter<TenderId>))]
public readonly record struct TenderId(string Value) : ITextId<TenderId>
{
    public static TenderId Create(string value) => new(TextId.Check(value, 64, nameof(TenderId)));

    public override string ToString() => Value;
}

/// <summary>A lot of a tender (标段): 1 to 32 characters, the <c>lot</c> line of every sealed file.</summary>
[JsonConverter(typeof(TextIdConverter<LotId>))]
public readonly record struct LotId(string Value) : ITextId<LotId>
{
    public static LotId Create(string value) => new(TextId.Check(value, 32, nameof(LotId)));

    public override string ToString() => Value;
}
