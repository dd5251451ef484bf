using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;

namespace Trading.Web.Rooms;

/// <summary>Makes room views of a tender's public view: one a lot, with the names of its parties.</summary>
internal static class RoomViews
{
    /// <summary>The parties whose names the rooms of this tender show.</summary>
    public static IEnumerable<PartyId> PartiesOf(TenderView tender) =>
        tender.Lots.Where(lot => lot.Opening is not null).SelectMany(lot => PartiesOf(lot.Opening!)).Distinct();

    public static RoomView Of(TenderView tender, LotView lot, IReadOnlyDictionary<PartyId, string> names)
    {
        var shown = lot.Opening is null ? [] : PartiesOf(lot.Opening).Distinct();
        var named = shown.ToImmutableSortedDictionary(
            party => party.Value, party => names.GetValueOrDefault(party, party.Value), StringComparer.Ordinal);
        return new RoomView(
            tender.Changes, tender.Id, tender.Name, tender.Schedule,
            lot with { Result = null, Opening = lot.Opening is null ? null : WithNames(lot.Opening, named) },
            ColumnsOf(tender, lot.Id), named, InWords(lot.Opening));
    }

    private static ImmutableArray<RoomColumn> ColumnsOf(TenderView tender, LotId lot) =>
    [
        .. tender.Documents?.Lots.FirstOrDefault(terms => terms.Lot == lot)?.OpeningList.Fields
            .Where(field => field.Kind != OpeningListFieldKind.Price)
            .Select(field => new RoomColumn(field.Name, field.Label)) ?? [],
    ];

    private static ImmutableSortedDictionary<string, string> InWords(OpeningView? opening) =>
        (opening?.Rows ?? []).Where(row => row.Price is not null).ToImmutableSortedDictionary(
            row => row.Bidder.Value, row => row.Price!.Value.ToChinese(), StringComparer.Ordinal);

    private static IEnumerable<PartyId> PartiesOf(OpeningView opening) =>
    [
        .. opening.Rows.Select(row => row.Bidder),
        .. opening.Locks.Select(custodian => custodian.Party),
        .. opening.Draw?.Parties.Select(party => party.Party).OfType<PartyId>() ?? [],
        .. opening.Objections.Select(objection => objection.Bidder),
        .. opening.ConfirmedBy,
    ];

    // The feed is written in codes, because events hold codes; people read names.
    private static OpeningView WithNames(OpeningView opening, ImmutableSortedDictionary<string, string> names) =>
        opening with
        {
            Feed = [.. opening.Feed.Select(line => line with
            {
                Chinese = Replace(line.Chinese, names),
                English = Replace(line.English, names),
            })],
        };

    private static string Replace(string text, ImmutableSortedDictionary<string, string> names) =>
        names.Aggregate(text, (soFar, name) => soFar.Replace(name.Key, name.Value, StringComparison.Ordinal));
}
