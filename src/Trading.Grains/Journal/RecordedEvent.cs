using Trading.Proofs.Primitives;

namespace Trading.Grains.Journal;

/// <summary>
/// One event as the journal keeps it. Its digest is SM3 of its event line, and the next event of the stream carries it.
/// </summary>
/// <param name="Stream">The grain it happened in.</param>
/// <param name="Version">1, 2, 3 … without gaps within the stream.</param>
/// <param name="Type">The discriminator of the event family.</param>
/// <param name="RecordedAt">The act's <c>ReceivedAt</c>: UTC, whole milliseconds.</param>
/// <param name="Previous">Digest of the stream's previous event; zeros for the first.</param>
/// <param name="Visibility">Who may see the body, and from when.</param>
/// <param name="BeginsOpening">True for the event from which on the stream's masked events are shown.</param>
/// <param name="Body">Canonical JSON: what may one day be public.</param>
/// <param name="Private">Canonical JSON of the private part, a salt of its own in it; null where there is none or it was
/// erased.</param>
/// <param name="PrivateSm3">SM3 of the private part; it stays when the part, and the salt in it, are erased.</param>
/// <param name="Salt">32 random bytes from which the salts of body and leaf are derived.</param>
public sealed record RecordedEvent(
    StreamId Stream,
    long Version,
    string Type,
    DateTimeOffset RecordedAt,
    Digest Previous,
    Visibility Visibility,
    bool BeginsOpening,
    string Body,
    string? Private,
    Digest? PrivateSm3,
    Digest Salt)
{
    /// <summary>
    /// Place in the whole journal, in commit order without gaps; 0 until it is durable. Never shown outside.
    /// </summary>
    public long Position { get; init; }
}

/// <summary>The end of a stream: version 0 and zeros where nothing happened yet.</summary>
public sealed record StreamHead(long Version, Digest Digest)
{
    public static readonly StreamHead Empty = new(0, default);
}
