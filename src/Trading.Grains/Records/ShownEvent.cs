using System.Text.Json;
using Trading.Grains.Journal;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Records;

/// <summary>
/// One event as a record shows it: its line always, its body where it may be seen. The digest of the line is what the next
/// event and the log hold, so a redacted event cannot be changed either.
/// </summary>
public sealed class ShownEvent
{
    private ShownEvent(EventLine line, Digest digest, Digest leafSalt, JsonElement? body, Digest? bodySalt) =>
        (Line, Digest, LeafSalt, Body, BodySalt) = (line, digest, leafSalt, body, bodySalt);

    public EventLine Line { get; }

    /// <summary>SM3 of the canonical line.</summary>
    public Digest Digest { get; }

    /// <summary>What unblinds the event's leaf.</summary>
    public Digest LeafSalt { get; }

    /// <summary>Null where the body is not shown.</summary>
    public JsonElement? Body { get; }

    public Digest? BodySalt { get; }

    /// <summary>The entry of the log that stands for this event.</summary>
    public Digest LogEntry => BlindedLeaf.Entry(LeafSalt.AsSpan(), Digest);

    /// <summary>True where the shown body is the one the line covers.</summary>
    public bool BodyFits =>
        Body is { } body && BodySalt is { } salt && Sm3.Hash(salt.AsSpan(), CanonicalJson.Write(body)) == Line.BodySm3;

    /// <summary>One line of <c>events.jsonl</c>, without its line feed.</summary>
    public static byte[] Write(RecordedEvent recorded, bool withBody)
    {
        using var line = JsonDocument.Parse(EventChain.Line(recorded));
        using var body = JsonDocument.Parse(recorded.Body);
        return CanonicalJson.Serialize(new Entry(
            line.RootElement,
            EventChain.LeafSalt(recorded.Salt),
            withBody ? body.RootElement : null,
            withBody ? EventChain.BodySalt(recorded.Salt) : null));
    }

    /// <summary>Reads one line of <c>events.jsonl</c>.</summary>
    /// <exception cref="InvalidDataException">It is not of the form, or not canonical.</exception>
    public static ShownEvent Read(ReadOnlySpan<byte> json)
    {
        try
        {
            if (CanonicalJson.Check(json) is { } fault)
            {
                throw new InvalidDataException($"not canonical JSON: {fault}");
            }

            var entry = CanonicalJson.Deserialize<Entry>(json);
            var line = CanonicalJson.Write(entry.Line);
            return new ShownEvent(
                CanonicalJson.Deserialize<EventLine>(line), Digest.Of(line), entry.LeafSalt, entry.Body, entry.BodySalt);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private sealed record Entry(JsonElement Line, Digest LeafSalt, JsonElement? Body, Digest? BodySalt);
}

/// <summary>The fields of an event line (docs/sealing.md): what every event is, without what it says.</summary>
public sealed record EventLine(
    Digest BodySm3, Digest Previous, Digest? PrivateSm3, DateTimeOffset RecordedAt, string Stream, string Type, long Version);
