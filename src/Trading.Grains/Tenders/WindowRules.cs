using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>开标, 投标人解密: the bidders' window from its begin to the custodians' signatures under its shutting.</summary>
internal static class WindowRules
{
    /// <summary>Minutes by which the host may extend the window, once.</summary>
    public const int MaximumExtension = 60;

    public static Decision<TenderEvent> Begin(LotAct<BeginOpening> act)
    {
        var schedule = act.Notice.Schedule;
        var refusal = act.Tender.Lots.Values.Any(lot => lot.Stage == LotStage.Bidding) ? TenderRefusal.LotsStillOpen
            : act.At < schedule.Opening ? TenderRefusal.OpeningNotDue.With("opening", UtcText.Of(schedule.Opening))
            : !IsQuorum(act.Notice, act.Lot.LiveSetSignatures.Count) ? TenderRefusal.QuorumMissing
                .With("needed", act.Notice.Policy.Threshold.Needed).With("found", act.Lot.LiveSetSignatures.Count)
            : CheckSession(act);
        return refusal is not null ? refusal : new OpeningBegan(
            act.Id, act.Command.Session!, act.At.AddMinutes(schedule.ReleaseWindowMinutes))
            {
                At = act.At,
                By = act.Actor,
            };
    }

    public static Decision<TenderEvent> Fetch(LotAct<FetchForRelease> act) =>
        CheckBidder(act) is { } refusal ? refusal
        : act.Opening.ReleaseOf(act.Actor.Party).IsFetched ? ImmutableArray<TenderEvent>.Empty
        : new ReleaseFetched(act.Id, act.Actor.Party) { At = act.At, By = act.Actor };

    public static Decision<TenderEvent> Release(LotAct<ReleaseBid> act)
    {
        if (CheckBidder(act) is { } early)
        {
            return early;
        }

        var c = act.Command;
        var bid = act.Lot.LiveBidOf(act.Actor.Party)!;
        var read = Statements.Read(act.Act, c.Statement, c.Certificate, ReleaseRecord.Parse);
        var refusal = read.Refusal
            ?? Statements.Differs(
                ("tender", read.Record.Tender == act.Tender.Id.Value),
                ("lot", read.Record.Lot == act.Id.Value),
                ("bidder", read.Record.Bidder == bid.Bidder.Value),
                ("version", read.Record.Version == bid.Version),
                ("live-set", read.Record.LiveSet == Digest.OfUtf8(act.Lot.Closed!.LiveSet)),
                ("session", read.Record.Session == SessionKey(act.Opening)))
            ?? (read.Record.Parts.Select(part => part.Part).SequenceEqual(act.Notice.Policy.Parts) ? null : TenderRefusal.PartialRelease)
            ?? (c.Checks.IsDefault || !read.Record.Parts.Select(part => part.Part).SequenceEqual(c.Checks.Select(check => check.Part))
                || read.Record.Parts.Zip(c.Checks).Any(pair => pair.Second.Cause is null && pair.Second.Sm3 != pair.First.ReleaseSm3)
                ? TenderRefusal.ChecksMissing
                : null);
        return refusal is not null ? refusal
            : c.Checks.All(check => check.Cause is null)
                ? new BidReleased(act.Id, bid.Bidder, c.Statement, c.Certificate, c.Checks) { At = act.At, By = act.Actor }
                : new ReleaseFailed(act.Id, bid.Bidder, c.Checks, c.Statement, c.Certificate) { At = act.At, By = act.Actor };
    }

    /// <summary>
    /// 补救: copies made at the same time, accepted where their digests are the sealed ones (电子招标投标办法 第三十一条).
    /// </summary>
    public static Decision<TenderEvent> HandInCopy(LotAct<HandInCopy> act)
    {
        if (CheckBidder(act) is { } early)
        {
            return early;
        }

        var c = act.Command;
        var parts = act.Notice.Policy.Parts;
        var refusal = c.Copies.IsDefault || !c.Copies.Select(copy => copy.Part).SequenceEqual(parts) ? TenderRefusal.PartialRelease
            : !act.Notice.Policy.Remedies.Contains(Remedy.PlaintextCopy) ? TenderRefusal.RemedyNotAllowed
            : c.Checks.IsDefault || !c.Checks.Select(check => check.Part).SequenceEqual(parts) ? TenderRefusal.ChecksMissing
            : null;
        return refusal is not null ? refusal
            : c.Checks.All(check => check.Cause is null)
                ? new CopyHandedIn(act.Id, act.Actor.Party, c.Copies) { At = act.At, By = act.Actor }
                : new ReleaseFailed(act.Id, act.Actor.Party, c.Checks) { At = act.At, By = act.Actor };
    }

