using System.Collections.Immutable;

namespace Trading.Client.Messages;

/// <summary>A refusal on the wire: problem details (RFC 9457) in both languages, with the article it rests on.</summary>
public sealed record Problem(
    string Type, string Title, int Status, string Code, string English, string Chinese, string? Article,
    ImmutableSortedDictionary<string, string> Facts);
