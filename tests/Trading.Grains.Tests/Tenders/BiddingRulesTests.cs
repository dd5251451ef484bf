using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Grains.Tests.Tenders.Support;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Grains.Tests.Tenders;

public sealed class BiddingRulesTests
{
    private static readonly Person _bidder = Cast.Bidders[0];

    private static Scene Submission => new(
        Stages.Published,
        Stages.B(0),
        Bids.Statement(_bidder, 1),
        _bidder,
        scene => new SubmitBid(Terms.Lot, scene.Statement, Bids.Parts(_bidder, 1), scene.Pem, [_bidder.EncryptPem]));

    [Fact]
    public void A_submission_is_refused_in_the_documented_order() => Faults.AreRefusedInOrder(
        Submission,
        [
            Faults.NotRegistered,
            Faults.LotUnknown,
            Faults.RoleNotAllowed,
            new(TenderRefusal.SaleNotBegun, scene => scene.WithPlay(play => play.At(Terms.SaleFrom.AddMilliseconds(-1)))),
            .. Faults.OfSignature(Cast.Expired, Cast.Stranger),
            Faults.Differs<SubmitRecord>(record => record with { Opening = Digest.OfUtf8("another policy") }),
        ]);

    [Theory]
    [InlineData("tender")]
    [InlineData("lot")]
    [InlineData("bidder")]
    [InlineData("opening")]
    [InlineData("documents")]
    [InlineData("type")]
    [InlineData("part")]
    [InlineData("bidder-key")]
    public void Every_field_of_a_submission_must_equal_the_state(string field)
    {
        var scene = Submission.With<SubmitRecord>(record => field switch
        {
            "tender" => record with { Tender = "other" },
            "lot" => record with { Lot = "2" },
            "bidder" => record with { Bidder = Cast.Stranger.Party.Value },
            "opening" => record with { Opening = default },
            "documents" => record with { Documents = default },
            "type" => record with { Replaces = true },
            "part" => record with { Parts = record.Parts.SetItem(0, record.Parts[0] with { HeaderSm3 = default }) },
            _ => record with { BidderKeys = [Cast.Stranger.Encrypt.Id] },
        });

        var refusal = Assert.IsType<Decision<TenderEvent>.Refused>(scene.Decide()).Refusal;
        Assert.Equal((TenderRefusal.StatementDiffers.Code, field), (refusal.Code, refusal.Facts["field"]));
    }

    [Theory]
    [InlineData("tender")]
    [InlineData("lot")]
    [InlineData("bidder")]
    [InlineData("version")]
    [InlineData("opening")]
    [InlineData("release")]
    [InlineData("threshold")]
    public void Every_line_of_a_sealed_files_header_must_equal_the_state(string field)
    {
        var request = Bids.Request(_bidder, "all", 1);
        request = field switch
        {
            "tender" => request with { Tender = "other" },
            "lot" => request with { Lot = "2" },
            "bidder" => request with { Bidder = Cast.Stranger.Party.Value },
            "version" => request with { Version = 2 },
            "opening" => request with { Opening = Digest.OfUtf8("another") },
            "release" => request with { Release = SealRelease.Escrow },
            _ => request with { Threshold = 3 },
        };

        var refusal = RefusalOf(request);

        Assert.Equal((TenderRefusal.HeaderDiffers.Code, field), (refusal.Code, refusal.Facts["field"]));
    }

    [Fact]
    public void A_file_sealed_to_other_custodians_or_in_another_order_is_refused()
    {
        var request = Bids.Request(_bidder, "all", 1);

        Assert.Equal(
            TenderRefusal.HeaderCustodians.Code,
            RefusalOf(request with { CustodianCertificates = [.. request.CustodianCertificates.Reverse()] }).Code);
    }

    [Fact]
    public void A_file_sealed_to_another_key_than_was_given_is_refused() => Assert.Equal(
        TenderRefusal.HeaderBidderKeys.Code,
        RefusalOf(Bids.Request(_bidder, "all", 1) with { BidderCertificates = [Cast.Colleague.Encrypt] }).Code);