    public static Decision<TenderEvent> Extend(LotAct<ExtendWindow> act)
    {
        var c = act.Command;
        var refusal = act.At >= act.Opening.WindowEnds ? TenderRefusal.WindowOver
            : !act.Notice.Policy.Remedies.Contains(Remedy.ExtendOnce) || c.Minutes is < 1 or > MaximumExtension
                ? TenderRefusal.RemedyNotAllowed.With("maximum_minutes", MaximumExtension)
            : act.Opening.IsExtended ? TenderRefusal.AlreadyExtended
            : !IsReason(c.Reason) ? TenderRefusal.ReasonMissing
            : null;
        return refusal is not null ? refusal : new WindowExtended(
            act.Id, act.Opening.WindowEnds.AddMinutes(c.Minutes), c.Reason) { At = act.At, By = act.Actor };
    }

    /// <summary>Host and supervisor say whose failure it is; when their last words agree it is decided.</summary>
    public static Decision<TenderEvent> DecideFailure(LotAct<DecideFailure> act)
    {
        var c = act.Command;
        var release = act.Opening.ReleaseOf(c.Bidder);
        var refusal = act.Lot.LiveBidOf(c.Bidder) is null ? TenderRefusal.NoLiveBid
            : act.At < act.Opening.WindowEndsFor(c.Bidder) ? TenderRefusal.WindowRunning
            : release.IsReleased ? TenderRefusal.AlreadyReleased
            : !IsReason(c.Reason) || !Enum.IsDefined(c.Attribution) ? TenderRefusal.ReasonMissing
            : release.Decided is not null || (c.Attribution == Attribution.Reset && release.WindowEnds is not null)
                ? TenderRefusal.AlreadyDecided
            : null;
        if (refusal is not null)
        {
            return refusal;
        }

        var proposed = new FailureProposed(act.Id, c.Bidder, c.Attribution, c.Reason) { At = act.At, By = act.Actor };
        var other = act.Actor.Role == Role.Supervisor ? Role.Organisation : Role.Supervisor;
        if (release.Proposals.GetValueOrDefault(other)?.Attribution != c.Attribution)
        {
            return proposed;
        }

        DateTimeOffset? window = c.Attribution == Attribution.Reset
            ? act.At.AddMinutes(act.Notice.Schedule.ReleaseWindowMinutes)
            : null;
        return ImmutableArray.Create<TenderEvent>(
            proposed,
            new FailureDecided(act.Id, c.Bidder, c.Attribution, c.Reason, window) { At = act.At, By = act.Actor });
    }

    /// <summary>Early when every live bid is released; else after the last window, with nobody undecided.</summary>
    public static Decision<TenderEvent> Close(LotAct<CloseWindow> act)
    {
        var bids = act.Lot.LiveBids.ToImmutableArray();
        var waiting = bids.Where(bid => !act.Opening.ReleaseOf(bid.Bidder).IsReleased).ToImmutableArray();
        var refusal = waiting.Any(bid => act.At < act.Opening.WindowEndsFor(bid.Bidder)) ? TenderRefusal.WindowRunning
            : waiting.FirstOrDefault(bid => act.Opening.ReleaseOf(bid.Bidder).IsUndecided) is { } undecided
                ? TenderRefusal.Undecided.With("bidder", undecided.Bidder)
            : null;
        return refusal is not null ? refusal
            : new WindowClosed(act.Id, ShutText(act.Tender, act.Lot, act.At)) { At = act.At, By = act.Actor };
    }

