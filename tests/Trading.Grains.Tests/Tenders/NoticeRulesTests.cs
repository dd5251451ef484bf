using Trading.Evaluation;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Grains.Tests.Tenders.Support;
using Trading.Proofs.Records;

namespace Trading.Grains.Tests.Tenders;

public sealed class NoticeRulesTests
{
    private static readonly Actor _reception = Cast.Reception.As(Role.Reception);

    private static Play Registered => Play.Empty.When(_reception, Terms.Registration);

    private static Play Handed => Registered
        .When(_reception, Stages.HandOver(Cast.Reception, Department.Reception, Department.Organisation))
        .At(Terms.Published);

    private static string? CodeOf(PublishTender command, DateTimeOffset? at = null) =>
        (Handed.At(at ?? Terms.Published).Decide(Stages.Host, command) as Decision<TenderEvent>.Refused)?.Refusal.Code;

    [Fact]
    public void A_registration_is_refused_in_the_documented_order() => Faults.AreRefusedInOrder(
        new Scene(Play.Empty, _reception, null, Cast.Reception, _ => Terms.Registration),
        new(TenderRefusal.AlreadyRegistered, scene => scene.WithPlay(_ => Registered)),
        Faults.RoleNotAllowed,
        new(TenderRefusal.NameMissing, scene => scene.Command<RegisterTender>(c => c with { Name = " " })),
        new(TenderRefusal.PackUnknown, scene => scene.Command<RegisterTender>(c => c with { RulePack = "works/1999" })),
        new(TenderRefusal.LotsMalformed, scene => scene.Command<RegisterTender>(c => c with { Lots = [.. c.Lots, c.Lots[0]] })),
        new(TenderRefusal.EstimateMissing, scene => scene.Command<RegisterTender>(
            c => c with { Lots = [.. c.Lots.Select(lot => lot with { Estimate = Money.Zero })] })));

    [Fact]
    public void Nobody_acts_for_two_departments_and_no_department_acts_out_of_turn()
    {
        Registered.Refuses(TenderRefusal.DeskElsewhere, Stages.Host, Terms.Publish());
        Handed.Refuses(TenderRefusal.ActedInOtherDepartment, Cast.Reception.As(Role.Organisation), Terms.Publish());
        Handed.Refuses(TenderRefusal.PartyNotAllowed, Cast.Stranger.As(Role.Organisation), Terms.Publish());
        Handed.Refuses(
            TenderRefusal.DeskElsewhere, _reception, Stages.HandOver(Cast.Reception, Department.Reception, Department.Organisation));
    }

    [Fact]
    public void A_hand_over_is_refused_in_the_documented_order() => Faults.AreRefusedInOrder(
        new Scene(
            Registered,
            _reception,
            new HandoverRecord(Terms.Id.Value, Department.Reception, Department.Organisation, Cast.Reception.Sign.Id, null, Terms.Registered),
            Cast.Reception,
            scene => new HandOver(scene.Statement, Role.Organisation, scene.Pem)),
        [
            Faults.NotRegistered,
            Faults.RoleNotAllowed,
            .. Faults.OfSignature(Cast.Make("旧证测试", Cast.Centre, at: Cast.Made.AddYears(-3)), Cast.Stranger),
            Faults.Differs<HandoverRecord>(record => record with { Tender = "other" }),
        ]);

    [Fact]
    public void A_department_cannot_be_skipped() => Registered.Refuses(
        TenderRefusal.HandOverNotNext, _reception, Stages.HandOver(Cast.Reception, Department.Reception, Department.Attestation));

    [Fact]
    public void The_last_hand_over_waits_for_every_lot()
    {
        var over = Stages.HandOver(Cast.Host, Department.Organisation, Department.Attestation);

        Handed.Refuses(TenderRefusal.NotPublished, Stages.Host, over);
        Stages.Published.Refuses(TenderRefusal.LotsNotFinished, Stages.Host, over);
        Stages.Awarded.Refuses(TenderRefusal.DeskElsewhere, Cast.Officer.As(Role.Attestation), new CloseRecord(Terms.Lot));
        Assert.Single(Stages.Awarded.Then(Stages.Host, over));
        Assert.Single(Stages.Close(Stages.Published).Then(Stages.Host, over));
    }

    [Fact]
    public void A_notice_keeps_the_computed_deadlines_with_pack_and_calendar()
    {
        var deadlines = Stages.Published.State.Notice!.Deadlines;

        Assert.Equal(["preparation", "document_sale", "document_objection", "clarification"], deadlines.Select(one => one.Clock));
        Assert.All(deadlines, one => Assert.Equal(("works/2026@1", "2026@1"), (one.Pack, one.Calendar)));
        Assert.Equal(Terms.Beijing(2026, 3, 22, 0, 0), deadlines[0].At);
        Assert.Equal(Terms.Beijing(2026, 3, 14, 0, 0), deadlines[2].At);
    }

