using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;

namespace Trading.Web.Rooms;

/// <summary>
/// What everybody in the opening room of one lot sees, immutable. Before the opening it says what was published, and
/// nothing about bids (招标投标法 第二十二条).
/// </summary>
/// <param name="Version">The tender's number of visible changes: it never moves with submissions.</param>
/// <param name="Lot">The lot with its opening; results have their own page and are left out.</param>
/// <param name="Columns">What is read out beside the price, by the schema that the documents define.</param>
/// <param name="Names">The names of the parties that occur in the lot's opening.</param>
/// <param name="AmountsInWords">The prices in words (大写), by bidder, as far as they are shown.</param>
public sealed record RoomView(
    long Version,
    TenderId Tender,
    string TenderName,
    ScheduleView? Schedule,
    LotView Lot,
    ImmutableArray<RoomColumn> Columns,
    ImmutableSortedDictionary<string, string> Names,
    ImmutableSortedDictionary<string, string> AmountsInWords)
{
    public string NameOf(PartyId party) => Names.GetValueOrDefault(party.Value, party.Value);
}

/// <summary>A column of the board: a field of the opening list (开标一览表).</summary>
public sealed record RoomColumn(string Name, string Label);

/// <summary>One frame of a watcher's stream: the newest view, or none where the watcher has it already.</summary>
/// <param name="Version">The version of the newest view.</param>
/// <param name="ServerTime">The centre's clock when the frame was made: what countdowns are measured against.</param>
/// <param name="Watchers">How many are watching through this process.</param>
/// <param name="View">Null in a beat, which only says that the connection lives and what time it is.</param>
public sealed record RoomFrame(long Version, DateTimeOffset ServerTime, int Watchers, RoomView? View);
