using System.Collections.Immutable;
using System.Globalization;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>
/// A record taken apart: one line's words and the lines below it. Names and forms were checked by the
/// <see cref="RecordShape"/>, so asking for what the shape promises never fails.
/// </summary>
public sealed record RecordGroup(string Name, ImmutableArray<string> Words, ImmutableArray<RecordGroup> Children)
{
    /// <summary>A word of this line, counted from 0.</summary>
    public string this[int word] => Words[word];

    /// <summary>The only word of the line with that name.</summary>
    public string Text(string name) => One(name).Words[0];

    /// <summary>The word of an optional line, or null.</summary>
    public string? OptionalText(string name) => Children.FirstOrDefault(c => c.Name == name)?.Words[0];

    /// <summary>The digest of the line with that name.</summary>
    public Digest Digest(string name) => Primitives.Digest.FromBase64(Text(name));

    /// <summary>The whole number of the line with that name.</summary>
    public long Number(string name) => long.Parse(Text(name), CultureInfo.InvariantCulture);

    /// <summary>The time of the line with that name.</summary>
    public DateTimeOffset Time(string name) =>
        UtcTime.TryParse(Text(name), out var time) ? time : throw new FormatException(name);

    /// <summary>The bytes of the line with that name.</summary>
    public ImmutableArray<byte> Bytes(string name) => [.. Convert.FromBase64String(Text(name))];

    /// <summary>The line with that name.</summary>
    public RecordGroup One(string name) => Children.First(c => c.Name == name);

    /// <summary>All lines with that name, in order.</summary>
    public ImmutableArray<T> Many<T>(string name, Func<RecordGroup, T> make) =>
        [.. Children.Where(c => c.Name == name).Select(make)];

    /// <summary>The single words of all lines with that name, in order.</summary>
    public ImmutableArray<string> Texts(string name) => Many(name, g => g[0]);
}
