using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Grains.Tests.Tenders.Support;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tests.Tenders;

public sealed class AwardRulesTests
{
    private static readonly Actor _tenderee = Cast.Tenderee.As(Role.Tenderee);
    private static readonly Actor _officer = Cast.Officer.As(Role.Attestation);

    private static string? CodeOf(Decision<TenderEvent> decision) => (decision as Decision<TenderEvent>.Refused)?.Refusal.Code;

    [Fact]
    public void A_confirmation_is_refused_in_the_documented_order() => Faults.AreRefusedInOrder(
        new Scene(
            Stages.Drawn,
            Stages.Host,
            OpeningRecord.Parse(Stages.ConfirmBy(Stages.Drawn, Cast.Host).Statement.Text),
            Cast.Host,
            scene => new ConfirmOpening(Terms.Lot, scene.Statement, scene.Pem)),
        Faults.NotRegistered,
        Faults.LotUnknown,
        Faults.RoleNotAllowed,
        Faults.WrongStage(LotStage.CustodianRelease),
        new(TenderRefusal.CertificateMalformed, scene => scene with { Pem = "" }),
        new(TenderRefusal.SignatureMissing, scene => scene with { Tamper = signed => signed with { Signatures = [] } }),
        Faults.Differs<OpeningRecord>(record => record with { RecordSm3 = default }),
        new(TenderRefusal.AlreadySigned, scene => scene.WithPlay(play => play.When(Stages.Host, Stages.ConfirmBy(play, Cast.Host)))));

    [Fact]
    public void The_record_is_confirmed_by_host_and_officer_over_the_same_sheet()
    {
        var host = Stages.Drawn.When(Stages.Host, Stages.ConfirmBy(Stages.Drawn, Cast.Host));
        var objected = host.When(Stages.B(0), new RaiseObjection(Terms.Lot, "异议"));
        objected.Refuses(TenderRefusal.ObjectionUnanswered, _officer, Stages.ConfirmBy(objected, Cast.Officer));
        var answered = objected.When(_tenderee, new AnswerObjection(Terms.Lot, 1, "答复"));
        var officer = answered.When(_officer, Stages.ConfirmBy(answered, Cast.Officer));

        Assert.Equal(LotStage.Opened, officer.State.Lots[Terms.Lot].Stage);
        Assert.Equal(
            LotStage.Evaluating,
            officer.When(Stages.Host, Stages.ConfirmBy(officer, Cast.Host)).State.Lots[Terms.Lot].Stage);
    }

    [Fact]
    public void Nothing_is_confirmed_before_the_coefficient_is_drawn() =>
        Stages.Opened.Refuses(TenderRefusal.CoefficientNotDrawn, Stages.Host, Stages.ConfirmBy(Stages.Opened, Cast.Host));

    [Fact]
    public void Objections_are_raised_by_bidders_and_answered_once()
    {
        var raised = Stages.Opened.When(Stages.B(0), new RaiseObjection(Terms.Lot, "异议"));
        var answer = new AnswerObjection(Terms.Lot, 1, "答复");

        Stages.Opened.Refuses(TenderRefusal.NoLiveBid, Cast.Stranger.As(Role.Bidder), new RaiseObjection(Terms.Lot, "异议"));
        Stages.Opened.Refuses(TenderRefusal.ReasonMissing, Stages.B(0), new RaiseObjection(Terms.Lot, ""));
        raised.Refuses(TenderRefusal.ObjectionUnknown, _tenderee, answer with { Number = 2 });
        raised.When(_tenderee, answer).Refuses(TenderRefusal.ObjectionUnknown, _tenderee, answer);
        var full = Enumerable.Range(0, ConfirmationRules.MaximumObjections)
            .Aggregate(Stages.Opened, (play, _) => play.When(Stages.B(0), new RaiseObjection(Terms.Lot, "异议")));
        full.Refuses(TenderRefusal.TooManyObjections, Stages.B(0), new RaiseObjection(Terms.Lot, "异议"));
    }

    [Theory]
    [InlineData(FewOpened.Evaluate, LotStage.Evaluating)]
    [InlineData(FewOpened.Retender, LotStage.Failed)]
    public void Fewer_than_three_opened_bids_follow_the_documents(FewOpened few, LotStage stage)
    {
        var play = Stages.Begun;
        play = play.When(Stages.B(0), Stages.Release(play, 0)).When(Stages.B(1), Stages.Release(play, 1))
            .When(Stages.B(2), new FetchForRelease(Terms.Lot)).At(Terms.Deadline.AddMinutes(30)).When(Stages.Host, new CloseWindow(Terms.Lot));
        play = Stages.Draw(Stages.Open(Stages.Shut(play)));
        play = play with
        {
            State = play.State with
            {
                Lots = play.State.Lots.SetItem(
                    Terms.Lot, play.State.Lots[Terms.Lot] with { Terms = Terms.LotTerms with { FewOpened = few } }),
            },
        };

        Assert.Equal(stage, Stages.Confirm(play).State.Lots[Terms.Lot].Stage);
    }

