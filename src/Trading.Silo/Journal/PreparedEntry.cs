using Trading.Grains.Journal;
using Trading.Proofs.Primitives;

namespace Trading.Silo.Journal;

/// <summary>An entry on its way to the writer: checked, hashed and encrypted on the caller's thread.</summary>
internal sealed class PreparedEntry
{
    private readonly TaskCompletionSource<bool> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PreparedEntry(JournalEntry entry, IReadOnlyList<PreparedEvent> events, byte[]? answer)
    {
        Entry = entry;
        Events = events;
        Answer = answer;
    }

    public JournalEntry Entry { get; }

    public IReadOnlyList<PreparedEvent> Events { get; }

    public byte[]? Answer { get; }

    public Task<bool> Result => _result.Task;

    /// <exception cref="ArgumentException">The entry could not have been made by a shell: versions, chain or a limit.</exception>
    public static PreparedEntry Of(JournalEntry entry, EventBoxes boxes, JournalOptions options)
    {
        if (entry.Events.Count > options.MaximumEvents)
        {
            throw new ArgumentException(
                $"An entry of {entry.Stream} has {entry.Events.Count} events, at most {options.MaximumEvents} fit.");
        }

        CheckText(entry.Command?.Answer, "answer");
        var events = new PreparedEvent[entry.Events.Count];
        for (var i = 0; i < events.Length; i++)
        {
            var @event = entry.Events[i];
            CheckText(@event.Body, "body");
            CheckText(@event.Private, "private part");
            var expected = entry.ExpectedVersion + i + 1;
            if (@event.Stream != entry.Stream || @event.Version != expected)
            {
                throw new ArgumentException(
                    $"Expected {entry.Stream} version {expected}, found {@event.Stream} version {@event.Version}.");
            }

            if (i > 0 && @event.Previous != events[i - 1].Digest)
            {
                throw new ArgumentException($"{entry.Stream} version {expected} does not follow the event before it.");
            }

            events[i] = new PreparedEvent(
                @event, EventChain.DigestOf(@event), boxes.Body(@event), boxes.Private(@event));
        }

        var answer = entry.Command is null ? null : boxes.Answer(entry.Stream, entry.Command);
        return new PreparedEntry(entry, events, answer);

        void CheckText(string? text, string what)
        {
            if (text?.Length > options.MaximumText)
            {
                throw new ArgumentException(
                    $"The {what} of an entry of {entry.Stream} has {text.Length} characters, at most {options.MaximumText} fit.");
            }
        }
    }

    public void Complete(bool accepted) => _result.SetResult(accepted);

    public void Fail(Exception e) => _result.SetException(e);
}

/// <summary>One event with what its row holds.</summary>
internal sealed record PreparedEvent(RecordedEvent Event, Digest Digest, object Body, object? Private);
