using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>
/// 补交保管密钥: remedies end before the first T is released; only a bidder whose custodians' shares fail may prove T by its
/// seal record, after them and before any price is shown (sealing.md C.3).
/// </summary>
internal static class SecretRules
{
    public static Decision<TenderEvent> HandIn(LotAct<HandInSecret> act)
    {
        if (act.Lot.LiveBidOf(act.Actor.Party) is not { } bid)
        {
            return TenderRefusal.NoLiveBid;
        }

        var c = act.Command;
        var early = act.Opening.SharesClosed is { } closed ? TenderRefusal.WindowOver.With("window_ended", UtcText.Of(closed.At))
            : act.Opening.ReleaseOf(bid.Bidder).Secret is not null ? TenderRefusal.AlreadyReleased
            : !HaveSharesFailed(act.Tender, act.Lot, bid) ? TenderRefusal.SharesNotFailed
            : null;
        if (early is not null)
        {
            return early;
        }

        var read = Statements.Read(act.Act, c.Statement, c.Certificate, SecretRecord.Parse);
        var refusal = read.Refusal
            ?? Statements.Differs(
                ("tender", read.Record.Tender == act.Tender.Id.Value),
                ("lot", read.Record.Lot == act.Id.Value),
                ("bidder", read.Record.Bidder == bid.Bidder.Value),
                ("version", read.Record.Version == bid.Version),
                ("live-set", read.Record.LiveSet == Digest.OfUtf8(act.Lot.Closed!.LiveSet)),
                ("session", read.Record.Session == WindowRules.SessionKey(act.Opening)))
            ?? (read.Record.Parts.Select(part => part.Part).SequenceEqual(act.Notice.Policy.Parts) ? null : TenderRefusal.PartialRelease)
            ?? (c.Checks.IsDefault || !read.Record.Parts.Select(part => part.Part).SequenceEqual(c.Checks.Select(check => check.Part))
                || read.Record.Parts.Zip(c.Checks).Any(pair => pair.Second.Cause is null && pair.Second.Sm3 != pair.First.SecretSm3)
                ? TenderRefusal.ChecksMissing
                : null)
            ?? (c.Checks.FirstOrDefault(check => check.Cause is not null) is { } wrong
                ? TenderRefusal.SecretWrong.With("part", wrong.Part)
                : null);
        return refusal is not null ? refusal
            : new SecretHandedIn(act.Id, bid.Bidder, c.Statement, c.Certificate, c.Checks) { At = act.At, By = act.Actor };
    }

    /// <summary>Whether k custodians have released and a released bid still has too few good shares.</summary>
    public static bool HaveSharesFailed(Tender tender, Lot lot, Bid bid) =>
        WindowRules.IsQuorum(tender.Notice!, lot.Opening!.Shares.Count) && VerdictLaw.LacksShares(tender, lot, bid);
}
