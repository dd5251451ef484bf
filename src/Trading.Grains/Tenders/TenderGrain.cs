using Trading.Grains.Shell;

namespace Trading.Grains.Tenders;

/// <summary>One tender on the common shell; what it decides is in <see cref="TenderRules"/>.</summary>
public sealed class TenderGrain(GrainServices services)
    : DecidingGrain<Tender, TenderCommand, TenderEvent, TenderRules>(services, Kind), ITenderGrain
{
    /// <summary>The kind of the streams of tenders.</summary>
    public const string Kind = "tender";

    public Task<TenderView?> View() => Task.FromResult(TenderViews.Of(State));

    public Task<TenderViewForActor?> ViewFor(Actor actor) => Task.FromResult(
        State.Registration is null && actor.Role != Role.Reception
            ? null
            : new TenderViewForActor(TenderViews.OwnBids(State, actor), TenderTasks.Of(State, actor, Services.Time.GetUtcNow())));

    public Task<OpeningDossier?> Dossier(LotId lot) => Task.FromResult(TenderViews.DossierOf(State, lot));
}
