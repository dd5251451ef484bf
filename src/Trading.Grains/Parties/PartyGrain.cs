using Trading.Grains.Shell;

namespace Trading.Grains.Parties;

public sealed class PartyGrain(GrainServices services)
    : DecidingGrain<Party, PartyCommand, PartyEvent, PartyRules>(services, "party"), IPartyGrain
{
    public Task<PartyView?> View() => Task.FromResult(PartyView.Of(State));
}
