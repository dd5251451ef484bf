using Trading.Evaluation;
using Trading.Evaluation.PriceMethods;
using Trading.Grains.Shell;

namespace Trading.Grains.Tenders;

/// <summary>Which opened bids are evaluated, and how the price method sees all of them.</summary>
internal static class RankedBids
{
    /// <summary>
    /// The bids that are marked and ranked, in the order of the verdicts: opened, not set aside for want of a
    /// confirmation,
    /// and not above the ceiling (实施条例 第五十一条).
    /// </summary>
    public static IEnumerable<(PartyId Bidder, Money Price)> Of(Tender tender, Lot lot) =>
        from verdict in lot.Opening?.Verdicts?.Verdicts ?? []
        let price = PriceOf(lot, verdict)
        where price is not null && price <= lot.Terms!.Ceiling && Counts(tender, lot, verdict.Bidder)
        select (verdict.Bidder, price.Value);

    /// <summary>Every live bid as the price method takes it: without a price where it was not opened.</summary>
    public static IReadOnlyCollection<BenchmarkBid> ForPrices(Tender tender, Lot lot) =>
    [
        .. from verdict in lot.Opening?.Verdicts?.Verdicts ?? []
           select new BenchmarkBid(verdict.Bidder.Value, PriceOf(lot, verdict), Counts(tender, lot, verdict.Bidder)),
    ];

    public static Money? PriceOf(Lot lot, BidVerdict verdict) =>
        verdict.IsOpened && verdict.OpeningList is { } list ? OpeningListForm.PriceOf(lot.Terms!.OpeningList, list) : null;

    /// <summary>An unconfirmed bid is worth what the documents say.</summary>
    private static bool Counts(Tender tender, Lot lot, PartyId bidder) =>
        lot.Terms!.UnconfirmedBid == UnconfirmedBid.Counts || IsConfirmed(tender, lot, bidder);

    private static bool IsConfirmed(Tender tender, Lot lot, PartyId bidder) =>
        lot.Confirmed.GetValueOrDefault(bidder) == tender.Notice!.DocumentsSm3
        || lot.Bids.GetValueOrDefault(bidder) is { } bid
            && Statements.TryParse(bid.Statement.Text, Trading.Proofs.Records.SubmitRecord.Parse)?.Documents == tender.Notice.DocumentsSm3;
}
