using System.Collections.Immutable;
using Trading.Grains.Journal;

namespace Trading.Grains.Shell;

/// <summary>
/// What happens in the streams <c>acts-…</c>. Restricted: before an opening even the fact that somebody tried to bid is
/// secret (招标投标法 第二十二条), so the supervisor is shown it only when it reveals nothing.
/// </summary>
public abstract record RefusedActEvent
{
    private RefusedActEvent()
    {
    }

    /// <summary>One attempt that was refused.</summary>
    [Visible(Visibility.Restricted)]
    public sealed record ActRefused(
        CommandId Command,
        string CommandType,
        Role Role,
        string Refusal,
        DateTimeOffset At,
        [property: Private] PartyId? Party = null) : RefusedActEvent;

    /// <summary>Attempts beyond the rate, counted from the first to the last.</summary>
    [Visible(Visibility.Restricted)]
    public sealed record ActsRefused(
        DateTimeOffset From, DateTimeOffset Until, ImmutableArray<RefusalCount> Counts) : RefusedActEvent;
}

/// <summary>How often one refusal was given in one role.</summary>
public sealed record RefusalCount(string Refusal, Role Role, long Count);
