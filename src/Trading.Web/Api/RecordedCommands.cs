using System.Text.Json;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;

namespace Trading.Web.Api;

/// <summary>
/// What the platform added to a command when it was first answered. A repeat must be the same command byte for byte, and what
/// was added then can perhaps not be made again: the sealed file was replaced, the session's key destroyed.
/// </summary>
internal sealed class RecordedCommands(IJournal journal)
{
    /// <summary>The events recorded for a command; none where it is new or was refused.</summary>
    public async Task<IReadOnlyList<TenderEvent>> Find(TenderId tender, CommandId command, CancellationToken cancellation)
    {
        var stream = StreamId.Of("tender", tender.Value);
        if (await journal.FindCommand(stream, command, cancellation) is not { } stored)
        {
            return [];
        }

        using var answer = JsonDocument.Parse(stored.Answer);
        var digests = answer.RootElement.GetProperty("events").EnumerateArray()
            .Select(e => e.GetProperty("digest").GetString())
            .ToHashSet();
        var found = new List<TenderEvent>();
        await foreach (var recorded in journal.Read(stream, cancellation: cancellation))
        {
            if (digests.Contains(EventChain.DigestOf(recorded).ToString()))
            {
                found.Add(EventCodec<TenderEvent>.Instance.Decode(recorded));
            }
        }

        return found;
    }
}
