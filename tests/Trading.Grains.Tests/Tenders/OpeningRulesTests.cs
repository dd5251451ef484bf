using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Grains.Tests.Tenders.Support;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tests.Tenders;

public sealed class OpeningRulesTests
{
    private static readonly Actor _supervisor = Cast.Supervisor.As(Role.Supervisor);
    private static readonly CloseWindow _close = new(Terms.Lot);
    private static readonly CloseShares _closeShares = new(Terms.Lot);
    private static readonly SharesClosed _sharesClosed = new(Terms.Lot) { At = Terms.Deadline, By = Stages.Host };
    private static readonly DateTimeOffset _windowEnds = Terms.Deadline.AddMinutes(30);

    private static Play Released(Play play, params int[] bidders) =>
        bidders.Aggregate(play, (p, n) => p.When(Stages.B(n), Stages.Release(p, n)));

    private static DecideFailure Decide(int bidder, Attribution attribution) =>
        new(Terms.Lot, Cast.Bidders[bidder].Party, attribution, "理由");

    private static string? CodeOf(Decision<TenderEvent> decision) => (decision as Decision<TenderEvent>.Refused)?.Refusal.Code;

    [Fact]
    public void The_opening_begins_with_the_quorum_under_the_live_set_and_not_before()
    {
        var begin = new BeginOpening(Terms.Lot, Stages.Session());
        var one = Stages.Closed.When(Stages.C(1), Stages.SignLiveSet(Stages.Closed, 1));
        var two = one.When(Stages.C(2), Stages.SignLiveSet(one, 2));

        Stages.Closed.Refuses(TenderRefusal.QuorumMissing, Stages.Host, begin);
        one.Refuses(TenderRefusal.QuorumMissing, Stages.Host, begin);
        two.At(Terms.Deadline.AddMilliseconds(-1)).Refuses(TenderRefusal.OpeningNotDue, Stages.Host, begin);
        Assert.Equal(_windowEnds, Assert.IsType<OpeningBegan>(Assert.Single(two.Then(Stages.Host, begin))).WindowEnds);
    }

    [Fact]
    public void No_lot_is_opened_while_another_is_still_open_for_bids()
    {
        var lot = Stages.Closed.State.Lots[Terms.Lot];
        var two = Stages.Closed with
        {
            State = Stages.Closed.State with
            {
                Lots = Stages.Closed.State.Lots.Add(
                    new LotId("2"), lot with { Plan = lot.Plan with { Id = new LotId("2") }, Stage = LotStage.Bidding }),
            },
        };

        two.Refuses(TenderRefusal.LotsStillOpen, Stages.Host, new BeginOpening(Terms.Lot, Stages.Session()));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("lot")]
    [InlineData("signer")]
    [InlineData("key")]
    [InlineData("one half")]
    public void A_session_that_does_not_fit_begins_nothing(string what)
    {
        var session = Stages.Session();
        var play = Stages.Closed.When(Stages.C(1), Stages.SignLiveSet(Stages.Closed, 1)).When(Stages.C(2), Stages.SignLiveSet(Stages.Closed, 2));
        var record = SessionRecord.Parse(session.Announcement.Text);
        OpeningSession? wrong = what switch
        {
            "none" => null,
            "lot" => session with { Announcement = Cast.CentreKey.Signs(record with { Lot = "2" }) },
            "signer" => session with { Announcement = Cast.Host.Signs(record) },
            "key" => session with { Certificate = Cast.Host.Pem },
            _ => session with { Kept = [session.Kept[0]] },
        };

        play.Refuses(TenderRefusal.SessionMalformed, Stages.Host, new BeginOpening(Terms.Lot, wrong));
    }