    [Fact]
    public void A_notice_needs_the_signatures_of_centre_and_tenderee_and_of_nobody_else()
    {
        var right = Terms.Publish();
        var byCentre = right with { Policy = Cast.CentreKey.Signs(Terms.Policy) };
        var byStranger = right with { Policy = Cast.CentreKey.Signs(Terms.Policy).With(Cast.Stranger.SignKey) };
        var wrong = right with { Policy = right.Policy with { Signatures = right.Schedule.Signatures } };

        Assert.Null(CodeOf(right));
        Assert.Equal(TenderRefusal.SignatureMissing.Code, CodeOf(byCentre));
        Assert.Equal(TenderRefusal.SignatureMissing.Code, CodeOf(byStranger));
        Assert.Equal(TenderRefusal.SignatureInvalid.Code, CodeOf(wrong));
        Assert.Equal(TenderRefusal.CertificateMalformed.Code, CodeOf(right with { Certificates = ["x"] }));
        Assert.Equal(
            TenderRefusal.CertificateOfAnother.Code, CodeOf(right with { Certificates = [.. right.Certificates, Cast.Stranger.Pem] }));
    }

    [Theory]
    [InlineData("bond", nameof(TenderRefusal.BondTooHigh))]
    [InlineData("bond at the limit", null)]
    [InlineData("ceiling", nameof(TenderRefusal.CeilingMissing))]
    [InlineData("list", nameof(TenderRefusal.TermsMalformed))]
    [InlineData("validity", nameof(TenderRefusal.TermsMalformed))]
    public void Terms_are_checked(string what, string? refusal)
    {
        var lot = what switch
        {
            "bond" => Terms.LotTerms with { Bond = new Money(20_000_001) },
            "bond at the limit" => Terms.LotTerms with { Bond = new Money(20_000_000) },
            "ceiling" => Terms.LotTerms with { Ceiling = Money.Zero },
            "list" => Terms.LotTerms with { OpeningList = new OpeningListSchema([.. Terms.OpeningList.Fields, Terms.OpeningList.Fields[0]]) },
            _ => Terms.LotTerms with { BidValidityDays = 0 },
        };

        Assert.Equal(refusal, CodeOf(Terms.Publish(Terms.Documents with { Lots = [lot] })));
    }

    [Theory]
    [InlineData("escrow")]
    [InlineData("parts")]
    [InlineData("lots")]
    [InlineData("one person twice")]
    [InlineData("not the centre")]
    public void A_policy_that_cannot_be_kept_is_refused(string what)
    {
        var custodians = Terms.Policy.Custodians;
        var policy = what switch
        {
            "escrow" => Terms.Policy with { Escrow = true },
            "parts" => Terms.Policy with { Parts = ["all"] },
            "lots" => Terms.Policy with { Lots = ["1", "2"] },
            "one person twice" => Terms.Policy with
            {
                Custodians = custodians.SetItem(2, custodians[2] with
                {
                    Code = Cast.Centre.Value,
                    SignCertificate = [.. Cast.Host.Sign.Der],
                    EncryptCertificate = [.. Cast.Host.Encrypt.Der],
                }),
            },
            _ => Terms.Policy with { Custodians = custodians.SetItem(1, custodians[1] with { Code = Cast.Stranger.Party.Value }) },
        };

        Assert.Equal(TenderRefusal.PolicyMalformed.Code, CodeOf(Terms.Publish(policy: policy)));
    }

    /// <summary>T1: offered 2026-03-02, so the earliest deadline is 2026-03-22 00:00 in Beijing.</summary>
    [Theory]
    [InlineData(-1, nameof(TenderRefusal.PreparationTooShort))]
    [InlineData(0, null)]
    [InlineData(1, null)]
    public void Preparation_takes_twenty_days(int milliseconds, string? refusal)
    {
        var deadline = Terms.Beijing(2026, 3, 22, 0, 0).AddMilliseconds(milliseconds);

        Assert.Equal(refusal, CodeOf(Terms.Publish(schedule: Terms.Schedule with { Deadline = deadline, Opening = deadline })));
    }

    [Theory]
    [InlineData(-1, nameof(TenderRefusal.SaleTooShort))]
    [InlineData(0, null)]
    public void Documents_are_offered_for_five_whole_days(int milliseconds, string? refusal) => Assert.Equal(
        refusal,
        CodeOf(Terms.Publish(schedule: Terms.Schedule with { SaleTo = Terms.Beijing(2026, 3, 8, 0, 0).AddMilliseconds(milliseconds) })));

    [Fact]
    public void A_notice_published_after_the_sale_began_counts_from_its_publication() => Assert.Equal(
        TenderRefusal.PreparationTooShort.Code, CodeOf(Terms.Publish(), Terms.Beijing(2026, 3, 4, 9, 0)));

    [Theory]
    [InlineData(1)]
    [InlineData(3_600_000)]
    public void The_opening_is_at_the_deadline(int milliseconds) => Assert.Equal(
        TenderRefusal.OpeningNotAtDeadline.Code,
        CodeOf(Terms.Publish(schedule: Terms.Schedule with { Opening = Terms.Deadline.AddMilliseconds(milliseconds) })));

