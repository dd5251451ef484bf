using System.Text;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>
/// A statement that is signed or hashed as text. The type line comes first, so that a signature under one kind of
/// record can never pass for another. Two records say the same when their texts are equal.
/// </summary>
public abstract record LineRecord
{
    /// <summary>The record's type.</summary>
    public abstract RecordShape Shape { get; }

    /// <summary>The one text of this record, ended by a line feed.</summary>
    /// <exception cref="RecordException">A value is not of its form, or the values contradict one another.</exception>
    public string ToText()
    {
        if (Contradiction() is { } contradiction)
        {
            throw new RecordException(RecordFault.Inconsistent, 0, contradiction);
        }

        var writer = new LineWriter(Shape);
        Write(writer);
        return writer.ToText();
    }

    /// <summary>The SM3 digest of the text.</summary>
    public Digest Sm3() => Digest.OfUtf8(ToText());

    /// <summary>The text with a first signature.</summary>
    public SignedText SignWith(ISm2PrivateKey key) => new SignedText(ToText(), []).With(key);

    /// <summary>Writes the lines below the type line.</summary>
    protected abstract void Write(LineWriter lines);

    /// <summary>What contradicts itself, or null.</summary>
    protected virtual string? Contradiction() => null;

    /// <summary>Reads a text by a shape and takes only what would be written again byte for byte.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    protected static T Read<T>(string text, RecordShape shape, Func<RecordGroup, T> make)
        where T : LineRecord
    {
        var record = make(shape.Read(text));
        return record.ToText() == text
            ? record
            : throw new RecordException(RecordFault.NotCanonical, 0, "the record would be written differently");
    }

    /// <summary>Whether each is greater than the one before, compared by UTF-8 bytes as readers in any language can.</summary>
    protected static bool AreAscending(IEnumerable<string> words)
    {
        byte[]? previous = null;
        foreach (var word in words)
        {
            var bytes = Encoding.UTF8.GetBytes(word);
            if (previous is not null && previous.AsSpan().SequenceCompareTo(bytes) >= 0)
            {
                return false;
            }

            previous = bytes;
        }

        return true;
    }

    /// <summary>Whether none of them stands twice.</summary>
    protected static bool AreDistinct<T>(IEnumerable<T> items)
    {
        var seen = new HashSet<T>();
        return items.All(seen.Add);
    }
}
