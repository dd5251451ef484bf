using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>Writes the lines of a record in order. What was written is checked against the shape at the end.</summary>
public sealed class LineWriter
{
    private readonly RecordShape _shape;
    private readonly StringBuilder _text;

    internal LineWriter(RecordShape shape)
    {
        _shape = shape;
        _text = new StringBuilder(shape.FirstLine).Append('\n');
    }

    /// <summary>A line of words.</summary>
    public LineWriter Line(string name, params ReadOnlySpan<string> words)
    {
        _text.Append(name).Append(' ').AppendJoin(' ', words).Append('\n');
        return this;
    }

    /// <summary>A line with a whole number.</summary>
    public LineWriter Line(string name, long value) => Line(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A line with a digest.</summary>
    public LineWriter Line(string name, Digest value) => Line(name, value.ToBase64());

    /// <summary>A line with a time.</summary>
    public LineWriter Line(string name, DateTimeOffset value) => Line(name, UtcTime.Format(value));

    /// <summary>A line with bytes.</summary>
    public LineWriter Line(string name, ImmutableArray<byte> value) =>
        Line(name, Convert.ToBase64String(value.AsSpan()));

    /// <summary>A line, unless there is nothing to say.</summary>
    public LineWriter Optional(string name, string? value) => value is null ? this : Line(name, value);

    /// <summary>Lines for each of the items.</summary>
    public LineWriter Each<T>(ImmutableArray<T> items, Action<LineWriter, T> write)
    {
        foreach (var item in items)
        {
            write(this, item);
        }

        return this;
    }

    internal string ToText()
    {
        var text = _text.ToString();
        _shape.Read(text);
        return text;
    }
}
