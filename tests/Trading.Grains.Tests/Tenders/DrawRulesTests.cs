using Trading.Evaluation;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Grains.Tests.Tenders.Support;
using Trading.Proofs.Draws;
using Trading.Proofs.Records;

namespace Trading.Grains.Tests.Tenders;

public sealed class DrawRulesTests
{
    private static CoefficientDraw DrawOf(Play play) => play.State.Lots[Terms.Lot].Opening!.Draw;

    private static RecoverDrawReveal Share(Play play, int party, int by) => new(
        Terms.Lot,
        party,
        Convert.ToBase64String(DrawEnvelope.OpenShare(Stages.Envelope(play, party), by, Stages.DrawParties[by - 1].Person.EncryptKey)!));

    [Fact]
    public void Anybody_recomputes_the_coefficient_from_the_record_and_the_reveals()
    {
        var draw = DrawOf(Stages.Drawn);
        var record = DrawRecord.Parse(draw.Record!.Record);
        var reveals = new[] { Stages.R(1), Stages.R(2), Stages.R(3) };
        var pool = PublicPool.Of(["0.01", "0.02", "0.03"]);

        Assert.Equal(pool.Root, record.PoolRoot);
        Assert.Equal(DrawCore.Draw(record, reveals).Indices[0], draw.Result!.Index);
        Assert.Equal(Rational.Parse(pool.Entries[draw.Result.Index].Entry), draw.Result.Coefficient);
    }

    [Fact]
    public void A_commitment_is_refused_in_the_documented_order() => Faults.AreRefusedInOrder(
        new Scene(
            Stages.Opened,
            Stages.D(1),
            DrawCommitRecord.Parse(Stages.Commit(Stages.Opened, 1).Statement.Text),
            Cast.Host,
            scene => Stages.Commit(Stages.Opened, 1) with { Statement = scene.Statement, Certificate = scene.Pem }),
        [
            Faults.NotRegistered,
            Faults.LotUnknown,
            Faults.RoleNotAllowed,
            Faults.WrongStage(LotStage.CustodianRelease),
            new(TenderRefusal.DrawNotNeeded, scene => scene.WithPlay(_ => Stages.Drawn)),
            new(TenderRefusal.DrawRoundOver, scene => scene.WithPlay(play => play.When(Stages.D(1), Stages.Commit(play, 1)))),
            new(TenderRefusal.CertificateMalformed, scene => scene with { Pem = "" }),
            new(TenderRefusal.SignatureMissing, scene => scene with { Tamper = signed => signed with { Signatures = [] } }),
            Faults.Differs<DrawCommitRecord>(record => record with { Draw = "another" }),
        ]);

    [Fact]
    public void Equal_commitments_are_refused()
    {
        var one = Stages.Opened.When(Stages.D(1), Stages.Commit(Stages.Opened, 1));

        one.Refuses(
            TenderRefusal.DrawCommitmentEqual, Stages.D(2), Stages.Commit(one, 2, DrawCommitment.Of(Stages.R(1), Stages.DrawId(one))));
    }

    [Fact]
    public void Rounds_follow_each_other()
    {
        var two = Stages.Opened.When(Stages.D(1), Stages.Commit(Stages.Opened, 1)).When(Stages.D(2), Stages.Commit(Stages.Opened, 2));
        var committed = Stages.Committed(Stages.Opened);
        var reveal = new RevealDraw(Terms.Lot, Stages.R(1));

        two.Refuses(TenderRefusal.DrawRoundNotBegun, Stages.D(1), Stages.HandIn(two, 1));
        committed.Refuses(TenderRefusal.DrawRoundNotBegun, Stages.D(1), reveal);
        committed.When(Stages.D(1), Stages.HandIn(committed, 1)).Refuses(TenderRefusal.DrawRoundNotBegun, Stages.D(1), reveal);
        committed.Refuses(TenderRefusal.StatementDiffers, Stages.D(1), Stages.HandIn(committed, 1, Stages.Envelope(committed, 1, 2)));
        committed.Refuses(
            TenderRefusal.DrawNotParty, Cast.CentreKey.As(Role.Organisation), Stages.HandIn(committed, 1));
        var handedIn = Stages.HandedIn(Stages.Opened);
        handedIn.Refuses(TenderRefusal.DrawRevealWrong, Stages.D(1), reveal with { Reveal = Stages.R(2) });
        handedIn.When(Stages.D(1), reveal).Refuses(TenderRefusal.DrawRoundOver, Stages.D(1), reveal);
    }

