using Trading.Grains.Journal;
using Trading.Grains.Tenders;

namespace Trading.Web.Rooms;

/// <summary>The fold of a real tender.</summary>
internal sealed record TenderFold(Tender Tender) : ITenderFold
{
    public bool OpeningBegan => Tender.OpeningBegan;

    public static ITenderFold None(TenderId tender) => new TenderFold(Tender.Initial(tender.Value));

    public ITenderFold Apply(RecordedEvent recorded) =>
        new TenderFold(Tender.Evolve(Tender, EventCodec<TenderEvent>.Instance.Decode(recorded)));

    public TenderView? View() => TenderViews.Of(Tender);
}
