using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>
/// 保管人解封, 唱标: shares after the shutting, and the verdicts of all bids at once. A verdict is the platform's finding;
/// the rule accepts it only where it follows from the evidence, in the order of attribution of sealing.md C.3.
/// </summary>
internal static class VerdictRules
{
    public static Decision<TenderEvent> ReleaseShares(LotAct<ReleaseShares> act)
    {
        if (act.Notice.CustodianOf(act.Actor.Certificate) is not { } custodian || custodian.Code != act.Actor.Party.Value)
        {
            return TenderRefusal.NotCustodian;
        }

        if (act.Opening.SharesClosed is { } closed)
        {
            return TenderRefusal.WindowOver.With("window_ended", UtcText.Of(closed.At));
        }

        var c = act.Command;
        var read = Statements.Read(act.Act, c.Statement, c.Certificate, ShareRecord.Parse);
        var refusal = read.Refusal
            ?? Statements.Differs(
                ("tender", read.Record.Tender == act.Tender.Id.Value),
                ("lot", read.Record.Lot == act.Id.Value),
                ("custodian", read.Record.Custodian == custodian.Number),
                ("window-shut", read.Record.WindowShut == act.Opening.Shut!.TextSm3),
                ("session", read.Record.Session == WindowRules.SessionKey(act.Opening)),
                ("share", read.Record.Shares.Select(share => (share.Bidder, share.Part)).SequenceEqual(Expected(act))))
            ?? (act.Opening.Shares.GetValueOrDefault(custodian.Number) is { } before && before.Checks.All(check => check.Cause is null)
                ? TenderRefusal.AlreadySigned
                : null)
            ?? (c.Checks.IsDefault || c.Checks.Length != read.Record.Shares.Length
                || read.Record.Shares.Zip(c.Checks).Any(pair => !IsCheckOf(pair.First, pair.Second))
                ? TenderRefusal.ChecksMissing
                : null);
        return refusal is not null ? refusal
            : new SharesReleased(act.Id, custodian.Number, c.Statement, c.Checks) { At = act.At, By = act.Actor };
    }

    /// <summary>
    /// A custodian that never comes, or whose shares are bad, must not hold up the bids that can be opened. The host ends the
    /// waiting when k custodians have released and, since the last of them, a bidder whose bid lacks shares has had as long as
    /// the bidders' window is.
    /// </summary>
    public static Decision<TenderEvent> CloseShares(LotAct<CloseShares> act)
    {
        var isQuorum = WindowRules.IsQuorum(act.Notice, act.Opening.Shares.Count);
        var refusal = act.Opening.SharesClosed is { } closed
                ? TenderRefusal.WindowOver.With("window_ended", UtcText.Of(closed.At))
            : isQuorum && act.At < WaitEnds(act.Notice, act.Opening)
                ? TenderRefusal.WindowRunning.With("window_ends", UtcText.Of(WaitEnds(act.Notice, act.Opening)))
            : !isQuorum ? TooFewCustodians(act.Notice, act.Opening)
            : null;
        return refusal is not null ? refusal : new SharesClosed(act.Id) { At = act.At, By = act.Actor };
    }

    /// <summary>From when on the host may end the waiting for shares; some custodian has released.</summary>
    public static DateTimeOffset WaitEnds(Notice notice, Opening opening) =>
        opening.Shares.Values.Max(shares => shares.At).AddMinutes(notice.Schedule.ReleaseWindowMinutes);