    /// <summary>T15: 7 members with 4 experts, 5 with 3, and 6 are refused.</summary>
    [Theory]
    [InlineData(5, 5, null)]
    [InlineData(5, 4, null)]
    [InlineData(5, 3, nameof(TenderRefusal.CommitteeExperts))]
    [InlineData(7, 4, nameof(TenderRefusal.CommitteeExperts))]
    [InlineData(7, 5, null)]
    [InlineData(6, 6, nameof(TenderRefusal.CommitteeSize))]
    [InlineData(3, 3, nameof(TenderRefusal.CommitteeSize))]
    public void A_committee_is_odd_of_five_or_more_with_two_thirds_experts(int members, int experts, string? refusal)
    {
        var committee = Enumerable.Range(1, members).Select(n => n <= experts
            ? new CommitteeMember(Digest.OfUtf8($"m{n}"), new PartyId($"P{n:00000000000000000}"), MemberKind.Expert, null)
            : new CommitteeMember(
                Digest.OfUtf8($"m{n}"), new PartyId($"P{n:00000000000000000}"), MemberKind.TendereeRepresentative, Cast.TendereeCode));

        Assert.Equal(refusal, CodeOf(Stages.Evaluating.Decide(Stages.Host, new NameCommittee(Terms.Lot, [.. committee]))));
    }

    [Fact]
    public void A_member_with_an_interest_is_refused()
    {
        var members = Stages.Members;
        PartyId[] interested = [Cast.Bidders[0].Party, Cast.TendereeCode, Cast.AgencyCode, Cast.Centre];

        foreach (var employer in interested)
        {
            Stages.Evaluating.Refuses(
                TenderRefusal.CommitteeConflict, Stages.Host,
                new NameCommittee(Terms.Lot, members.SetItem(2, members[2] with { Employer = employer })));
        }

        Stages.Evaluating.Refuses(
            TenderRefusal.CommitteeConflict, Stages.Host,
            new NameCommittee(Terms.Lot, members.SetItem(2, members[2] with { Certificate = Cast.Officer.Sign.Id })));
        Stages.Evaluating.Refuses(
            TenderRefusal.CommitteeMalformed, Stages.Host, new NameCommittee(Terms.Lot, members.SetItem(2, members[1])));
        var named = Stages.Evaluating.When(Stages.Host, new NameCommittee(Terms.Lot, members));
        named.Refuses(TenderRefusal.CommitteeNamed, Stages.Host, new NameCommittee(Terms.Lot, members));
    }

    [Fact]
    public void Marks_are_refused_in_the_documented_order()
    {
        var named = Stages.Evaluating.When(Stages.Host, new NameCommittee(Terms.Lot, Stages.Members));
        Faults.AreRefusedInOrder(
            new Scene(
                named,
                Cast.Experts[0].As(Role.Expert),
                Stages.MarksRecord(named, 0),
                Cast.Experts[0],
                scene => new EnterMarks(Terms.Lot, scene.Statement, scene.Pem)),
            Faults.NotRegistered,
            Faults.LotUnknown,
            Faults.RoleNotAllowed,
            Faults.WrongStage(LotStage.Opened),
            new(TenderRefusal.NotCommitteeMember, scene => scene.WithPlay(_ => Stages.Evaluating)),
            new(TenderRefusal.CertificateMalformed, scene => scene with { Pem = "" }),
            new(TenderRefusal.SignatureMissing, scene => scene with { Tamper = signed => signed with { Signatures = [] } }),
            Faults.Differs<MarksRecord>(record => record with { Member = Cast.Experts[1].Sign.Id }),
            new(TenderRefusal.SheetSigned, scene => scene.WithPlay(play => play.When(Cast.Experts[0].As(Role.Expert), Stages.Marks(play, 0)))),
            new(TenderRefusal.MarksMalformed, scene => scene.With<MarksRecord>(record => record with { Marks = record.Marks.RemoveAt(0) })));
    }

    [Theory]
    [InlineData("30", true)]
    [InlineData("30.01", false)]
    [InlineData("0", true)]
    [InlineData("12.34", true)]
    [InlineData("12.345", false)]
    public void A_mark_lies_within_its_item(string mark, bool isTaken)
    {
        var named = Stages.Evaluating.When(Stages.Host, new NameCommittee(Terms.Lot, Stages.Members));
        var record = Stages.MarksRecord(named, 0, decimal.Parse(mark, System.Globalization.CultureInfo.InvariantCulture));
        var decision = named.Decide(
            Cast.Experts[0].As(Role.Expert), new EnterMarks(Terms.Lot, Cast.Experts[0].Signs(record), Cast.Experts[0].Pem));

        Assert.Equal(isTaken ? null : TenderRefusal.MarksMalformed.Code, CodeOf(decision));
    }

