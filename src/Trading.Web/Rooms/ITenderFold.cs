using Trading.Grains.Journal;
using Trading.Grains.Tenders;

namespace Trading.Web.Rooms;

/// <summary>A tender as its visible events left it: an immutable value, folded with the grain's own Evolve.</summary>
internal interface ITenderFold
{
    /// <summary>True from the first opening on: what was masked of the bidding is shown.</summary>
    bool OpeningBegan { get; }

    ITenderFold Apply(RecordedEvent recorded);

    /// <summary>The public view; null before the registration.</summary>
    TenderView? View();
}
