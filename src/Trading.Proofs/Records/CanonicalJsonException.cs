namespace Trading.Proofs.Records;

/// <summary>Why a text or value has no canonical form, in the order in which it is looked for.</summary>
public enum JsonFault
{
    /// <summary>More than <see cref="CanonicalJson.MaxBytes"/>.</summary>
    TooLong,

    /// <summary>Not JSON at all, not UTF-8, or nested deeper than <see cref="CanonicalJson.MaxDepth"/>.</summary>
    NotJson,

    /// <summary>Objects and arrays deeper than <see cref="CanonicalJson.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>One object holds the same name twice.</summary>
    DuplicateName,

    /// <summary>A number with a fraction or an exponent, −0, or beyond ±(2^53−1); decimals are strings.</summary>
    NotAnInteger,

    /// <summary>Half of a surrogate pair: no Unicode text.</summary>
    LoneSurrogate,

    /// <summary>Right as JSON, but not the one canonical spelling.</summary>
    NotCanonical,

    /// <summary>Canonical, but not the expected type: a field is missing, unknown, or of another form.</summary>
    WrongShape,
}

/// <summary>A text or value that cannot be taken as canonical JSON.</summary>
public sealed class CanonicalJsonException(JsonFault fault, string message, Exception? inner = null)
    : FormatException($"{fault}: {message}", inner)
{
    /// <summary>The named cause.</summary>
    public JsonFault Fault { get; } = fault;
}