    [Fact]
    public void Ranking_waits_for_every_sheet()
    {
        var play = Stages.Evaluating.When(Stages.Host, new NameCommittee(Terms.Lot, Stages.Members));
        for (var n = 0; n < 5; n++)
        {
            play.Refuses(TenderRefusal.SheetsMissing, Stages.Host, new CompleteEvaluation(Terms.Lot));
            play = play.When(Cast.Experts[n].As(Role.Expert), Stages.Marks(play, n));
        }

        var result = Assert.IsType<EvaluationCompleted>(Assert.Single(play.Then(Stages.Host, new CompleteEvaluation(Terms.Lot)))).Result;
        Assert.Equal([1, 2, 3], result.Ranking.Select(one => one.Rank));
        Assert.Equal(DrawOf(play), result.Coefficient);
    }

    [Fact]
    public void A_bid_above_the_ceiling_is_read_out_and_not_ranked()
    {
        var play = Stages.Shut();
        play = play.When(Stages.C(1), Stages.ReleaseShares(play, 1)).When(Stages.C(2), Stages.ReleaseShares(play, 2));
        var verdicts = Stages.Verdicts(play);
        var high = verdicts.Verdicts.SetItem(0, verdicts.Verdicts[0] with { OpeningList = Bids.OpeningList(1_000_000_001) });
        var atCeiling = verdicts.Verdicts.SetItem(0, verdicts.Verdicts[0] with { OpeningList = Bids.OpeningList(1_000_000_000) });
        int Ranked(System.Collections.Immutable.ImmutableArray<BidVerdict> all)
        {
            var opened = play.When(Actor.Platform, verdicts with { Verdicts = all });
            return RankedBids.Of(opened.State, opened.State.Lots[Terms.Lot]).Count();
        }

        Assert.Equal(2, Ranked(high));
        Assert.Equal(3, Ranked(atCeiling));
    }

    /// <summary>The report came on 2026-03-23: the publicity begins until the 26th and lasts three whole days.</summary>
    [Theory]
    [InlineData(23, 27, null)]
    [InlineData(23, 26, nameof(TenderRefusal.PublicityTooShort))]
    [InlineData(26, 30, null)]
    [InlineData(27, 31, nameof(TenderRefusal.PublicityTooLate))]
    public void The_publicity_begins_in_three_days_and_lasts_three(int from, int until, string? refusal) => Assert.Equal(
        refusal,
        CodeOf(Stages.Evaluated.At(Terms.Beijing(2026, 3, from, 15, 0))
            .Decide(_tenderee, new PublishCandidates(Terms.Lot, Terms.Beijing(2026, 3, until, 0, 0)))));

    [Theory]
    [InlineData(-1, nameof(TenderRefusal.PublicityRunning))]
    [InlineData(0, null)]
    public void Nothing_is_awarded_before_the_publicity_is_over(int milliseconds, string? refusal) => Assert.Equal(
        refusal,
        CodeOf(Stages.Candidates.At(Terms.Beijing(2026, 3, 27, 0, 0).AddMilliseconds(milliseconds)).Decide(_tenderee, Stages.Award(Stages.Candidates))));

    [Fact]
    public void In_a_state_controlled_project_the_first_ranked_wins()
    {
        var over = Stages.Candidates.At(Terms.Beijing(2026, 3, 27, 0, 0));
        var free = over with { State = over.State with { Registration = over.State.Registration! with { StateControlled = false } } };

        over.Refuses(TenderRefusal.NotFirstRanked, _tenderee, Stages.Award(over, 1));
        Assert.Single(free.Then(_tenderee, Stages.Award(over, 1)));
        over.Refuses(TenderRefusal.StatementDiffers, _tenderee, Stages.Award(over, 0, fen: 1));
        over.Refuses(TenderRefusal.PartyNotAllowed, Cast.Stranger.As(Role.Tenderee), Stages.Award(over));
        var stranger = Stages.Award(over) with
        {
            Statement = Cast.Tenderee.Signs(new AwardRecord(Terms.Id.Value, Terms.Lot.Value, Cast.Stranger.Party.Value, 1, over.Now)),
        };
        over.Refuses(TenderRefusal.NotCandidate, _tenderee, stranger);
    }

    [Fact]
    public void Nothing_follows_a_closed_record()
    {
        Stages.Recorded.Refuses(TenderRefusal.WrongStage, _officer, new CloseRecord(Terms.Lot));
        Stages.Recorded.Refuses(TenderRefusal.DeskElsewhere, Stages.Host, new CompleteEvaluation(Terms.Lot));
    }

    private static Evaluation.Rational DrawOf(Play play) => play.State.Lots[Terms.Lot].Opening!.Draw.Result!.Coefficient;
}