    [Fact]
    public void An_encryption_certificate_of_another_party_is_refused() => Assert.Equal(
        TenderRefusal.CertificateOfAnother.Code,
        Faults.CodeOf(Submission.Command<SubmitBid>(c => c with { EncryptionCertificates = [Cast.Stranger.EncryptPem] })));

    [Fact]
    public void A_signing_certificate_cannot_stand_for_encryption() => Assert.Equal(
        TenderRefusal.CertificateUsage.Code,
        Faults.CodeOf(Submission.Command<SubmitBid>(c => c with { EncryptionCertificates = [_bidder.Pem] })));

    [Fact]
    public void A_submission_without_every_part_is_none() => Assert.Equal(
        TenderRefusal.PartsIncomplete.Code,
        Faults.CodeOf(Submission.Command<SubmitBid>(c => c with { Parts = [c.Parts[0]] })));

    [Theory]
    [InlineData(0L, false)]
    [InlineData(1L, true)]
    [InlineData(RecordLimits.FileBytes, true)]
    [InlineData(RecordLimits.FileBytes + 1, false)]
    public void A_file_has_a_size_within_the_limit(long size, bool isWithin)
    {
        var code = Faults.CodeOf(Submission.Command<SubmitBid>(c => c with { Parts = c.Parts.SetItem(1, c.Parts[1] with { Size = size }) }));

        // Within the limit the statement, which says another size, is refused instead.
        Assert.Equal(isWithin ? TenderRefusal.StatementDiffers.Code : TenderRefusal.FileSize.Code, code);
    }

