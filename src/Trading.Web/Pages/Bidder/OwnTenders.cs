using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Web.Pages.Login;

namespace Trading.Web.Pages.Bidder;

/// <summary>The published lots with what only this bidder may see of each.</summary>
internal static class OwnTenders
{
    /// <summary>Lots that are looked through, the last published first: years of a busy centre.</summary>
    private const int MostPages = 20;

    public static async Task<ImmutableArray<BidRow>> Find(
        INotices notices, IGrainFactory grains, Visitor visitor, DateTimeOffset now)
    {
        var rows = ImmutableArray.CreateBuilder<BidRow>();
        foreach (var tender in Lots(notices, now).GroupBy(row => row.Tender))
        {
            var mine = await grains.GetGrain<ITenderGrain>(tender.Key.Value).ViewFor(visitor.As(Role.Bidder));
            rows.AddRange(tender.Select(row => new BidRow(
                row,
                mine?.OwnBids.FirstOrDefault(bid => bid.Lot == row.Lot),
                Has(mine, row.Lot, "release_bid"),
                Has(mine, row.Lot, "confirm_amendment"))));
        }

        return rows.ToImmutable();
    }

    private static bool Has(TenderViewForActor? mine, LotId lot, string command) =>
        mine?.Tasks.Any(task => task.Lot == lot && task.Command == command) == true;

    private static IEnumerable<LotRow> Lots(INotices notices, DateTimeOffset now)
    {
        for (var number = 1; number <= MostPages; number++)
        {
            var page = notices.FindLots(new LotQuery(now, Page: number, Count: NoticeQuery.MaximumCount));
            foreach (var row in page.Rows)
            {
                yield return row;
            }

            if (number >= page.Pages)
            {
                yield break;
            }
        }
    }
}
