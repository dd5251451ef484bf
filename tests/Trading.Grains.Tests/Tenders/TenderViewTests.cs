using System.Text.Json;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Grains.Tests.Tenders.Support;
using Trading.Proofs.Records;

namespace Trading.Grains.Tests.Tenders;

public sealed class TenderViewTests
{
    private static string Json<T>(T value) => JsonSerializer.Serialize(value, GrainJson.Options);

    private static string ViewOf(Tender tender) => Json(TenderViews.Of(tender));

    /// <summary>What a live room can fold: public events, and the masked ones once the opening began.</summary>
    private static Tender VisibleFold(IEnumerable<TenderEvent> events)
    {
        var all = events.ToArray();
        var began = all.Any(one => one is OpeningBegan);
        return all.Where(one => TenderVisibility.Of(one) switch
        {
            Visibility.Public => true,
            Visibility.AtOpening => began,
            _ => false,
        }).Aggregate(Tender.Initial(Terms.Id.Value), Tender.Evolve);
    }

    [Fact]
    public void What_the_public_sees_does_not_depend_on_what_is_masked()
    {
        for (var length = 1; length <= Stages.Recorded.Events.Length; length++)
        {
            var events = Stages.Recorded.Events.Take(length).ToArray();
            var full = events.Aggregate(Tender.Initial(Terms.Id.Value), Tender.Evolve);
            var visible = VisibleFold(events);

            Assert.Equal(ViewOf(full with { Changes = 0 }), ViewOf(visible with { Changes = 0 }));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void No_number_of_bids_changes_what_an_outsider_or_a_clerk_sees(int bids)
    {
        var none = Stages.Published.After(TimeSpan.FromHours(9));
        var some = Enumerable.Range(0, bids).Aggregate(
            Stages.Published, (play, n) => play.When(Stages.B(n), Bids.Submit(Cast.Bidders[n]))) with { Now = none.Now };
        Actor[] clerks =
        [
            Cast.Host.As(Role.Organisation), Cast.Officer.As(Role.Attestation), Cast.Tenderee.As(Role.Tenderee),
            Cast.Supervisor.As(Role.Supervisor), Cast.Custodians[0].As(Role.Custodian), Cast.Stranger.As(Role.Bidder),
            Cast.Stranger.As(Role.Auditor),
        ];

        Assert.Equal(ViewOf(none.State), ViewOf(some.State));
        foreach (var clerk in clerks)
        {
            Assert.Equal(Json(TenderTasks.Of(none.State, clerk, none.Now)), Json(TenderTasks.Of(some.State, clerk, none.Now)));
            Assert.Equal(Json(TenderViews.OwnBids(none.State, clerk)), Json(TenderViews.OwnBids(some.State, clerk)));
            foreach (var command in new TenderCommand[] { new BeginOpening(Terms.Lot, null), new CloseWindow(Terms.Lot), new CloseRecord(Terms.Lot) })
            {
                Assert.Equal(Json(none.Decide(clerk, command) as Decision<TenderEvent>.Refused), Json(some.Decide(clerk, command) as Decision<TenderEvent>.Refused));
            }
        }

        Assert.Null(TenderViews.DossierOf(some.State, Terms.Lot));
    }

    [Fact]
    public void A_bidder_sees_its_own_bids_and_nobody_elses()
    {
        var state = Stages.Closed.State;

        Assert.Equal(2, Assert.Single(TenderViews.OwnBids(state, Stages.B(1))).Version);
        Assert.True(Assert.Single(TenderViews.OwnBids(state, Stages.B(3))).IsWithdrawn);
        Assert.Empty(TenderViews.OwnBids(state, Stages.B(4)));
        Assert.Empty(TenderViews.OwnBids(state, Stages.B(1) with { Role = Role.Supervisor }));
    }

    [Fact]
    public void No_price_is_shown_before_all_are()
    {
        foreach (var play in new[] { Stages.Begun, Stages.Shutting, Stages.Shut() })
        {
            Assert.All(TenderViews.Of(play.State)!.Lots[0].Opening!.Rows, row => Assert.Null(row.Price));
        }

        Assert.All(TenderViews.Of(Stages.Opened.State)!.Lots[0].Opening!.Rows, row => Assert.NotNull(row.Price));
    }

    [Fact]
    public void Rows_and_locks_follow_the_opening()
    {
        static OpeningView View(Play play) => TenderViews.Of(play.State)!.Lots[0].Opening!;
        var fetched = Stages.Begun.When(Stages.B(0), new FetchForRelease(Terms.Lot));
        var bad = fetched.When(Stages.B(0), Stages.Release(fetched, 0, "BIDDER_RELEASE_BAD"));

        Assert.Equal([RowState.Waiting, RowState.Waiting, RowState.Waiting], View(Stages.Begun).Rows.Select(row => row.State));
        Assert.Contains(RowState.Fetched, View(fetched).Rows.Select(row => row.State));
        Assert.Contains(View(bad).Rows, row => row is { State: RowState.ReleaseBad, Cause: "BIDDER_RELEASE_BAD" });
        Assert.All(View(Stages.Shutting).Rows, row => Assert.Equal(RowState.Released, row.State));
        Assert.Equal([true, false, true], View(Stages.Begun).Locks.Select(one => one.SignedLiveSet));
        Assert.Equal([false, true, true], View(Stages.Shut()).Locks.Select(one => one.SignedWindowShut));
        Assert.Equal([true, false, true], View(Stages.Opened).Locks.Select(one => one.Released));
        Assert.Equal(OpeningPhase.PriceReading, View(Stages.Opened).Phase);
        Assert.Equal(OpeningPhase.Objections, View(Stages.Drawn).Phase);
        Assert.Equal(OpeningPhase.Confirmed, View(Stages.Evaluating).Phase);
        Assert.InRange(View(Stages.Recorded).Feed.Length, 1, OpeningFeed.Length);
    }

    [Fact]
    public void A_task_carries_the_very_text_that_the_rule_takes()
    {
        var custodian = Cast.Custodians[0];
        var live = Assert.Single(TenderTasks.Of(Stages.Closed.State, Stages.C(1), Stages.Closed.Now));
        var shut = Assert.Single(TenderTasks.Of(Stages.Shutting.State, Stages.C(1), Stages.Shutting.Now));
        var confirm = TenderTasks.Of(Stages.Drawn.State, Stages.Host, Stages.Drawn.Now).Single(task => task.Command == "confirm_opening");
        var over = Assert.Single(TenderTasks.Of(Stages.Awarded.State, Stages.Host, Stages.Awarded.Now));

        Assert.Single(Stages.Closed.Then(Stages.C(1), new SignLiveSet(Terms.Lot, custodian.Signs(live.Text!), custodian.Pem)));
        Assert.Single(Stages.Shutting.Then(Stages.C(1), new SignWindowShut(Terms.Lot, custodian.Signs(shut.Text!), custodian.Pem)));
        Assert.Single(Stages.Drawn.Then(Stages.Host, new ConfirmOpening(Terms.Lot, Cast.Host.Signs(confirm.Text!), Cast.Host.Pem)));
        Assert.Single(Stages.Awarded.Then(Stages.Host, new HandOver(Cast.Host.Signs(over.Text!), Role.Attestation, Cast.Host.Pem)));
    }

    [Fact]
    public void The_dossier_of_the_opening_desk_has_every_live_bid_with_its_release()
    {
        var dossier = TenderViews.DossierOf(Stages.Shut().State, Terms.Lot)!;

        Assert.Equal(3, dossier.Bids.Length);
        Assert.All(dossier.Bids, bid => Assert.NotNull(bid.Release));
        Assert.Equal(Terms.PolicySm3, Proofs.Primitives.Digest.OfUtf8(dossier.Policy));
        Assert.Equal(2, WindowShutRecord.Parse(dossier.WindowShut!).Bids[0].Releases.Length);
    }
}
