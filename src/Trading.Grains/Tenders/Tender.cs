using System.Collections.Immutable;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Tenders;

/// <summary>
/// A tender as its events left it. Folded from all events it is the grain's state; folded from the visible ones alone
/// it
/// is what the public may know, and its views are the same: that is the test of the secret before the opening.
/// </summary>
public sealed record Tender
{
    public required TenderId Id { get; init; }

    /// <summary>Null until 受理 registered it.</summary>
    public TenderRegistered? Registration { get; init; }

    /// <summary>The department that has the tender: 受理, 组织, then 见证.</summary>
    public Role Desk { get; init; } = Role.Reception;

    /// <summary>Which certificate acted for which of the three departments; nobody acts for two.</summary>
    public ImmutableDictionary<Digest, Role> Departments { get; init; } = ImmutableDictionary<Digest, Role>.Empty;

    /// <summary>The notice in force; null until it is published.</summary>
    public Notice? Notice { get; init; }

    public ImmutableDictionary<LotId, Lot> Lots { get; init; } = ImmutableDictionary<LotId, Lot>.Empty;

    /// <summary>True from the first lot's opening on: what was masked of the bidding is shown.</summary>
    public bool OpeningBegan { get; init; }

    /// <summary>
    /// Number of visible changes. While bids are secret it stands still for them, and at the opening it does not
    /// catch up.
    /// </summary>
    public long Changes { get; init; }

    public static Tender Initial(string key) => new() { Id = TenderId.Create(key) };

    /// <summary>The lots in the order of their registration.</summary>
    public IEnumerable<Lot> LotsInOrder =>
        Registration is null ? [] : Registration.Lots.Select(plan => Lots[plan.Id]);

    /// <summary>Total: takes every event in every state and never throws.</summary>
    public static Tender Evolve(Tender tender, TenderEvent @event)
    {
        var next = @event switch
        {
            TenderRegistered e => tender.Register(e),
            HandedOver e => tender with { Desk = e.To },
            TenderPublished e => tender.Publish(Notice.Of(e)),
            DocumentsAmended e => tender.Publish(tender.Notice?.Amend(e)),
            LotEvent e => tender.OfLot(e),
            _ => tender,
        };
        return next with
        {
            OpeningBegan = next.OpeningBegan || @event is OpeningBegan,
            Changes = next.Changes + (tender.IsVisible(@event) ? 1 : 0),
            Departments = IsDepartment(@event.By.Role)
                ? next.Departments.SetItem(@event.By.Certificate, @event.By.Role)
                : next.Departments,
        };
    }

    /// <summary>The three departments that check each other.</summary>
    public static bool IsDepartment(Role role) => role is Role.Reception or Role.Organisation or Role.Attestation;

    private Tender Register(TenderRegistered e) => this with
    {
        Registration = e,
        Lots = e.Lots.GroupBy(plan => plan.Id).ToImmutableDictionary(plan => plan.Key, plan => new Lot { Plan = plan.First() }),
    };

    private Tender Publish(Notice? notice) => notice is null ? this : this with
    {
        Notice = notice,
        Lots = Lots.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Publish(notice.Documents)),
    };

    private Tender OfLot(LotEvent e) =>
        Lots.TryGetValue(e.Lot, out var lot) ? this with { Lots = Lots.SetItem(e.Lot, Lot.Evolve(lot, e)) } : this;

    private bool IsVisible(TenderEvent @event) => TenderVisibility.Of(@event) switch
    {
        Visibility.Public => true,
        Visibility.AtOpening => OpeningBegan,
        _ => false,
    };
}
