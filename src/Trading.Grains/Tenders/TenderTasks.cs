using System.Collections.Immutable;
using Trading.Grains.Law;
using Trading.Grains.Shell;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>
/// What an actor can do next, with the exact text to sign where the platform fixes it. A task is help, no right: the
/// rules decide.
/// It says no more about bids than the actor's act itself needs.
/// </summary>
public static class TenderTasks
{
    public static ImmutableArray<OpenTask> Of(Tender tender, Actor actor, DateTimeOffset now) => tender.Registration is null
        ? actor.Role == Role.Reception ? [new OpenTask(null, "register_tender", null, null, null)] : []
        : [.. OfTender(tender, actor, now), .. tender.LotsInOrder.SelectMany(lot => OfLot(tender, lot, actor, now))];

    private static IEnumerable<OpenTask> OfTender(Tender tender, Actor actor, DateTimeOffset now)
    {
        if (actor.Role == tender.Desk && (actor.Role == Role.Reception || IsFinished(tender) && actor.Role == Role.Organisation))
        {
            var (from, to) = actor.Role == Role.Reception
                ? (Department.Reception, Department.Organisation)
                : (Department.Organisation, Department.Attestation);
            yield return new(
                null, "hand_over", new HandoverRecord(tender.Id.Value, from, to, actor.Certificate, null, now).ToText(), null, null);
        }

        if (actor.Role == Role.Organisation && tender.Desk == Role.Organisation && tender.Notice is null)
        {
            yield return new(null, "publish_tender", null, null, null);
        }
    }

    private static IEnumerable<OpenTask> OfLot(Tender tender, Lot lot, Actor actor, DateTimeOffset now) => actor.Role switch
    {
        Role.Bidder => OfBidder(tender, lot, actor, now),
        Role.Custodian => OfCustodian(tender, lot, actor),
        Role.Organisation => [.. OfHost(tender, lot, now), .. OfDraw(tender, lot, actor), .. ToConfirm(tender, lot, actor, now)],
        Role.Attestation => [.. ToConfirm(tender, lot, actor, now), .. OfArchive(tender, lot)],
        Role.Supervisor => [.. OfFailures(lot, now), .. OfDraw(tender, lot, actor)],
        Role.Tenderee or Role.Agency => [.. OfDraw(tender, lot, actor), .. OfTenderee(tender, lot, actor)],
        Role.Expert => lot.Stage == LotStage.Evaluating && IsUnmarked(lot, actor)
            ? [new(lot.Id, "enter_marks", null, null, null)]
            : [],
        _ => [],
    };

    private static IEnumerable<OpenTask> OfBidder(Tender tender, Lot lot, Actor actor, DateTimeOffset now)
    {
        if (tender.Notice is { } notice && now < notice.Schedule.Deadline && lot.Stage == LotStage.Bidding)
        {
            yield return new(lot.Id, "submit_bid", null, notice.Schedule.Deadline, "招标投标法 第二十八条");
            if (notice.Schedule.Number > 1 && lot.Confirmed.GetValueOrDefault(actor.Party) != notice.DocumentsSm3)
            {
                var text = new ConfirmRecord(
                    tender.Id.Value, actor.Party.Value, notice.Schedule.Number, notice.DocumentsSm3, now).ToText();
                yield return new(lot.Id, "confirm_amendment", text, notice.Schedule.Deadline, null);
            }
        }

        if (lot is { Stage: LotStage.BidderRelease, Opening: { } opening } && lot.LiveBidOf(actor.Party) is not null
            && !opening.ReleaseOf(actor.Party).IsReleased)
        {
            yield return new(lot.Id, "release_bid", null, opening.WindowEndsFor(actor.Party), "电子招标投标办法 第三十条");
        }

        if (lot.Stage == LotStage.CustodianRelease && lot.LiveBidOf(actor.Party) is { } bid
            && lot.Opening!.SharesClosed is null && SecretRules.HaveSharesFailed(tender, lot, bid))
        {
            yield return new(
                lot.Id, "hand_in_secret", null, VerdictRules.WaitEnds(tender.Notice!, lot.Opening), "docs/sealing.md C.3");
        }

        if (lot.LiveBidOf(actor.Party) is not null)
        {
            foreach (var task in ToConfirm(tender, lot, actor, now))
            {
                yield return task;
            }
        }
    }

    private static IEnumerable<OpenTask> OfCustodian(Tender tender, Lot lot, Actor actor)
    {
        if (tender.Notice?.CustodianOf(actor.Certificate) is not { } custodian)
        {
            yield break;
        }

        if (lot.Stage == LotStage.Closed && !lot.LiveSetSignatures.ContainsKey(custodian.Number))
        {
            yield return new(lot.Id, "sign_live_set", lot.Closed?.LiveSet, tender.Notice.Schedule.Opening, "招标投标法 第三十四条");
        }

        if (lot.Stage == LotStage.WindowShutting && !lot.Opening!.ShutSignatures.ContainsKey(custodian.Number))
        {
            yield return new(lot.Id, "sign_window_shut", lot.Opening.Closed?.Text, null, null);
        }

        if (lot.Stage == LotStage.CustodianRelease
            && lot.Opening!.Shares.GetValueOrDefault(custodian.Number)?.Checks.All(check => check.Cause is null) != true)
        {
            yield return new(lot.Id, "release_shares", null, null, null);
        }
    }

