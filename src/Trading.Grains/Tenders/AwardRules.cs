using System.Collections.Immutable;
using System.Globalization;
using Trading.Evaluation;
using Trading.Evaluation.PriceMethods;
using Trading.Evaluation.Scoring;
using Trading.Grains.Law;
using Trading.Grains.Shell;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>评标, 候选人公示, 定标, 归档.</summary>
internal static class AwardRules
{
    public static Decision<TenderEvent> NameCommittee(LotAct<NameCommittee> act)
    {
        if (act.Lot.Award.Committee is not null)
        {
            return TenderRefusal.CommitteeNamed;
        }

        var members = act.Command.Members;
        if (members.IsDefaultOrEmpty || members.Any(member => member.Certificate == default || !Enum.IsDefined(member.Kind))
            || members.DistinctBy(member => member.Certificate).Count() != members.Length
            || members.DistinctBy(member => member.Party).Count() != members.Length)
        {
            return TenderRefusal.CommitteeMalformed;
        }

        var pack = TenderLaw.Pack(act.Tender);
        var size = pack.Check(WorksLaw.CommitteeMembers, members.Length);
        var share = pack.CheckCommittee(members.Length, members.Count(member => member.Kind == MemberKind.Expert));
        var refusal = !size.IsKept ? TenderRefusal.CommitteeSize with { Article = size.Article }
            : !share.IsKept ? TenderRefusal.CommitteeExperts with { Article = share.Article }
            : members.FirstOrDefault(member => HasConflict(act.Tender, act.Lot, member)) is { } conflict
                ? TenderRefusal.CommitteeConflict.With("member", members.IndexOf(conflict) + 1)
            : null;
        return refusal is not null ? refusal : new CommitteeNamed(act.Id, members) { At = act.At, By = act.Actor };
    }

    public static Decision<TenderEvent> EnterMarks(LotAct<EnterMarks> act)
    {
        var committee = act.Lot.Award.Committee?.Members ?? [];
        var number = 1 + committee.TakeWhile(member => member.Certificate != act.Actor.Certificate).Count();
        if (number > committee.Length || committee[number - 1].Party != act.Actor.Party && act.Actor.Role == Role.Expert)
        {
            return TenderRefusal.NotCommitteeMember;
        }

        var read = Statements.Read(act.Act, act.Command.Statement, act.Command.Certificate, MarksRecord.Parse);
        var refusal = read.Refusal
            ?? Statements.Differs(
                ("tender", read.Record.Tender == act.Tender.Id.Value),
                ("lot", read.Record.Lot == act.Id.Value),
                ("member", read.Record.Member == act.Actor.Certificate))
            ?? (act.Lot.Award.Sheets.ContainsKey(number) ? TenderRefusal.SheetSigned : null)
            ?? (MarkFaultOf(act.Tender, act.Lot, number, read.Record) is { } fault
                ? TenderRefusal.MarksMalformed.With("problem", fault.Problem).With("bidder", fault.Bidder).With("item", fault.Item)
                : null);
        return refusal is not null ? refusal : new MarksEntered(
            act.Id, number, act.Command.Statement, act.Command.Certificate) { At = act.At, By = act.Actor };
    }

    /// <summary>
    /// Scores and ranking are computed here from signed sheets, read prices and the drawn coefficient; nobody enters
    /// them.
    /// </summary>
    public static Decision<TenderEvent> Complete(LotAct<CompleteEvaluation> act)
    {
        var award = act.Lot.Award;
        return award.Committee is null || award.Sheets.Count != award.Committee.Members.Length
            ? TenderRefusal.SheetsMissing.With("found", award.Sheets.Count).With("needed", award.Committee?.Members.Length ?? 0)
            : new EvaluationCompleted(act.Id, EvaluationOf(act.Tender, act.Lot)) { At = act.At, By = act.Actor };
    }

    public static Decision<TenderEvent> Publish(LotAct<PublishCandidates> act)
    {
        var completed = act.Lot.Award.Completed!;
        var pack = TenderLaw.Pack(act.Tender);
        var start = pack.Check(WorksLaw.PublicityStart, completed.At, act.At, TenderLaw.Calendar);
        var length = TenderLaw.Publicity(act.Tender, act.At, act.Command.Until);
        var refusal = new[] { start, length }.FirstOrDefault(check => check.Outcome == ClockOutcome.BeyondCalendar) is { } beyond
            ? TenderLaw.Refuse(beyond, TenderRefusal.BeyondCalendar)
            : TenderLaw.Refuse(start, TenderRefusal.PublicityTooLate) ?? TenderLaw.Refuse(length, TenderRefusal.PublicityTooShort);
        return refusal is not null ? refusal : new CandidatesPublished(
            act.Id, completed.Result, CandidatesOf(act.Tender, completed.Result), act.Command.Until)
            {
                At = act.At,
                By = act.Actor,
            };
    }