    public static Decision<TenderEvent> Record(LotAct<RecordVerdicts> act)
    {
        var c = act.Command;
        var bids = act.Lot.LiveBids.ToImmutableArray();
        if (Released(act.Lot).Any() && !WindowRules.IsQuorum(act.Notice, act.Opening.Shares.Count))
        {
            return TooFewCustodians(act.Notice, act.Opening);
        }

        // While shares may still come, nobody's bid fails for want of them.
        if (act.Opening.SharesClosed is null
            && bids.FirstOrDefault(bid => VerdictLaw.LacksShares(act.Tender, act.Lot, bid)) is { } waiting)
        {
            return TenderRefusal.QuorumMissing.With("bidder", waiting.Bidder);
        }

        var verdicts = c.Verdicts.IsDefault ? [] : c.Verdicts;
        if (!verdicts.Select(verdict => (verdict.Bidder.Value, verdict.Version)).Order()
            .SequenceEqual(bids.Select(bid => (bid.Bidder.Value, bid.Version)).Order()))
        {
            return TenderRefusal.VerdictsIncomplete;
        }

        ImmutableArray<BidVerdict> ordered = [.. bids.Select(bid => verdicts.First(verdict => verdict.Bidder == bid.Bidder))];
        var wrong = bids.Zip(ordered).FirstOrDefault(pair => !VerdictLaw.Follows(act.Tender, act.Lot, pair.First, pair.Second));
        if (wrong.First is not null)
        {
            return TenderRefusal.VerdictNotByRule.With("bidder", wrong.First.Bidder).With("cause", wrong.Second.Cause ?? "none");
        }

        var secrets = c.Secrets.IsDefault ? [] : c.Secrets;
        if (!AreOf(secrets, act.Lot, ordered))
        {
            return TenderRefusal.VerdictsIncomplete.With("field", "secrets");
        }

        var opened = new BidsOpened(act.Id, ordered, [.. secrets.Where(secret => secret.Part == VerdictLaw.PublicPart)])
        {
            At = act.At,
            By = act.Actor,
        };
        var kept = secrets.RemoveAll(secret => secret.Part == VerdictLaw.PublicPart);
        return kept.IsEmpty ? opened : ImmutableArray.Create<TenderEvent>(
            opened, new SecretsKept(act.Id, kept) { At = act.At, By = act.Actor });
    }

    private static Refusal TooFewCustodians(Notice notice, Opening opening) => TenderRefusal.QuorumMissing
        .With("needed", notice.Policy.Threshold.Needed).With("found", opening.Shares.Count);

    /// <summary>The live bids their bidders released, copies included.</summary>
    private static IEnumerable<Bid> Released(Lot lot) => lot.LiveBids.Where(bid => lot.Opening!.ReleaseOf(bid.Bidder).IsReleased);

    /// <summary>
    /// The shares a custodian must release: all parts of the released live bids, sorted as share/1 is.
    /// </summary>
    private static IEnumerable<(string Bidder, string Part)> Expected(LotAct<ReleaseShares> act) =>
        Released(act.Lot)
            .SelectMany(bid => act.Notice.Policy.Parts.Select(part => (Bidder: bid.Bidder.Value, Part: part)))
            .OrderBy(share => share.Bidder, StringComparer.Ordinal)
            .ThenBy(share => share.Part, StringComparer.Ordinal);

    private static bool IsCheckOf(BidShare share, ShareCheck check) =>
        check.Bidder.Value == share.Bidder && check.Part == share.Part && (check.Cause is not null || check.Sm3 == share.ShareSm3);

    /// <summary>
    /// The parts whose B and T the record keeps: of every bid that was tried with keys, so that anybody can try again. Without
    /// them a centre could say of a bid it dislikes that its file was malformed.
    /// </summary>
    public static IEnumerable<(PartyId Bidder, string Part)> SecretsNeeded(Lot lot, ImmutableArray<BidVerdict> verdicts) =>
        from verdict in verdicts
        where (verdict.IsOpened || VerdictLaw.IsByTheFile(verdict.Cause))
            && lot.Opening!.ReleaseOf(verdict.Bidder) is { IsReleased: true, Copy: null }
        from part in lot.LiveBidOf(verdict.Bidder)?.Parts ?? []
        select (verdict.Bidder, part.Part);

    /// <summary>B and T of every part that was tried with keys, each once, and of nothing else.</summary>
    private static bool AreOf(ImmutableArray<KeptSecret> secrets, Lot lot, ImmutableArray<BidVerdict> verdicts)
    {
        var needed = SecretsNeeded(lot, verdicts);
        return secrets.Select(secret => (secret.Bidder, secret.Part)).ToHashSet().SetEquals(needed)
            && secrets.DistinctBy(secret => (secret.Bidder, secret.Part)).Count() == secrets.Length
            && secrets.All(secret => Digest.TryFromBase64(secret.B, out _) && Digest.TryFromBase64(secret.T, out _));
    }
}
