using Trading.Grains.Shell;

namespace Trading.Grains.Parties;

/// <summary>
/// One party, by its <see cref="PartyId"/>. Its invariant: nobody acts for it but the holders of its certificates, each
/// in the roles that somebody else granted.
/// </summary>
public interface IPartyGrain : IDecidingGrain<PartyCommand>
{
    /// <summary>The party from durable state; null before registration.</summary>
    [AlwaysInterleave]
    Task<PartyView?> View();
}
