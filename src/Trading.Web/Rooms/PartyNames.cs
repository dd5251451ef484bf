using Trading.Grains.Parties;
using Trading.Grains.Shell;

namespace Trading.Web.Rooms;

/// <summary>Names as the parties' own grains give them.</summary>
internal sealed class PartyNames(IGrainFactory grains) : IPartyNames
{
    public async ValueTask<string> NameOf(PartyId party, CancellationToken cancellation = default) =>
        (await grains.GetGrain<IPartyGrain>(party.Value).View())?.Name ?? party.Value;
}