    [Fact]
    public void A_withheld_reveal_is_opened_by_the_others_and_changes_nothing()
    {
        var play = Stages.HandedIn(Stages.Opened);
        play.Refuses(TenderRefusal.DrawRoundNotBegun, Stages.D(1), Share(play, 3, 1));
        play = play.When(Stages.D(1), new RevealDraw(Terms.Lot, Stages.R(1))).When(Stages.D(2), new RevealDraw(Terms.Lot, Stages.R(2)));
        play.Refuses(TenderRefusal.DrawShareWrong, Stages.D(1), Share(play, 3, 2));
        play = play.When(Stages.D(1), Share(play, 3, 1));
        play.Refuses(TenderRefusal.DrawRoundOver, Stages.D(1), Share(play, 3, 1));
        play = play.When(Stages.D(2), Share(play, 3, 2));

        Assert.True(DrawOf(play).Reveals[3].Recovered);
        Assert.Equal(DrawOf(Stages.Drawn).Result!.Coefficient, DrawOf(play).Result!.Coefficient);
    }

    [Fact]
    public void A_malformed_envelope_voids_the_draw_names_the_party_and_needs_a_new_number()
    {
        var play = Stages.Opened;
        var wrong = Stages.Envelope(play, 1, secretOf: 2);
        play = play.When(Stages.D(1), Stages.Commit(play, 1, envelope: wrong))
            .When(Stages.D(2), Stages.Commit(play, 2)).When(Stages.D(3), Stages.Commit(play, 3))
            .When(Stages.D(1), Stages.HandIn(play, 1, wrong))
            .When(Stages.D(2), Stages.HandIn(play, 2)).When(Stages.D(3), Stages.HandIn(play, 3));

        var voided = play.When(Stages.D(1), new RevealDraw(Terms.Lot, Stages.R(1)));
        Assert.Equal((1, DrawRules.EnvelopeMalformed), Assert.IsType<DrawVoided>(voided.Events[^1]) is var v ? (v.Party, v.Cause) : default);
        Assert.Equal(2, DrawOf(voided).Number);
        Assert.NotNull(DrawOf(Stages.Draw(voided)).Result);
    }

    [Fact]
    public void After_ten_minutes_the_others_may_say_that_a_party_withholds()
    {
        var play = Stages.HandedIn(Stages.Opened)
            .When(Stages.D(1), new RevealDraw(Terms.Lot, Stages.R(1))).When(Stages.D(2), new RevealDraw(Terms.Lot, Stages.R(2)));
        var none = new RecoverDrawReveal(Terms.Lot, 3, DrawRules.NoShare);

        play.After(DrawRules.Patience).After(TimeSpan.FromMilliseconds(-1)).Refuses(TenderRefusal.DrawStillInTime, Stages.D(1), none);
        var voided = play.After(DrawRules.Patience).When(Stages.D(1), none);
        Assert.Equal(3, Assert.IsType<DrawVoided>(voided.Events[^1]).Party);
    }

    [Fact]
    public void After_two_void_draws_the_supervisor_begins_the_next()
    {
        var play = Stages.Opened;
        for (var i = 0; i < 2; i++)
        {
            play = Stages.Committed(play);
            play = play.When(Stages.D(1), Stages.HandIn(play, 1)).After(DrawRules.Patience)
                .When(Stages.D(1), new RecoverDrawReveal(Terms.Lot, 2, DrawRules.NoShare));
        }

        play.Refuses(TenderRefusal.DrawNeedsAuthority, Stages.D(1), Stages.Commit(play, 1));
        Assert.Single(play.When(Stages.D(3), Stages.Commit(play, 3)).Then(Stages.D(1), Stages.Commit(play, 1)));
    }

    [Fact]
    public void A_draw_id_of_the_longest_tender_and_lot_is_an_id_still()
    {
        var id = new CoefficientDraw { Number = 12 }.IdOf(new TenderId(new string('T', 64)), new LotId(new string('L', 32)));

        Assert.Equal(id, TextId.Check(id, 64, "draw"));
    }
}
