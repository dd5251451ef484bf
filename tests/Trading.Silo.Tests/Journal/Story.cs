using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;

namespace Trading.Silo.Tests.Journal;

/// <summary>Makes well-formed events of one stream, one after the other, as a shell would.</summary>
internal sealed class Story(string stream, DateTimeOffset? start = null)
{
    private Digest _last;

    public StreamId Stream { get; } = StreamId.Create(stream);

    public long Version { get; private set; }

    public DateTimeOffset Start { get; } = start ?? new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    public RecordedEvent Next(
        Visibility visibility = Visibility.Public,
        bool beginsOpening = false,
        string? body = null,
        string? hidden = null,
        string type = "thing-happened")
    {
        Version++;
        var salt = Digest.OfUtf8($"salt of {Stream} {Version}");
        hidden = hidden is null ? null : $"{hidden[..^1]},\"salt\":\"{Digest.OfUtf8($"private {salt}")}\"}}";
        var @event = new RecordedEvent(
            Stream,
            Version,
            type,
            Start.AddMilliseconds(Version),
            _last,
            visibility,
            beginsOpening,
            body ?? $"{{\"what\":\"happened {Version}\"}}",
            hidden,
            hidden is null ? null : Digest.OfUtf8(hidden),
            salt);
        _last = EventChain.DigestOf(@event);
        return @event;
    }

    /// <summary>The next event of a grain's own family, encoded as its shell would.</summary>
    public RecordedEvent Next<TEvent>(TEvent @event) where TEvent : class
    {
        var encoded = EventCodec<TEvent>.Instance.Encode(@event);
        return Next(encoded.Visibility, encoded.BeginsOpening, encoded.Body, encoded.Private, encoded.Type);
    }

    public JournalEntry Entry(string? command = null, params RecordedEvent[] events) => new(
        Stream,
        events.Length > 0 ? events[0].Version - 1 : Version,
        events,
        command is null ? null : Command(command));

    public static StoredCommand Command(string id) =>
        new(CommandId.Create(id), Digest.OfUtf8("content of " + id), $"{{\"answer\":\"to {id}\"}}");
}
