using System.Collections.Immutable;
using System.Text;

namespace Trading.Proofs.Records;

/// <summary>One line of a record, how often it may stand, and the lines that follow each time it stands.</summary>
/// <param name="Name">The line's first word.</param>
/// <param name="Label">What it says, in Chinese.</param>
/// <param name="Forms">Its further words in order.</param>
public sealed record RecordField(string Name, string Label, ImmutableArray<RecordForm> Forms)
{
    /// <summary>A line of one word.</summary>
    public RecordField(string name, string label, RecordForm form)
        : this(name, label, [form])
    {
    }

    /// <summary>How often it must stand at least.</summary>
    public int Min { get; init; } = 1;

    /// <summary>How often it may stand at most.</summary>
    public int Max { get; init; } = 1;

    /// <summary>The lines that follow each time.</summary>
    public ImmutableArray<RecordField> Inner { get; init; } = [];
}

/// <summary>
/// A record type: what its lines are and who signs it. A record's text is <c>type SM</c> and then its lines
/// <c>name value</c>, each ended by one line feed; nothing else is read.
/// </summary>
/// <param name="Type">The type line's first word, such as <c>submit/1</c>.</param>
/// <param name="Label">The Chinese name.</param>
/// <param name="Signers">Who signs, in Chinese.</param>
/// <param name="Fields">The lines in order.</param>
public sealed record RecordShape(string Type, string Label, string Signers, ImmutableArray<RecordField> Fields)
{
    /// <summary>Bytes of the whole text at most.</summary>
    public int MaxBytes { get; init; } = RecordLimits.RecordBytes;

    /// <summary>The first line without its line feed. Other suites are refused, never negotiated.</summary>
    public string FirstLine => $"{Type} SM";

    /// <summary>Takes a text apart by this shape.</summary>
    /// <exception cref="RecordException">The text is not of this shape.</exception>
    public RecordGroup Read(string text)
    {
        if (text.Length > MaxBytes || Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            throw new RecordException(RecordFault.TooLong, 0, $"at most {MaxBytes} bytes");
        }

        if (!text.EndsWith('\n'))
        {
            throw new RecordException(RecordFault.NotText, 0, "the last line does not end with a line feed");
        }

        var lines = text.Split('\n')[..^1];
        for (var i = 0; i < lines.Length; i++)
        {
            if (!RecordCharacters.AreAllowed(lines[i]))
            {
                throw new RecordException(RecordFault.NotText, i + 1, "a character that is not allowed");
            }
        }

        if (lines[0] != FirstLine)
        {
            throw new RecordException(RecordFault.WrongType, 1, $"expected {FirstLine}");
        }

        var at = 1;
        var children = ReadFields(Fields, lines, ref at);
        return at == lines.Length
            ? new RecordGroup(Type, [], children)
            : throw new RecordException(RecordFault.UnexpectedLine, at + 1, "no such line is expected here");
    }

    private static ImmutableArray<RecordGroup> ReadFields(
        ImmutableArray<RecordField> fields, string[] lines, ref int at)
    {
        var groups = ImmutableArray.CreateBuilder<RecordGroup>();
        foreach (var field in fields)
        {
            var count = 0;
            while (at < lines.Length && Names(lines[at], field.Name))
            {
                if (++count > field.Max)
                {
                    throw new RecordException(
                        RecordFault.TooManyLines, at + 1, $"{field.Name} stands at most {field.Max} times");
                }

                var words = ReadWords(field, lines[at], at + 1);
                at++;
                groups.Add(new RecordGroup(field.Name, words, ReadFields(field.Inner, lines, ref at)));
            }

            if (count < field.Min)
            {
                throw new RecordException(RecordFault.MissingLine, at + 1, $"expected {field.Name}");
            }
        }

        return groups.ToImmutable();
    }

    private static bool Names(string line, string name) =>
        line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] == ' ';

    private static ImmutableArray<string> ReadWords(RecordField field, string line, int number)
    {
        var rest = line[(field.Name.Length + 1)..];
        var words = field.Forms[^1].TakesSpaces ? rest.Split(' ', field.Forms.Length) : rest.Split(' ');
        if (words.Length != field.Forms.Length)
        {
            throw new RecordException(
                RecordFault.MalformedValue, number, $"{field.Name} has {field.Forms.Length} words");
        }

        for (var i = 0; i < words.Length; i++)
        {
            if (!field.Forms[i].Matches(words[i]))
            {
                throw new RecordException(
                    RecordFault.MalformedValue, number, $"{field.Name}: expected {field.Forms[i].Name}");
            }
        }

        return [.. words];
    }
}
