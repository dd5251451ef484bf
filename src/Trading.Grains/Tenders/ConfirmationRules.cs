using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>异议, 签字确认: objections on the spot (实施条例 第四十四条) and the signatures under the opening record.</summary>
internal static class ConfirmationRules
{
    /// <summary>Objections of one bidder in one opening.</summary>
    public const int MaximumObjections = 20;

    /// <summary>Characters of an objection or an answer.</summary>
    public const int MaximumText = 2_000;

    /// <summary>Below this number of opened bids the documents' second gate is asked (domain rule 2.3).</summary>
    private const int FewOpenedBids = 3;

    public static Decision<TenderEvent> Raise(LotAct<RaiseObjection> act)
    {
        var refusal = act.Lot.LiveBidOf(act.Actor.Party) is null ? TenderRefusal.NoLiveBid
            : !IsText(act.Command.Text) ? TenderRefusal.ReasonMissing
            : act.Opening.Objections.Count(objection => objection.Raised.Bidder == act.Actor.Party) >= MaximumObjections
                ? TenderRefusal.TooManyObjections
            : null;
        return refusal is not null ? refusal : new ObjectionRaised(
            act.Id, act.Opening.Objections.Length + 1, act.Actor.Party, act.Command.Text)
            {
                At = act.At,
                By = act.Actor,
            };
    }

    public static Decision<TenderEvent> Answer(LotAct<AnswerObjection> act)
    {
        var refusal = !IsText(act.Command.Text) ? TenderRefusal.ReasonMissing
            : !act.Opening.Objections.Any(o => o.Raised.Number == act.Command.Number && o.Answered is null)
                ? TenderRefusal.ObjectionUnknown
            : null;
        return refusal is not null ? refusal : new ObjectionAnswered(
            act.Id, act.Command.Number, act.Command.Text) { At = act.At, By = act.Actor };
    }

    /// <summary>
    /// The record is confirmed when host and attestation officer have signed the same sheet; bidders may sign too.
    /// Where the
    /// documents' second gate is not met, the lot fails with the confirmed record in hand.
    /// </summary>
    public static Decision<TenderEvent> Confirm(LotAct<ConfirmOpening> act)
    {
        if (act.Actor.Role == Role.Bidder && act.Lot.LiveBidOf(act.Actor.Party) is null)
        {
            return TenderRefusal.NoLiveBid;
        }

        var c = act.Command;
        var sheet = OpeningSheet.Of(act.Tender, act.Lot).ToDigest();
        var read = Statements.Read(act.Act, c.Statement, c.Certificate, OpeningRecord.Parse);
        var refusal = read.Refusal
            ?? Statements.Differs(
                ("tender", read.Record.Tender == act.Tender.Id.Value),
                ("lot", read.Record.Lot == act.Id.Value),
                ("record-sm3", read.Record.RecordSm3 == sheet))
            ?? (HasConfirmed(act.Opening, sheet, act.Actor) ? TenderRefusal.AlreadySigned : null)
            ?? (act.Opening.Objections.Any(objection => objection.Answered is null) ? TenderRefusal.ObjectionUnanswered : null)
            ?? (NeedsDraw(act.Lot) ? TenderRefusal.CoefficientNotDrawn : null);
        if (refusal is not null)
        {
            return refusal;
        }

        var isComplete = IsSignedBy(act, sheet, Role.Organisation) && IsSignedBy(act, sheet, Role.Attestation);
        var confirmed = new OpeningConfirmed(act.Id, c.Statement, c.Certificate, isComplete)
        {
            At = act.At,
            By = act.Actor,
        };
        return isComplete && FailureOf(act.Tender, act.Lot) is { } article
            ? ImmutableArray.Create<TenderEvent>(confirmed, new LotFailed(act.Id, article) { At = act.At, By = act.Actor })
            : confirmed;
    }

    /// <summary>
    /// Whether a coefficient must still be drawn: the method has a choice, and there is a bid to rank.
    /// </summary>
    public static bool NeedsDraw(Lot lot) =>
        lot is { Terms.Method.NeedsDraw: true, Opening: { Draw.Result: null, Verdicts: { } opened } }
        && opened.Verdicts.Any(verdict => verdict.IsOpened);

    /// <summary>Whether this person signed this very sheet.</summary>
    public static bool HasConfirmed(Opening opening, Digest sheet, Actor actor) =>
        IsConfirmed(opening, sheet, one => one.By.Certificate == actor.Certificate);

    private static string? FailureOf(Tender tender, Lot lot)
    {
        var opened = lot.Opening!.Verdicts!.Verdicts.Count(verdict => verdict.IsOpened);
        return opened < FewOpenedBids && lot.Terms!.FewOpened == FewOpened.Retender ? "docs/specification.md 开启少于三家"
            : !RankedBids.Of(tender, lot).Any() ? "招标投标法 第四十二条"
            : null;
    }

    private static bool IsSignedBy(LotAct<ConfirmOpening> act, Digest sheet, Role role) =>
        act.Actor.Role == role || IsConfirmed(act.Opening, sheet, one => one.By.Role == role);

    private static bool IsConfirmed(Opening opening, Digest sheet, Func<OpeningConfirmed, bool> by) =>
        opening.Confirmations.Any(one =>
            by(one) && Statements.TryParse(one.Statement.Text, OpeningRecord.Parse)?.RecordSm3 == sheet);

    private static bool IsText(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= MaximumText;
}