    [Fact]
    public void A_date_beyond_the_calendar_is_refused()
    {
        var deadline = Terms.Beijing(2027, 1, 4, 10, 0);

        Assert.Equal(
            TenderRefusal.BeyondCalendar.Code,
            CodeOf(Terms.Publish(schedule: Terms.Schedule with { Deadline = deadline, Opening = deadline })));
    }

    [Fact]
    public void A_notice_is_published_once() =>
        Stages.Published.Refuses(TenderRefusal.AlreadyPublished, Stages.Host, Terms.Publish());

    private static AmendDocuments Amendment(Play play, DateTimeOffset deadline, Func<ScheduleRecord, ScheduleRecord>? change = null)
    {
        var documents = Terms.Documents with { Files = [.. Terms.Documents.Files, new PublishedFile("补遗.pdf", default, 1, "application/pdf")] };
        var notice = play.State.Notice!;
        var schedule = Terms.Schedule with
        {
            Number = notice.Schedule.Number + 1,
            Supersedes = notice.ScheduleSm3,
            Documents = Notice.DigestOf(documents),
            Issued = play.Now,
            Deadline = deadline,
            Opening = deadline,
        };
        return new AmendDocuments(
            documents, Terms.BothSign(change?.Invoke(schedule) ?? schedule), "澄清一",
            [Cast.CentreKey.Pem, Cast.Tenderee.Pem]);
    }

    /// <summary>T2: a change on 2026-03-10 needs a deadline of 2026-03-25 or later; on 03-08 the old one stands.</summary>
    [Theory]
    [InlineData(8, 23, null)]
    [InlineData(9, 23, nameof(TenderRefusal.ClarificationTooLate))]
    [InlineData(10, 24, nameof(TenderRefusal.ClarificationTooLate))]
    [InlineData(10, 25, null)]
    [InlineData(4, 22, nameof(TenderRefusal.DeadlineAdvanced))]
    public void A_change_comes_fifteen_days_before_the_deadline_or_moves_it(int day, int deadline, string? refusal)
    {
        var play = Stages.Published.At(Terms.Beijing(2026, 3, day, 12, 0));

        Assert.Equal(
            refusal,
            (play.Decide(Stages.Host, Amendment(play, Terms.Beijing(2026, 3, deadline, 10, 0))) as Decision<TenderEvent>.Refused)
                ?.Refusal.Code);
    }

    [Fact]
    public void A_changed_schedule_supersedes_the_one_in_force()
    {
        var play = Stages.Published.After(TimeSpan.FromDays(1));

        play.Refuses(TenderRefusal.SupersedesOther, Stages.Host, Amendment(play, Terms.Deadline, s => s with { Number = 3 }));
        play.Refuses(TenderRefusal.SupersedesOther, Stages.Host, Amendment(play, Terms.Deadline, s => s with { Supersedes = default(Proofs.Primitives.Digest) }));
        play.Refuses(TenderRefusal.ScheduleMalformed, Stages.Host, Amendment(play, Terms.Deadline, s => s with { SaleFrom = s.SaleFrom.AddHours(1) }));
        play.At(Terms.Deadline).Refuses(TenderRefusal.DeadlinePassed, Stages.Host, Amendment(play, Terms.Deadline));
    }

    [Fact]
    public void A_change_stamped_in_time_that_comes_after_the_closing_is_refused()
    {
        var play = Stages.Published.After(TimeSpan.FromDays(1));
        var change = Amendment(play, Terms.Deadline);

        Assert.IsType<DocumentsAmended>(Assert.Single(play.Then(Stages.Host, change)));
        foreach (var closed in new[] { Stages.Closed, Stages.Close(Stages.Published) })
        {
            closed.At(play.Now).Refuses(TenderRefusal.DeadlinePassed, Stages.Host, change);
        }
    }

    [Fact]
    public void A_bidder_confirms_a_change_once_and_names_it()
    {
        var bidder = Cast.Bidders[0];
        var amended = Stages.Published.When(Stages.B(0), Bids.Submit(bidder)).After(TimeSpan.FromDays(1));
        amended = amended.When(Stages.Host, Amendment(amended, Terms.Deadline));
        ConfirmAmendment Confirm(Play play) => new(
            Terms.Lot,
            bidder.Signs(new ConfirmRecord(
                Terms.Id.Value, bidder.Party.Value, play.State.Notice!.Schedule.Number, play.State.Notice.DocumentsSm3, play.Now)),
            bidder.Pem);

        Stages.Published.Refuses(TenderRefusal.NothingToConfirm, Stages.B(0), Confirm(Stages.Published));
        amended.Refuses(TenderRefusal.StatementDiffers, Stages.B(0), Confirm(Stages.Published));
        amended.Refuses(TenderRefusal.StatementDiffers, Stages.B(1), Bids.Submit(Cast.Bidders[1]));
        var confirmed = amended.When(Stages.B(0), Confirm(amended));
        confirmed.Refuses(TenderRefusal.NothingToConfirm, Stages.B(0), Confirm(confirmed));
    }
}
