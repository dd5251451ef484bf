using System.Collections.Immutable;

namespace Trading.Grains.Shell;

/// <summary>
/// Why a command was not done: an answer, not an exception. Each grain declares its refusals in order of precedence.
/// </summary>
/// <param name="Code">The fact in one word, the same for ever: <c>DeadlinePassed</c>.</param>
/// <param name="English">One sentence for people.</param>
/// <param name="Chinese">The same in Chinese.</param>
/// <param name="Article">The article of law or line of the specification it rests on; null where it rests on
/// neither.</param>
public sealed record Refusal(string Code, string English, string Chinese, string? Article = null)
{
    /// <summary>What was expected and what was found, by name; no secrets.</summary>
    public ImmutableSortedDictionary<string, string> Facts { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The same refusal with one more fact.</summary>
    public Refusal With(string name, object? value) => this with
    {
        Facts = Facts.SetItem(name, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? ""),
    };
}