    public static Decision<TenderEvent> SignShut(LotAct<SignWindowShut> act)
    {
        if (act.Notice.CustodianOf(act.Actor.Certificate) is not { } custodian || custodian.Code != act.Actor.Party.Value)
        {
            return TenderRefusal.NotCustodian;
        }

        var text = act.Opening.Closed!.Text;
        var read = Statements.Read(act.Act, act.Command.Statement, act.Command.Certificate, WindowShutRecord.Parse);
        var refusal = read.Refusal
            ?? Statements.Differs(("text", act.Command.Statement.Text == text))
            ?? (act.Opening.ShutSignatures.ContainsKey(custodian.Number) ? TenderRefusal.AlreadySigned : null);
        if (refusal is not null)
        {
            return refusal;
        }

        var signed = new WindowShutSigned(act.Id, custodian.Number, act.Command.Statement.Signatures[0])
        {
            At = act.At,
            By = act.Actor,
        };
        return IsQuorum(act.Notice, act.Opening.ShutSignatures.Count + 1)
            ? ImmutableArray.Create<TenderEvent>(
                signed, new WindowShut(act.Id, Digest.OfUtf8(text)) { At = act.At, By = act.Actor })
            : signed;
    }

    public static Decision<TenderEvent> Reopen(LotAct<ReopenSession> act) =>
        act.Opening.Begun.Session.Kept.Any(half => half.Role == act.Actor.Role)
            ? new SessionReopened(act.Id, act.Actor.Role) { At = act.At, By = act.Actor }
            : TenderRefusal.NoSuchHalf;

    /// <summary>The digest of the session key by which releases and shares name it.</summary>
    public static Digest SessionKey(Opening opening) => Statements.IdOf(opening.Begun.Session.Certificate);

    public static bool IsQuorum(Notice notice, int count) => count >= notice.Policy.Threshold.Needed;

    /// <summary>What every act of a bidder in its window meets: a live bid, its window, not released yet.</summary>
    private static Refusal? CheckBidder<TCommand>(LotAct<TCommand> act) where TCommand : LotCommand =>
        act.Lot.LiveBidOf(act.Actor.Party) is null ? TenderRefusal.NoLiveBid
        : act.At >= act.Opening.WindowEndsFor(act.Actor.Party) ? TenderRefusal.WindowOver
            .With("window_ended", UtcText.Of(act.Opening.WindowEndsFor(act.Actor.Party)))
        : act.Opening.ReleaseOf(act.Actor.Party).IsReleased ? TenderRefusal.AlreadyReleased
        : null;

    private static Refusal? CheckSession(LotAct<BeginOpening> act)
    {
        if (act.Command.Session is not { } session
            || Statements.TryParse(session.Announcement?.Text, SessionRecord.Parse) is not { } record
            || Statements.ReadCertificate(session.Certificate) is not { } key)
        {
            return TenderRefusal.SessionMalformed.With("field", "announcement");
        }

        var field = record.Tender != act.Tender.Id.Value ? "tender"
            : record.Lot != act.Id.Value ? "lot"
            : !key.PublicKey.Spki.SequenceEqual(record.Session.AsSpan()) ? "session"
            : session.Announcement!.Check(act.Notice.CentreCertificates.Select(certificate => certificate.PublicKey)) is not null
                ? "signature"
            : session.Kept.IsDefault
                || !session.Kept.Select(half => half.Role).Order().SequenceEqual([Role.Attestation, Role.Supervisor])
                || session.Kept.Any(half => string.IsNullOrEmpty(half.Envelope)) ? "kept"
            : null;
        return field is null ? null : TenderRefusal.SessionMalformed.With("field", field);
    }

    private static string ShutText(Tender tender, Lot lot, DateTimeOffset at)
    {
        var opening = lot.Opening!;
        return new WindowShutRecord(
            tender.Id.Value,
            lot.Id.Value,
            Digest.OfUtf8(lot.Closed!.LiveSet),
            SessionKey(opening),
            at,
            [.. lot.LiveBids.OrderBy(bid => bid.Bidder.Value, StringComparer.Ordinal).Select(bid => Of(bid, opening))]).ToText();
    }

    private static WindowBid Of(Bid bid, Opening opening)
    {
        var release = opening.ReleaseOf(bid.Bidder);
        var state = release.IsReleased ? ReleaseState.Released
            : release.Decided is { Attribution: Attribution.Platform } ? ReleaseState.Undecided
            : ReleaseState.Missing;
        ImmutableArray<PartRelease> releases = release switch
        {
            { Released: { } released } => [.. released.Checks.Select(check => new PartRelease(check.Part, check.Sm3))],
            { Copy: { } copy } => [.. copy.Copies.Select(one => new PartRelease(one.Part, one.Document))],
            _ => [],
        };
        return new WindowBid(bid.Bidder.Value, bid.Version, state, releases);
    }

    private static bool IsReason(string? reason) => !string.IsNullOrWhiteSpace(reason) && reason.Length <= 2_000;
}