    [Fact]
    public void A_header_that_is_no_header_names_the_line()
    {
        var parts = Bids.Parts(_bidder, 1);
        parts = parts.SetItem(1, parts[1] with { Header = parts[1].Header.Replace("version 1", "version 01", StringComparison.Ordinal) });
        var refusal = RefusalOf(parts);

        Assert.Equal(TenderRefusal.HeaderMalformed.Code, refusal.Code);
        Assert.Equal("BadVersion in line 6", refusal.Facts["cause"]);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, nameof(TenderRefusal.DeadlinePassed))]
    [InlineData(1, nameof(TenderRefusal.DeadlinePassed))]
    public void The_deadline_is_half_open_to_the_millisecond(int milliseconds, string? refusal) => Assert.Equal(
        refusal, Faults.CodeOf(Submission.WithPlay(play => play.At(Terms.Deadline.AddMilliseconds(milliseconds)))));

    [Theory]
    [InlineData(-1, nameof(TenderRefusal.SaleNotBegun))]
    [InlineData(0, null)]
    [InlineData(1, null)]
    public void Bids_are_taken_from_the_first_moment_of_the_sale(int milliseconds, string? refusal) => Assert.Equal(
        refusal, Faults.CodeOf(Submission.WithPlay(play => play.At(Terms.SaleFrom.AddMilliseconds(milliseconds)))));

    [Fact]
    public void After_the_deadline_a_late_bid_learns_nothing_of_what_became_of_the_lot()
    {
        var late = Stages.Published.At(Terms.Deadline);
        var failed = Stages.Close(Stages.Published);

        Assert.Equal(LotStage.Failed, failed.State.Lots[Terms.Lot].Stage);
        Assert.Equivalent(late.Decide(Stages.B(0), Bids.Submit(_bidder)), failed.Decide(Stages.B(0), Bids.Submit(_bidder)));
        Assert.Equivalent(late.Decide(Stages.B(0), Bids.Submit(_bidder)), Stages.Closed.Decide(Stages.B(0), Bids.Submit(_bidder)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public void What_comes_after_the_closing_changes_nothing_however_early_it_was_stamped(int milliseconds)
    {
        // Three live bids, and a lot that failed for want of bids.
        foreach (var closed in new[] { Stages.Closed, Stages.Close(Stages.Published), Stages.Begun })
        {
            var play = closed.At(Terms.Deadline.AddMilliseconds(milliseconds));
            foreach (var (bidder, command) in new (int, TenderCommand)[]
            {
                (4, Bids.Submit(Cast.Bidders[4])),
                (0, Bids.Submit(Cast.Bidders[0], 2, replaces: true)),
                (0, Bids.Withdraw(Cast.Bidders[0])),
                (0, new ConfirmAmendment(Terms.Lot, Cast.Bidders[0].Signs("any"), Cast.Bidders[0].Pem)),
            })
            {
                var refusal = Assert.IsType<Decision<TenderEvent>.Refused>(play.Decide(Stages.B(bidder), command)).Refusal;

                Assert.Equal(TenderRefusal.DeadlinePassed.Code, refusal.Code);
                Assert.Equal(["deadline", "received_at"], refusal.Facts.Keys.Order());
            }
        }
    }

    [Fact]
    public void A_higher_version_replaces_and_the_same_or_a_lower_one_does_not()
    {
        var first = Stages.Published.When(Stages.B(0), Bids.Submit(_bidder, 5));

        Assert.IsType<BidReplaced>(Assert.Single(first.Then(Stages.B(0), Bids.Submit(_bidder, 6, replaces: true))));
        first.Refuses(TenderRefusal.VersionNotHigher, Stages.B(0), Bids.Submit(_bidder, 5, replaces: true));
        first.Refuses(TenderRefusal.VersionNotHigher, Stages.B(0), Bids.Submit(_bidder, 4, replaces: true));
        first.Refuses(TenderRefusal.StatementDiffers, Stages.B(0), Bids.Submit(_bidder, 6));
    }

    [Fact]
    public void After_a_withdrawal_a_higher_version_may_be_submitted_again()
    {
        var withdrawn = Stages.Published
            .When(Stages.B(0), Bids.Submit(_bidder))
            .When(Stages.B(0), Bids.Withdraw(_bidder));

        Assert.Empty(withdrawn.State.Lots[Terms.Lot].LiveBids);
        withdrawn.Refuses(TenderRefusal.NoLiveBid, Stages.B(0), Bids.Withdraw(_bidder));
        withdrawn.Refuses(TenderRefusal.VersionNotHigher, Stages.B(0), Bids.Submit(_bidder));
        Assert.IsType<BidSubmitted>(Assert.Single(withdrawn.Then(Stages.B(0), Bids.Submit(_bidder, 2))));
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, nameof(TenderRefusal.DeadlinePassed))]
    public void A_bid_is_withdrawn_before_the_deadline_or_not_at_all(int milliseconds, string? refusal)
    {
        var play = Stages.Published.When(Stages.B(0), Bids.Submit(_bidder)).At(Terms.Deadline.AddMilliseconds(milliseconds));

        Assert.Equal(refusal, (play.Decide(Stages.B(0), Bids.Withdraw(_bidder)) as Decision<TenderEvent>.Refused)?.Refusal.Code);
    }

    [Fact]
    public void Who_runs_the_tender_or_keeps_a_key_cannot_bid()
    {
        foreach (var person in new[] { Cast.Tenderee, Cast.CentreKey, Cast.Supervisor, Cast.Make("代理测试", Cast.AgencyCode) })
        {
            Stages.Published.Refuses(TenderRefusal.BidderBarred, person.As(Role.Bidder), Bids.Submit(person));
        }
    }

    [Theory]
    [InlineData(-1, nameof(TenderRefusal.DeadlineNotReached))]
    [InlineData(0, null)]
    [InlineData(1, null)]
    public void Bidding_closes_at_the_deadline(int milliseconds, string? refusal) => Assert.Equal(refusal, (Stages.Published
        .At(Terms.Deadline.AddMilliseconds(milliseconds))
        .Decide(Actor.Platform, new CloseBidding(Terms.Lot)) as Decision<TenderEvent>.Refused)?.Refusal.Code);

    [Theory]
    [InlineData(0, LotStage.Failed)]
    [InlineData(2, LotStage.Failed)]
    [InlineData(3, LotStage.Closed)]
    [InlineData(4, LotStage.Closed)]
    public void Fewer_than_three_received_bids_are_not_opened(int bids, LotStage stage)
    {
        var play = Enumerable.Range(0, bids).Aggregate(
            Stages.Published, (play, n) => play.When(Stages.B(n), Bids.Submit(Cast.Bidders[n])));

        Assert.Equal(stage, Stages.Close(play).State.Lots[Terms.Lot].Stage);
    }

    [Fact]
    public void A_withdrawn_bid_does_not_count_towards_three()
    {
        var play = Enumerable.Range(0, 3)
            .Aggregate(Stages.Published, (play, n) => play.When(Stages.B(n), Bids.Submit(Cast.Bidders[n])))
            .When(Stages.B(2), Bids.Withdraw(Cast.Bidders[2]));

        var failed = Assert.IsType<LotFailed>(Assert.Single(play.At(Terms.Deadline).Then(Actor.Platform, new CloseBidding(Terms.Lot))));
        Assert.Contains("第二十八条", failed.Article, StringComparison.Ordinal);
    }

    [Fact]
    public void The_live_set_holds_the_last_versions_and_no_withdrawn_bid()
    {
        var lot = Stages.Closed.State.Lots[Terms.Lot];
        var record = LiveSetRecord.Parse(lot.Closed!.LiveSet);

        Assert.Equal(6, record.Count);
        Assert.Equal(BiddingRules.LiveSetOf(lot).Root, record.Root);
        Assert.Equal(2, lot.Bids[Cast.Bidders[1].Party].Version);
        Assert.DoesNotContain(BiddingRules.LiveSetOf(lot).Files, file => file.Bidder == Cast.Bidders[3].Party.Value);
    }

    [Fact]
    public void The_live_set_is_signed_by_custodians_each_once_and_word_for_word()
    {
        var custodian = Cast.Custodians[0];
        Faults.AreRefusedInOrder(
            new Scene(
                Stages.Closed,
                Stages.C(1),
                LiveSetRecord.Parse(Stages.Closed.State.Lots[Terms.Lot].Closed!.LiveSet),
                custodian,
                scene => new SignLiveSet(Terms.Lot, scene.Statement, scene.Pem)),
            Faults.NotRegistered,
            Faults.LotUnknown,
            Faults.RoleNotAllowed,
            Faults.WrongStage(LotStage.Bidding),
            new(TenderRefusal.NotCustodian, scene => scene with { Actor = Cast.Stranger.As(Role.Custodian) }),
            new(TenderRefusal.CertificateMalformed, scene => scene with { Pem = "" }),
            new(TenderRefusal.SignatureMissing, scene => scene with { Tamper = signed => signed with { Signatures = [] } }),
            Faults.Differs<LiveSetRecord>(record => record with { Count = record.Count + 1 }),
            new(TenderRefusal.AlreadySigned, scene => scene.WithPlay(play => play.When(Stages.C(1), Stages.SignLiveSet(play, 1)))));
    }

    private static Refusal RefusalOf(SealRequest request) =>
        RefusalOf([Bids.Seal(_bidder, "summary", 1).Part, Bids.Seal(_bidder, "all", 1, request).Part]);

    private static Refusal RefusalOf(System.Collections.Immutable.ImmutableArray<SealedPart> parts)
    {
        var scene = Submission.With<SubmitRecord>(_ => Bids.Statement(_bidder, 1, parts: parts))
            .Command<SubmitBid>(c => c with { Parts = parts });
        return Assert.IsType<Decision<TenderEvent>.Refused>(scene.Decide()).Refusal;
    }
}
