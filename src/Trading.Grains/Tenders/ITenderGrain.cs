using Trading.Grains.Shell;

namespace Trading.Grains.Tenders;

/// <summary>
/// One tender. Its invariant: no bid counts after the deadline, and nothing is readable before the opening.
/// </summary>
public interface ITenderGrain : IDecidingGrain<TenderCommand>
{
    /// <summary>The public view from durable state; before the opening: nothing about bids.</summary>
    [AlwaysInterleave]
    Task<TenderView?> View();

    /// <summary>What only this actor may see: its own bids, its open tasks.</summary>
    [AlwaysInterleave]
    Task<TenderViewForActor?> ViewFor(Actor actor);

    /// <summary>
    /// What the platform's own opening desk needs of a lot that is being opened; never leaves the platform.
    /// </summary>
    [AlwaysInterleave]
    Task<OpeningDossier?> Dossier(LotId lot);
}
