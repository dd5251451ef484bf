namespace Trading.Proofs.Records;

/// <summary>Why a text is not the record it should be, in the order in which it is looked for.</summary>
public enum RecordFault
{
    /// <summary>More bytes than the shape allows.</summary>
    TooLong,

    /// <summary>Control characters, a missing last line feed, or characters that could be written another way.</summary>
    NotText,

    /// <summary>The first line is not the expected type with the suite SM.</summary>
    WrongType,

    /// <summary>A line that must stand here is missing.</summary>
    MissingLine,

    /// <summary>A line stands here that is not expected.</summary>
    UnexpectedLine,

    /// <summary>A line is repeated more often than allowed.</summary>
    TooManyLines,

    /// <summary>A value is not of its form.</summary>
    MalformedValue,

    /// <summary>Each line is right, but they contradict one another.</summary>
    Inconsistent,

    /// <summary>The record would be written differently.</summary>
    NotCanonical,
}

/// <summary>A text that is not the record it should be: the named cause, and the line counted from 1 (0: the whole).</summary>
public sealed class RecordException(RecordFault fault, int line, string message)
    : FormatException(line > 0 ? $"{fault} in line {line}: {message}" : $"{fault}: {message}")
{
    /// <summary>The named cause.</summary>
    public RecordFault Fault { get; } = fault;

    /// <summary>The line, counted from 1; 0 if the record as a whole is meant.</summary>
    public int Line { get; } = line;
}