    private static IEnumerable<OpenTask> OfHost(Tender tender, Lot lot, DateTimeOffset now)
    {
        if (lot.Stage == LotStage.Closed && WindowRules.IsQuorum(tender.Notice!, lot.LiveSetSignatures.Count))
        {
            yield return new(lot.Id, "begin_opening", null, tender.Notice!.Schedule.Opening, "招标投标法 第三十四条");
        }

        if (lot.Stage == LotStage.BidderRelease)
        {
            yield return new(lot.Id, "close_window", null, lot.Opening!.WindowEnds, "电子招标投标办法 第三十条");
        }

        if (lot is { Stage: LotStage.CustodianRelease, Opening: { SharesClosed: null } opening }
            && WindowRules.IsQuorum(tender.Notice!, opening.Shares.Count)
            && lot.LiveBids.Any(bid => VerdictLaw.LacksShares(tender, lot, bid))
            && now >= VerdictRules.WaitEnds(tender.Notice!, opening))
        {
            yield return new(lot.Id, "close_shares", null, null, "电子招标投标办法 第三十一条");
        }

        foreach (var task in OfFailures(lot, now).Concat(OfAnswers(lot)))
        {
            yield return task;
        }

        var award = lot.Award;
        if (lot.Stage == LotStage.Evaluating)
        {
            if (award.Committee is null)
            {
                yield return new(lot.Id, "name_committee", null, null, "招标投标法 第三十七条");
            }
            else if (award.Sheets.Count == award.Committee.Members.Length)
            {
                yield return new(lot.Id, "complete_evaluation", null, null, "招标投标法实施条例 第五十三条");
            }
        }

        if (lot.Stage == LotStage.Evaluated)
        {
            yield return ToPublish(tender, lot);
        }
    }

    private static IEnumerable<OpenTask> OfTenderee(Tender tender, Lot lot, Actor actor)
    {
        foreach (var task in OfAnswers(lot))
        {
            yield return task;
        }

        if (lot.Stage == LotStage.Evaluated)
        {
            yield return ToPublish(tender, lot);
        }

        if (lot.Stage == LotStage.Evaluating && actor.Role == Role.Tenderee && IsUnmarked(lot, actor))
        {
            yield return new(lot.Id, "enter_marks", null, null, null);
        }

        if (lot.Stage == LotStage.CandidatesPublished && actor.Role == Role.Tenderee)
        {
            yield return new(lot.Id, "award_lot", null, lot.Award.Published?.Until, "招标投标法实施条例 第五十五条");
        }
    }

    private static OpenTask ToPublish(Tender tender, Lot lot)
    {
        var due = TenderLaw.Due(tender, WorksLaw.PublicityStart, lot.Award.Completed!.At);
        return new(lot.Id, "publish_candidates", null, due?.At, due?.Article);
    }

    private static IEnumerable<OpenTask> OfFailures(Lot lot, DateTimeOffset now) =>
        lot.Stage == LotStage.BidderRelease && lot.LiveBids.Any(bid =>
            lot.Opening!.ReleaseOf(bid.Bidder).IsUndecided && now >= lot.Opening.WindowEndsFor(bid.Bidder))
            ? [new(lot.Id, "decide_failure", null, null, "电子招标投标办法 第三十一条")]
            : [];

    private static IEnumerable<OpenTask> OfAnswers(Lot lot) =>
        lot.Opening is { } opening && lot.Stage <= LotStage.Opened && opening.Objections.Any(one => one.Answered is null)
            ? [new(lot.Id, "answer_objection", null, null, "招标投标法实施条例 第四十四条")]
            : [];

    private static IEnumerable<OpenTask> OfDraw(Tender tender, Lot lot, Actor actor)
    {
        if (lot.Stage != LotStage.Opened || !ConfirmationRules.NeedsDraw(lot))
        {
            return [];
        }

        var draw = lot.Opening!.Draw;
        var number = CoefficientDraw.NumberOf(actor.Role);
        var command = draw.Record is null ? draw.Commits.ContainsKey(number) ? null : "commit_draw"
            : draw.Envelopes.Count < CoefficientDraw.PartyNames.Length
                ? draw.Envelopes.ContainsKey(number) ? null : "hand_in_draw_envelope"
            : !draw.Reveals.ContainsKey(number) ? "reveal_draw"
            : draw.Shares.Keys.Any(share => share.By == number) ? null : "recover_draw_reveal";
        return command is null ? [] : [new(lot.Id, command, null, null, $"docs/sealing.md D.2 {draw.IdOf(tender.Id, lot.Id)}")];
    }

    private static IEnumerable<OpenTask> ToConfirm(Tender tender, Lot lot, Actor actor, DateTimeOffset now)
    {
        if (lot.Stage != LotStage.Opened || ConfirmationRules.NeedsDraw(lot)
            || lot.Opening!.Objections.Any(one => one.Answered is null))
        {
            return [];
        }

        var sheet = OpeningSheet.Of(tender, lot).ToDigest();
        return ConfirmationRules.HasConfirmed(lot.Opening, sheet, actor)
            ? []
            : [new(lot.Id, "confirm_opening", new OpeningRecord(tender.Id.Value, lot.Id.Value, sheet, now).ToText(), null, null)];
    }

    private static IEnumerable<OpenTask> OfArchive(Tender tender, Lot lot) =>
        tender.Desk == Role.Attestation && lot.Stage is LotStage.Awarded or LotStage.Failed
            ? [new(lot.Id, "close_record", null, null, null)]
            : [];

    private static bool IsUnmarked(Lot lot, Actor actor)
    {
        var members = lot.Award.Committee?.Members ?? [];
        var index = members.Select(member => member.Certificate).ToList().IndexOf(actor.Certificate);
        return index >= 0 && !lot.Award.Sheets.ContainsKey(index + 1);
    }

    private static bool IsFinished(Tender tender) =>
        tender.Notice is not null && tender.Lots.Values.All(lot => lot.Stage is LotStage.Awarded or LotStage.Failed);
}