    public static Decision<TenderEvent> Award(LotAct<AwardLot> act)
    {
        var c = act.Command;
        var published = act.Lot.Award.Published!;
        var read = Statements.Read(act.Act, c.Statement, c.Certificate, AwardRecord.Parse);
        if (read.Refusal is { } unread)
        {
            return unread;
        }

        var ranked = published.Result.Ranking.FirstOrDefault(one => one.Bid.Bidder == read.Record.Winner);
        var refusal = Statements.Differs(
                ("tender", read.Record.Tender == act.Tender.Id.Value),
                ("lot", read.Record.Lot == act.Id.Value),
                ("price-fen", ranked is null || read.Record.PriceFen == ranked.Bid.Price.Fen))
            ?? (act.At < published.Until ? TenderRefusal.PublicityRunning.With("until", UtcText.Of(published.Until))
                : !published.Candidates.Any(candidate => candidate.Value == read.Record.Winner) ? TenderRefusal.NotCandidate
                : act.Tender.Registration!.StateControlled && ranked!.Rank != 1 ? TenderRefusal.NotFirstRanked
                : null);
        return refusal is not null ? refusal : new LotAwarded(
            act.Id, new PartyId(read.Record.Winner), ranked!.Bid.Price, c.Statement, c.Certificate)
            {
                At = act.At,
                By = act.Actor,
            };
    }

    public static Decision<TenderEvent> CloseRecord(LotAct<CloseRecord> act) => new RecordClosed(act.Id)
    {
        At = act.At,
        By = act.Actor,
    };

    private static EvaluationResult EvaluationOf(Tender tender, Lot lot)
    {
        var terms = lot.Terms!;
        var coefficient = lot.Opening!.Draw.Result?.Coefficient ?? terms.Method.Coefficients[0];
        var prices = terms.Method.Score(RankedBids.ForPrices(tender, lot), terms.Ceiling, coefficient);
        return Combine(
            tender, lot, coefficient, prices, [.. lot.Award.Sheets.SelectMany(sheet => MarksOf(sheet.Key, Read(sheet.Value)))]);
    }

    /// <summary>
    /// Points and ranking from prices and marks: by the grain from the sheets, by a verifier from what was published.
    /// </summary>
    internal static EvaluationResult Combine(
        Tender tender, Lot lot, Rational coefficient, BenchmarkResult prices, ImmutableArray<ExpertMark> marks)
    {
        var terms = lot.Terms!;
        var ranked = RankedBids.Of(tender, lot).ToImmutableArray();
        var points = terms.Marks.Combine(
            [.. marks.Select(mark => mark.Expert).Distinct()], [.. ranked.Select(bid => bid.Bidder.Value)], marks);
        var scored = ranked.Zip(points).Select(pair => new ScoredBid(
            pair.First.Bidder.Value,
            pair.First.Price,
            pair.Second.Technical,
            pair.Second.Business,
            prices.Scores.First(score => score.Bidder == pair.First.Bidder.Value).Score ?? Rational.Zero));
        return new EvaluationResult(coefficient, prices, marks, points, terms.Ranking.Rank([.. scored]));
    }

    /// <summary>One to three candidates, in the order of the ranking (实施条例 第五十三条).</summary>
    private static ImmutableArray<PartyId> CandidatesOf(Tender tender, EvaluationResult result)
    {
        var most = (int)TenderLaw.Pack(tender).Limit(WorksLaw.Candidates).AtMost!.Value.Floor();
        return [.. result.Ranking.Take(most).Select(one => new PartyId(one.Bid.Bidder))];
    }

    private static MarkFault? MarkFaultOf(Tender tender, Lot lot, int number, MarksRecord record) =>
        lot.Terms!.Marks.Check(
            [Number(number)], [.. RankedBids.Of(tender, lot).Select(bid => bid.Bidder.Value)], [.. MarksOf(number, record)])
            .FirstOrDefault();

    private static IEnumerable<ExpertMark> MarksOf(int number, MarksRecord record) => record.Marks.Select(mark =>
        new ExpertMark(Number(number), mark.Bidder, mark.Item, Rational.Parse(DecimalText.Format(mark.Value))));

    /// <summary>A sheet was read when it was accepted; what cannot be read now is a corrupt record.</summary>
    private static MarksRecord Read(MarksEntered sheet) => MarksRecord.Parse(sheet.Statement.Text);

    private static string Number(int member) => member.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// 回避 (招标投标法 第三十七条): nobody of a bidder, the agency or the centre; of the tenderee only its representatives;
    /// nobody who
    /// acted for a department.
    /// </summary>
    private static bool HasConflict(Tender tender, Lot lot, CommitteeMember member)
    {
        var registration = tender.Registration!;
        bool Is(PartyId? party) => party is not null && (member.Party == party || member.Employer == party);
        return lot.LiveBids.Any(bid => Is(bid.Bidder))
            || Is(registration.Agency)
            || Is(registration.By.Party)
            || Is(registration.Tenderee) != (member.Kind == MemberKind.TendereeRepresentative)
            || tender.Departments.ContainsKey(member.Certificate);
    }
}
