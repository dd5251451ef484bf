namespace Trading.Proofs.Log;

/// <summary>Why a note, checkpoint or proof is not taken.</summary>
public enum NoteFault
{
    /// <summary>More than <see cref="LogLimits.NoteBytes"/>.</summary>
    TooLong,

    /// <summary>More than <see cref="LogLimits.NoteSignatures"/>.</summary>
    TooManySignatures,

    /// <summary>The layout is wrong.</summary>
    Malformed,

    /// <summary>A signature of a known key does not fit the text.</summary>
    BadSignature,

    /// <summary>No known key signed.</summary>
    NotSigned,

    /// <summary>The checkpoint belongs to another log.</summary>
    OtherOrigin,

    /// <summary>The path does not lead from the leaf to the checkpoint's root.</summary>
    NotIncluded,
}

/// <summary>A text that is no note, checkpoint or proof.</summary>
public sealed class NoteException(NoteFault fault, string message) : FormatException($"{fault}: {message}")
{
    /// <summary>The named cause.</summary>
    public NoteFault Fault { get; } = fault;
}
