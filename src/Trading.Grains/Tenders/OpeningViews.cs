using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Tenders;

/// <summary>The opening room of a lot as anybody sees it, from the folded state alone.</summary>
internal static class OpeningViews
{
    public static OpeningView Of(Tender tender, Lot lot)
    {
        var opening = lot.Opening!;
        return new OpeningView(
            PhaseOf(lot),
            opening.Begun.At,
            opening.WindowEnds,
            Digest.OfUtf8(lot.Closed?.LiveSet ?? ""),
            WindowRules.SessionKey(opening),
            [.. lot.LiveBids.Select((bid, index) => RowOf(lot, bid, index + 1))],
            LocksOf(tender, lot),
            tender.Notice?.Policy.Threshold.Needed ?? 0,
            lot.Terms is { Method.NeedsDraw: true } ? DrawOf(tender, lot) : null,
            [.. opening.Objections.Select(one => new ObjectionView(
                one.Raised.Number, one.Raised.Bidder, one.Raised.Text, one.Raised.At, one.Answered?.Text, one.Answered?.At))],
            [.. opening.Confirmations.Select(one => one.By.Party).Distinct()],
            opening.Feed);
    }

    private static OpeningPhase PhaseOf(Lot lot) => lot.Stage switch
    {
        LotStage.BidderRelease => OpeningPhase.BidderRelease,
        LotStage.WindowShutting => OpeningPhase.WindowShutting,
        LotStage.CustodianRelease => OpeningPhase.CustodianRelease,
        LotStage.Opened => ConfirmationRules.NeedsDraw(lot) ? OpeningPhase.PriceReading : OpeningPhase.Objections,
        _ => OpeningPhase.Confirmed,
    };

    private static OpeningRow RowOf(Lot lot, Bid bid, int order)
    {
        var release = lot.Opening!.ReleaseOf(bid.Bidder);
        var verdict = lot.Opening.Verdicts?.Verdicts.FirstOrDefault(one => one.Bidder == bid.Bidder);
        return new OpeningRow(
            order,
            bid.Bidder,
            bid.Version,
            bid.ReceivedAt,
            [.. bid.Parts.Select(part => part.File)],
            StateOf(lot, release, verdict),
            verdict is not null ? verdict.Cause
                : release.IsReleased ? null
                : release.LastFailure?.Checks.Select(check => check.Cause).FirstOrDefault(cause => cause is not null),
            verdict?.Attribution ?? release.Decided?.Attribution,
            verdict is null || lot.Terms is null ? null : RankedBids.PriceOf(lot, verdict),
            verdict?.OpeningList is { } list && lot.Terms is { } terms ? OpeningListForm.ReadOut(terms.OpeningList, list) : []);
    }

    private static RowState StateOf(Lot lot, BidRelease release, BidVerdict? verdict) =>
        verdict is not null ? verdict.IsOpened ? RowState.Opened : RowState.NotOpened
        : release.IsReleased ? RowState.Released
        : lot.Stage is not LotStage.BidderRelease || release.Decided is not null ? RowState.NotReleased
        : release.LastFailure is not null ? RowState.ReleaseBad
        : release.IsFetched ? RowState.Fetched
        : RowState.Waiting;

    private static ImmutableArray<CustodianLock> LocksOf(Tender tender, Lot lot) =>
    [
        .. from custodian in tender.Notice?.Policy.Custodians ?? []
           select new CustodianLock(
               custodian.Number,
               custodian.Role.ToString(),
               new PartyId(custodian.Code),
               custodian.Name,
               lot.LiveSetSignatures.ContainsKey(custodian.Number),
               lot.Opening!.ShutSignatures.ContainsKey(custodian.Number),
               lot.Opening.Shares.ContainsKey(custodian.Number)),
    ];

    private static DrawView DrawOf(Tender tender, Lot lot)
    {
        var draw = lot.Opening!.Draw;
        return new DrawView(
            draw.IdOf(tender.Id, lot.Id),
            [.. CoefficientDraw.PartyNames.Select((name, index) => PartyOf(tender, draw, name, index + 1))],
            [.. lot.Terms!.Method.Coefficients.Select(coefficient => coefficient.ToString())],
            draw.Record?.Record,
            draw.Result?.Seed,
            draw.Result?.Index,
            draw.Result?.Coefficient);
    }

    private static DrawPartyView PartyOf(Tender tender, CoefficientDraw draw, string name, int number)
    {
        var reveal = draw.Reveals.GetValueOrDefault(number);
        PartyId? party = number switch
        {
            1 => tender.Registration?.By.Party,
            2 => tender.Registration?.Tenderee,
            _ => draw.Commits.GetValueOrDefault(number)?.By.Party,
        };
        return new DrawPartyView(
            number, name, party, draw.Commits.ContainsKey(number), draw.Envelopes.ContainsKey(number), reveal?.Reveal,
            reveal?.Recovered ?? false);
    }
}
