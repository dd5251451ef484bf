using System.Text;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Journal;

/// <summary>
/// How the events of one stream hang together. Each event's digest is SM3 of its event line; the line holds salted
/// digests of body and private part and the digest of the event before, so nothing can be changed, added or dropped
/// unseen, and a line can be shown without what it covers. The salts of body and leaf come from the event's salt, which
/// stays; that of the private part is inside it and goes with it.
/// </summary>
public static class EventChain
{
    /// <summary>Random bytes of each event, from which the salts of body and leaf are derived.</summary>
    public const int SaltBytes = 32;

    /// <summary>The salt under which the body is digested.</summary>
    public static Digest BodySalt(Digest salt) => Derive(salt, "trading body");

    /// <summary>The salt that blinds the event's leaf in the log; its actor gets it with the answer.</summary>
    public static Digest LeafSalt(Digest salt) => Derive(salt, "trading leaf");

    /// <summary>SM3(body_salt ‖ body).</summary>
    public static Digest BodySm3(RecordedEvent e) => Salted(BodySalt(e.Salt), e.Body);

    /// <summary>
    /// The canonical JSON line of an event: <c>body_sm3</c>, <c>previous</c>, <c>private_sm3</c> where there is a
    /// private part,
    /// <c>recorded_at</c>, <c>stream</c>, <c>type</c>, <c>version</c>.
    /// </summary>
    public static string Line(RecordedEvent e) => Encoding.UTF8.GetString(CanonicalJson.Serialize(
        new EventLine(BodySm3(e), e.Previous, e.PrivateSm3, e.RecordedAt, e.Stream.Value, e.Type, e.Version)));

    /// <summary>SM3 of the event line: what the next event and the log hold.</summary>
    public static Digest DigestOf(RecordedEvent e) => Digest.OfUtf8(Line(e));

    /// <summary>The end of the stream after this event.</summary>
    public static StreamHead HeadAfter(RecordedEvent e) => new(e.Version, DigestOf(e));

    /// <summary>The event's entry in the log: SM3("leaf" ‖ leaf_salt ‖ event digest).</summary>
    public static Digest Leaf(RecordedEvent e) => BlindedLeaf.Entry(LeafSalt(e.Salt).AsSpan(), DigestOf(e));

    /// <summary>Seals an event to the end of a stream, with a salt of its own, and one more where it has a private part.</summary>
    public static RecordedEvent Seal(
        StreamId stream, StreamHead after, DateTimeOffset recordedAt, EncodedEvent encoded, Entropy entropy)
    {
        var salt = Draw(entropy);
        var hidden = encoded.Private is null ? null : PrivatePart.Seal(encoded.Private, Draw(entropy));
        return new RecordedEvent(
            stream,
            after.Version + 1,
            encoded.Type,
            recordedAt,
            after.Digest,
            encoded.Visibility,
            encoded.BeginsOpening,
            encoded.Body,
            hidden,
            hidden is null ? null : PrivatePart.Sm3(hidden),
            salt);
    }

    /// <summary>
    /// Null where the event follows the head and its parts are its own; else one sentence that says what is wrong.
    /// That nobody changed the newest event is known only from the log, or from the event that follows.
    /// </summary>
    public static string? Check(StreamHead previous, RecordedEvent e)
    {
        if (e.Version != previous.Version + 1)
        {
            return $"{e.Stream}: after version {previous.Version} comes {previous.Version + 1}, not {e.Version}.";
        }

        if (e.Previous != previous.Digest)
        {
            return $"{e.Stream} {e.Version}: it follows {e.Previous}, but the event before is {previous.Digest}.";
        }

        if (e.RecordedAt.Offset != TimeSpan.Zero || e.RecordedAt.Ticks % TimeSpan.TicksPerMillisecond != 0)
        {
            return $"{e.Stream} {e.Version}: its time is not UTC in whole milliseconds.";
        }

        if (CanonicalJson.Check(Encoding.UTF8.GetBytes(e.Body)) is { } fault)
        {
            return $"{e.Stream} {e.Version}: its body is not canonical JSON ({fault}).";
        }

        if (e.Private is not null && e.PrivateSm3 != PrivatePart.Sm3(e.Private))
        {
            return $"{e.Stream} {e.Version}: its private part is not the one that was recorded.";
        }

        if (e.Private is not null && !PrivatePart.IsSealed(e.Private))
        {
            return $"{e.Stream} {e.Version}: its private part has no salt of its own.";
        }

        return null;
    }

    private static Digest Draw(Entropy entropy)
    {
        var bytes = new byte[SaltBytes];
        entropy(bytes);
        return new Digest(bytes);
    }

    private static Digest Salted(Digest salt, string json) => Sm3.Hash(salt.AsSpan(), Encoding.UTF8.GetBytes(json));

    private static Digest Derive(Digest salt, string purpose) =>
        new(Hkdf.Expand(salt.AsSpan(), purpose, Digest.Size));

    private sealed record EventLine(
        Digest BodySm3,
        Digest Previous,
        Digest? PrivateSm3,
        DateTimeOffset RecordedAt,
        string Stream,
        string Type,
        long Version);
}
