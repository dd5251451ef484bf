using Trading.Grains.Shell;

namespace Trading.Web.Rooms;

/// <summary>The registered names of parties.</summary>
public interface IPartyNames
{
    /// <summary>The party's name, or its code where it has none.</summary>
    ValueTask<string> NameOf(PartyId party, CancellationToken cancellation = default);
}