    [Fact]
    public void A_release_is_refused_in_the_documented_order() => Faults.AreRefusedInOrder(
        new Scene(
            Stages.Begun,
            Stages.B(0),
            Stages.ReleaseRecord(Stages.Begun, 0),
            Cast.Bidders[0],
            scene => Stages.Release(Stages.Begun, 0) with { Statement = scene.Statement, Certificate = scene.Pem }),
        [
            Faults.NotRegistered,
            Faults.LotUnknown,
            Faults.RoleNotAllowed,
            Faults.WrongStage(LotStage.WindowShutting),
            new(TenderRefusal.NoLiveBid, scene => scene with { Actor = scene.Actor with { Party = Cast.Bidders[3].Party } }),
            new(TenderRefusal.WindowOver, scene => scene.WithPlay(play => play.At(_windowEnds))),
            new(TenderRefusal.AlreadyReleased, scene => scene.WithPlay(play => Released(play, 0))),
            .. Faults.OfSignature(Cast.Expired, Cast.Stranger),
            Faults.Differs<ReleaseRecord>(record => record with { LiveSet = default }),
            new(TenderRefusal.PartialRelease, scene => scene.With<ReleaseRecord>(record => record with { Parts = [record.Parts[0]] })),
            new(TenderRefusal.ChecksMissing, scene => scene.Command<ReleaseBid>(c => c with { Checks = [c.Checks[1]] })),
        ]);

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, nameof(TenderRefusal.WindowOver))]
    [InlineData(1, nameof(TenderRefusal.WindowOver))]
    public void The_window_is_half_open(int milliseconds, string? refusal) => Assert.Equal(
        refusal, CodeOf(Stages.Begun.At(_windowEnds.AddMilliseconds(milliseconds)).Decide(Stages.B(0), Stages.Release(Stages.Begun, 0))));

    [Fact]
    public void A_bad_release_may_be_tried_again_inside_the_window()
    {
        var bad = Stages.Begun.When(Stages.B(0), Stages.Release(Stages.Begun, 0, "BIDDER_RELEASE_BAD"));

        Assert.IsType<ReleaseFailed>(bad.Events[^1]);
        Assert.IsType<BidReleased>(Assert.Single(bad.Then(Stages.B(0), Stages.Release(bad, 0))));
    }

    [Fact]
    public void A_copy_that_matches_counts_as_released_where_the_policy_allows_it()
    {
        var copy = new HandInCopy(
            Terms.Lot,
            [new HandedInCopy("summary", Digest.OfUtf8("p1")), new HandedInCopy("all", Digest.OfUtf8("p2"))],
            [new ReleaseCheck("summary", Digest.OfUtf8("p1"), null), new ReleaseCheck("all", Digest.OfUtf8("p2"), null)]);
        var play = Stages.Begun.When(Stages.B(0), copy);

        Assert.True(play.State.Lots[Terms.Lot].Opening!.ReleaseOf(Cast.Bidders[0].Party).IsReleased);
        play.Refuses(TenderRefusal.AlreadyReleased, Stages.B(0), copy);
        Stages.Begun.Refuses(TenderRefusal.PartialRelease, Stages.B(0), copy with { Copies = [copy.Copies[0]] });
        Stages.Begun.Refuses(TenderRefusal.ChecksMissing, Stages.B(0), copy with { Checks = [] });
    }

    [Fact]
    public void The_window_is_extended_once_before_its_end()
    {
        var extend = new ExtendWindow(Terms.Lot, 10, "网络故障");
        var extended = Stages.Begun.When(Stages.Host, extend);

        Assert.Equal(_windowEnds.AddMinutes(10), extended.State.Lots[Terms.Lot].Opening!.WindowEnds);
        extended.Refuses(TenderRefusal.AlreadyExtended, Stages.Host, extend);
        Stages.Begun.At(_windowEnds).Refuses(TenderRefusal.WindowOver, Stages.Host, extend);
        Stages.Begun.Refuses(TenderRefusal.RemedyNotAllowed, Stages.Host, extend with { Minutes = WindowRules.MaximumExtension + 1 });
        Stages.Begun.Refuses(TenderRefusal.ReasonMissing, Stages.Host, extend with { Reason = "" });
    }

    [Fact]
    public void The_host_closes_early_only_when_every_bidder_has_released()
    {
        Released(Stages.Begun, 0, 1).Refuses(TenderRefusal.WindowRunning, Stages.Host, _close);
        Released(Stages.Begun, 0, 1).At(_windowEnds.AddMilliseconds(-1)).Refuses(TenderRefusal.WindowRunning, Actor.Platform, _close);
        Assert.Single(Released(Stages.Begun, 0, 1, 2).Then(Stages.Host, _close));
    }

    [Fact]
    public void A_bidder_that_never_fetched_blocks_the_shutting_until_host_and_supervisor_agree()
    {
        var late = Released(Stages.Begun, 0, 1).At(_windowEnds);
        var proposed = late.When(Stages.Host, Decide(2, Attribution.Bidder));
        var disagreed = proposed.When(_supervisor, Decide(2, Attribution.Platform));
        var agreed = disagreed.When(Stages.Host, Decide(2, Attribution.Platform));

        late.Refuses(TenderRefusal.Undecided, Actor.Platform, _close);
        proposed.Refuses(TenderRefusal.Undecided, Actor.Platform, _close);
        disagreed.Refuses(TenderRefusal.Undecided, Stages.Host, _close);
        agreed.Refuses(TenderRefusal.AlreadyDecided, Stages.Host, Decide(2, Attribution.Bidder));
        var shut = WindowShutRecord.Parse(Assert.IsType<WindowClosed>(Assert.Single(agreed.Then(Stages.Host, _close))).Text);
        Assert.Equal(ReleaseState.Undecided, shut.Bids.Single(bid => bid.Bidder == Cast.Bidders[2].Party.Value).State);
    }

    [Fact]
    public void A_bidder_that_fetched_and_did_not_release_blocks_nothing_and_is_missing()
    {
        var late = Released(Stages.Begun, 0, 1).When(Stages.B(2), new FetchForRelease(Terms.Lot)).At(_windowEnds);
        var shut = WindowShutRecord.Parse(Assert.IsType<WindowClosed>(Assert.Single(late.Then(Actor.Platform, _close))).Text);

        Assert.Equal(ReleaseState.Missing, shut.Bids.Single(bid => bid.Bidder == Cast.Bidders[2].Party.Value).State);
    }

    [Fact]
    public void A_reset_gives_one_bidder_a_new_window_once()
    {
        var reset = Released(Stages.Begun, 0, 1).At(_windowEnds)
            .When(Stages.Host, Decide(2, Attribution.Reset)).When(_supervisor, Decide(2, Attribution.Reset));

        reset.Refuses(TenderRefusal.WindowRunning, Stages.Host, _close);
        reset.Refuses(TenderRefusal.WindowRunning, Stages.Host, Decide(2, Attribution.Bidder));
        Assert.Single(reset.At(_windowEnds.AddMinutes(30).AddMilliseconds(-1)).Then(Stages.B(2), Stages.Release(reset, 2)));
        var over = reset.At(_windowEnds.AddMinutes(30));
        over.Refuses(TenderRefusal.WindowOver, Stages.B(2), Stages.Release(reset, 2));
        over.Refuses(TenderRefusal.Undecided, Stages.Host, _close);
        over.Refuses(TenderRefusal.AlreadyDecided, Stages.Host, Decide(2, Attribution.Reset));
    }

    [Fact]
    public void A_failure_is_decided_only_after_the_window_of_a_live_bid_that_is_not_released()
    {
        var late = Released(Stages.Begun, 0, 1).At(_windowEnds);

        Stages.Begun.Refuses(TenderRefusal.WindowRunning, Stages.Host, Decide(2, Attribution.Bidder));
        late.Refuses(TenderRefusal.AlreadyReleased, Stages.Host, Decide(0, Attribution.Bidder));
        late.Refuses(TenderRefusal.NoLiveBid, Stages.Host, Decide(3, Attribution.Bidder));
        late.Refuses(TenderRefusal.ReasonMissing, Stages.Host, Decide(2, Attribution.Bidder) with { Reason = " " });
    }

    [Fact]
    public void No_share_is_taken_before_the_quorum_signed_the_shutting()
    {
        var one = Stages.Shutting.When(Stages.C(1), Stages.SignShut(Stages.Shutting, 1));
        var shares = Stages.ReleaseShares(Stages.Shut(), 1);

        Stages.Shutting.Refuses(TenderRefusal.WrongStage, Stages.C(1), shares);
        one.Refuses(TenderRefusal.WrongStage, Stages.C(1), shares);
        one.Refuses(TenderRefusal.AlreadySigned, Stages.C(1), Stages.SignShut(one, 1));
        Assert.Equal(LotStage.CustodianRelease, one.When(Stages.C(3), Stages.SignShut(one, 3)).State.Lots[Terms.Lot].Stage);
    }

    [Fact]
    public void After_the_window_was_closed_no_release_and_no_copy_is_taken() =>
        Stages.Shutting.Refuses(TenderRefusal.WrongStage, Stages.B(0), Stages.Release(Stages.Begun, 0));

    [Fact]
    public void Shares_are_refused_in_the_documented_order() => Faults.AreRefusedInOrder(
        new Scene(
            Stages.Shut(),
            Stages.C(1),
            Stages.ShareRecord(Stages.Shut(), 1),
            Cast.Custodians[0],
            scene => Stages.ReleaseShares(Stages.Shut(), 1) with { Statement = scene.Statement, Certificate = scene.Pem }),
        Faults.NotRegistered,
        Faults.LotUnknown,
        Faults.RoleNotAllowed,
        Faults.WrongStage(LotStage.WindowShutting),
        new(TenderRefusal.NotCustodian, scene => scene with { Actor = Cast.Stranger.As(Role.Custodian) }),
        new(TenderRefusal.CertificateMalformed, scene => scene with { Pem = "" }),
        new(TenderRefusal.SignatureMissing, scene => scene with { Tamper = signed => signed with { Signatures = [] } }),
        Faults.Differs<ShareRecord>(record => record with { Shares = record.Shares.RemoveAt(0) }),
        new(TenderRefusal.AlreadySigned, scene => scene.WithPlay(play => play.When(Stages.C(1), Stages.ReleaseShares(play, 1)))),
        new(TenderRefusal.ChecksMissing, scene => scene.Command<ReleaseShares>(c => c with { Checks = [] })));

    [Fact]
    public void A_wrong_share_is_attributed_and_may_be_handed_in_again()
    {
        var wrong = Stages.Shut().When(Stages.C(1), Stages.ReleaseShares(Stages.Shut(), 1, share => share.Part == "all" ? "CUSTODIAN_RELEASE_BAD" : null));

        Assert.Contains(Assert.IsType<SharesReleased>(wrong.Events[^1]).Checks, check => check.Cause is not null);
        Assert.Single(wrong.Then(Stages.C(1), Stages.ReleaseShares(wrong, 1)));
    }

    [Fact]
    public void Verdicts_wait_for_the_quorum_and_are_the_platforms()
    {
        var one = Stages.Shut().When(Stages.C(1), Stages.ReleaseShares(Stages.Shut(), 1));
        var verdicts = Stages.Verdicts(Stages.Opened with { State = one.State });

        one.Refuses(TenderRefusal.QuorumMissing, Actor.Platform, verdicts);
        one.Refuses(TenderRefusal.RoleNotAllowed, Stages.Host, verdicts);
    }

    [Theory]
    [InlineData(-1, nameof(TenderRefusal.WindowRunning))]
    [InlineData(0, null)]
    [InlineData(1, null)]
    public void The_host_ends_the_waiting_for_shares_after_a_window_of_its_own(int milliseconds, string? refusal)
    {
        var play = PlayOf("one good share");
        play = play.At(play.Now.AddMinutes(play.State.Notice!.Schedule.ReleaseWindowMinutes).AddMilliseconds(milliseconds));

        Assert.Equal(
            refusal, (play.Decide(Stages.Host, _closeShares) as Decision<TenderEvent>.Refused)?.Refusal.Code);
        Assert.Equal(
            refusal is null, TenderTasks.Of(play.State, Stages.Host, play.Now).Any(task => task.Command == "close_shares"));
    }

    [Fact]
    public void The_waiting_for_shares_is_ended_once_with_the_quorum_and_by_the_host()
    {
        var one = Stages.Shut().When(Stages.C(1), Stages.ReleaseShares(Stages.Shut(), 1)).After(TimeSpan.FromDays(1));
        var late = PlayOf("one good share").After(TimeSpan.FromDays(1));
        var closed = late.When(Stages.Host, _closeShares);

        one.Refuses(TenderRefusal.QuorumMissing, Stages.Host, _closeShares);
        late.Refuses(TenderRefusal.RoleNotAllowed, Actor.Platform, _closeShares);
        Stages.Shutting.Refuses(TenderRefusal.WrongStage, Stages.Host, _closeShares);
        closed.Refuses(TenderRefusal.WindowOver, Stages.Host, _closeShares);
        closed.Refuses(TenderRefusal.WindowOver, Stages.C(2), Stages.ReleaseShares(closed, 2));
        Assert.IsType<SharesReleased>(Assert.Single(late.Then(Stages.C(2), Stages.ReleaseShares(late, 2))));
    }

    [Fact]
    public void Nobodys_bid_fails_for_want_of_shares_while_they_may_still_come()
    {
        var waiting = PlayOf("one good share").After(TimeSpan.FromDays(1));
        waiting.Refuses(TenderRefusal.QuorumMissing, Actor.Platform, Stages.Verdicts(waiting));

        // A third custodian brings what lacked; or the host ends the waiting, and only the bid that lacks shares fails.
        var third = waiting.When(Stages.C(2), Stages.ReleaseShares(waiting, 2));
        Assert.All(Opened(third), verdict => Assert.True(verdict.IsOpened));
        var failed = Assert.Single(Opened(waiting.When(Stages.Host, _closeShares)), verdict => !verdict.IsOpened);
        Assert.Equal(
            (Cast.Bidders[2].Party, VerdictLaw.TooFewShares, Attribution.Platform),
            (failed.Bidder, failed.Cause, failed.Attribution!.Value));

        static IEnumerable<BidVerdict> Opened(Play play) =>
            play.When(Actor.Platform, Stages.Verdicts(play)).State.Lots[Terms.Lot].Opening!.Verdicts!.Verdicts;
    }

    [Fact]
    public void A_secret_is_refused_in_the_documented_order()
    {
        var shut = Stages.Shut();
        var failed = shut.When(Stages.C(1), Stages.ReleaseShares(shut, 1)).When(Stages.C(3), Stages.ReleaseShares(
            shut, 3, share => share.Bidder == Cast.Bidders[0].Party.Value ? "CUSTODIAN_RELEASE_BAD" : null));
        Faults.AreRefusedInOrder(
            new Scene(
                failed,
                Stages.B(0),
                Stages.SecretRecord(failed, 0),
                Cast.Bidders[0],
                scene => Stages.HandInSecret(failed, 0) with { Statement = scene.Statement, Certificate = scene.Pem }),
            [
                Faults.NotRegistered,
                Faults.LotUnknown,
                Faults.RoleNotAllowed,
                Faults.WrongStage(LotStage.WindowShutting),
                new(TenderRefusal.NoLiveBid, scene => scene with { Actor = scene.Actor with { Party = Cast.Bidders[3].Party } }),
                new(TenderRefusal.WindowOver, scene => After(scene, _sharesClosed)),
                new(TenderRefusal.AlreadyReleased, scene => After(scene, SecretOf(failed))),
                new(TenderRefusal.SharesNotFailed, scene => After(
                    scene, scene.Play.State.Lots[Terms.Lot].Opening!.Shares[1] with { Custodian = 2 })),
                .. Faults.OfSignature(Cast.Expired, Cast.Stranger),
                Faults.Differs<SecretRecord>(record => record with { LiveSet = default }),
                new(TenderRefusal.PartialRelease, scene => scene.With<SecretRecord>(record => record with { Parts = [record.Parts[0]] })),
                new(TenderRefusal.ChecksMissing, scene => scene.Command<HandInSecret>(c => c with { Checks = [c.Checks[1]] })),
            ]);
        Assert.Equal(
            TenderRefusal.SecretWrong.Code, CodeOf(failed.Decide(Stages.B(0), Stages.HandInSecret(failed, 0, VerdictLaw.TooFewShares))));

        static Scene After(Scene scene, LotEvent happened) =>
            scene.WithPlay(play => play with { State = Tender.Evolve(play.State, happened) });
    }

    [Theory]
    [InlineData("tender")]
    [InlineData("lot")]
    [InlineData("bidder")]
    [InlineData("version")]
    [InlineData("live-set")]
    [InlineData("session")]
    public void Every_field_of_a_secret_must_equal_the_state(string field)
    {
        var failed = PlayOf("one good share");
        var right = Stages.SecretRecord(failed, 2);
        var signed = Cast.Bidders[2].Signs(field switch
        {
            "tender" => right with { Tender = "other" },
            "lot" => right with { Lot = "2" },
            "bidder" => right with { Bidder = Cast.Bidders[0].Party.Value },
            "version" => right with { Version = 9 },
            "live-set" => right with { LiveSet = default },
            _ => right with { Session = default },
        });

        var refusal = Assert.IsType<Decision<TenderEvent>.Refused>(
            failed.Decide(Stages.B(2), Stages.HandInSecret(failed, 2) with { Statement = signed })).Refusal;
        Assert.Equal((TenderRefusal.StatementDiffers.Code, field), (refusal.Code, refusal.Facts["field"]));
    }

    [Fact]
    public void A_secret_stands_in_for_shares_that_failed_and_for_no_others()
    {
        var failed = PlayOf("one good share");
        var first = Stages.Shut().When(Stages.C(1), Stages.ReleaseShares(Stages.Shut(), 1));
        var proved = failed.When(Stages.B(2), Stages.HandInSecret(failed, 2));

        // Before the quorum nothing has failed; a bid with its shares needs no secret.
        first.Refuses(TenderRefusal.SharesNotFailed, Stages.B(2), Stages.HandInSecret(first, 2));
        failed.Refuses(TenderRefusal.SharesNotFailed, Stages.B(0), Stages.HandInSecret(failed, 0));
        Assert.Contains(TenderTasks.Of(failed.State, Stages.B(2), failed.Now), task => task.Command == "hand_in_secret");
        Assert.DoesNotContain(TenderTasks.Of(failed.State, Stages.B(0), failed.Now), task => task.Command == "hand_in_secret");
        Assert.DoesNotContain(TenderTasks.Of(proved.State, Stages.B(2), proved.Now), task => task.Command == "hand_in_secret");

        var opened = proved.When(Actor.Platform, Stages.Verdicts(proved)).State.Lots[Terms.Lot].Opening!.Verdicts!;
        Assert.All(opened.Verdicts, verdict => Assert.True(verdict.IsOpened));
    }

    [Fact]
    public void All_bids_have_their_verdict_in_one_act_with_the_secrets_of_what_was_opened()
    {
        var play = Stages.Shut().When(Stages.C(1), Stages.ReleaseShares(Stages.Shut(), 1)).When(Stages.C(2), Stages.ReleaseShares(Stages.Shut(), 2));
        var right = Stages.Verdicts(play);

        play.Refuses(TenderRefusal.VerdictsIncomplete, Actor.Platform, right with { Verdicts = right.Verdicts.RemoveAt(0) });
        play.Refuses(TenderRefusal.VerdictsIncomplete, Actor.Platform, right with { Secrets = right.Secrets.RemoveAt(0) });
        var events = play.Then(Actor.Platform, right with { Verdicts = [.. right.Verdicts.Reverse()] });
        var opened = Assert.IsType<BidsOpened>(events[0]);
        Assert.Equal(right.Verdicts.Select(one => one.Bidder), opened.Verdicts.Select(one => one.Bidder));
        Assert.All(opened.SummarySecrets, secret => Assert.Equal("summary", secret.Part));
        Assert.All(Assert.IsType<SecretsKept>(events[1]).Secrets, secret => Assert.Equal("all", secret.Part));
    }

    public static TheoryData<string, string?, string?, string?> Evidence => new()
    {
        // the evidence, the only cause and attribution that follow from it, or none where the bid opens
        { "good", null, null, null },
        { "not released", VerdictLaw.NotReleased, "Bidder", null },
        { "bad release", VerdictLaw.ReleaseBad, "Bidder", null },
        { "decided platform", VerdictLaw.NotReleased, "Platform", null },
        { "one good share", VerdictLaw.TooFewShares, "Platform", null },
        { "damaged", VerdictLaw.DamagedInStorage, "Platform", null },
        { "damaged and not released", VerdictLaw.DamagedInStorage, "Platform", null },
        { "good", VerdictLaw.FileMalformed, "Bidder", "also" },
        { "good", VerdictLaw.OpeningListMalformed, "Bidder", "also" },
    };

    [Theory]
    [MemberData(nameof(Evidence))]
    public void A_verdict_follows_from_the_evidence_in_the_order_of_attribution(
        string evidence, string? cause, string? attribution, string? also)
    {
        var play = PlayOf(evidence);
        var lot = play.State.Lots[Terms.Lot];
        var bid = lot.LiveBids.First(one => one.Bidder == Cast.Bidders[2].Party);
        var expected = attribution is null ? (Attribution?)null : Enum.Parse<Attribution>(attribution);
        var stored = evidence.StartsWith("damaged", StringComparison.Ordinal) ? Digest.OfUtf8("damaged") : bid.Parts[0].File;
        BidVerdict With(string? c, Attribution? a)
        {
            var opened = Stages.Verdict(bid, 900_000_000);
            return opened with
            {
                Cause = c,
                Attribution = a,
                OpeningList = c is null ? opened.OpeningList : null,
                Parts = opened.Parts.SetItem(0, opened.Parts[0] with { StoredSm3 = stored }),
            };
        }

        Assert.True(VerdictLaw.Follows(play.State, lot, bid, With(cause, expected)));
        string?[] causes = [null, VerdictLaw.NotReleased, VerdictLaw.ReleaseBad, VerdictLaw.TooFewShares, VerdictLaw.DamagedInStorage,
            VerdictLaw.FileMalformed, VerdictLaw.OpeningListMalformed, "OTHER"];
        foreach (var wrong in also is null && cause is not null ? causes.Where(one => one != cause) : [])
        {
            Assert.False(VerdictLaw.Follows(play.State, lot, bid, With(wrong, wrong is null ? null : expected)));
        }

        foreach (var other in cause is null ? Enum.GetValues<Attribution>() : Enum.GetValues<Attribution>().Where(one => one != expected))
        {
            Assert.False(VerdictLaw.Follows(play.State, lot, bid, With(cause, other)));
        }
    }

    [Fact]
    public void A_bid_opens_only_with_the_sealed_digest_and_a_list_of_the_documents_form()
    {
        var play = PlayOf("good");
        var lot = play.State.Lots[Terms.Lot];
        var bid = lot.LiveBids.First();
        var right = Stages.Verdict(bid, 900_000_000);

        Assert.True(VerdictLaw.Follows(play.State, lot, bid, right));
        Assert.False(VerdictLaw.Follows(play.State, lot, bid, right with { OpeningList = Bids.OpeningList(0) }));
        Assert.False(VerdictLaw.Follows(play.State, lot, bid, right with { OpeningList = null }));
        Assert.False(VerdictLaw.Follows(play.State, lot, bid, right with { Parts = right.Parts.RemoveAt(1) }));
        Assert.False(VerdictLaw.Follows(
            play.State, lot, bid, right with { Parts = right.Parts.SetItem(0, right.Parts[0] with { PlaintextSm3 = default(Digest) }) }));
    }

    [Fact]
    public void One_forgotten_key_does_not_stop_the_others()
    {
        var play = Stages.Open(Shut(Released(Stages.Begun, 0, 1).When(Stages.B(2), new FetchForRelease(Terms.Lot)).At(_windowEnds)
            .When(Actor.Platform, _close)));
        var verdicts = play.State.Lots[Terms.Lot].Opening!.Verdicts!.Verdicts;

        Assert.Equal(2, verdicts.Count(one => one.IsOpened));
        Assert.Equal(Attribution.Bidder, verdicts.Single(one => !one.IsOpened).Attribution);
    }

    [Fact]
    public void A_half_of_the_session_key_is_handed_in_by_who_keeps_it()
    {
        Assert.IsType<SessionReopened>(Assert.Single(Stages.Begun.Then(_supervisor, new ReopenSession(Terms.Lot))));
        Stages.Opened.Refuses(TenderRefusal.WrongStage, _supervisor, new ReopenSession(Terms.Lot));
    }

    private static SecretHandedIn SecretOf(Play failed) => Assert.IsType<SecretHandedIn>(
        Assert.Single(failed.Then(Stages.B(0), Stages.HandInSecret(failed, 0))));

    private static Play Shut(Play shutting) => Stages.Shut(shutting);

    /// <summary>The third bidder's bid with that evidence, at the time of the verdicts.</summary>
    private static Play PlayOf(string evidence)
    {
        var play = Released(Stages.Begun, 0, 1);
        play = evidence switch
        {
            "not released" or "damaged and not released" => play.When(Stages.B(2), new FetchForRelease(Terms.Lot)),
            "bad release" => play.When(Stages.B(2), Stages.Release(play, 2, "BIDDER_RELEASE_BAD")),
            "decided platform" => play,
            _ => Released(play, 2),
        };
        play = play.At(_windowEnds);
        play = evidence == "decided platform"
            ? play.When(Stages.Host, Decide(2, Attribution.Platform)).When(_supervisor, Decide(2, Attribution.Platform))
            : play;
        play = Shut(play.When(Stages.Host, _close));
        string? Bad(BidShare share) =>
            evidence == "one good share" && share.Bidder == Cast.Bidders[2].Party.Value ? "CUSTODIAN_RELEASE_BAD" : null;
        return play.When(Stages.C(1), Stages.ReleaseShares(play, 1)).When(Stages.C(3), Stages.ReleaseShares(play, 3, Bad));
    }
}
