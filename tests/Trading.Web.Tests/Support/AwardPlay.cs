using Trading.Client;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Draws;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Web.Tests.Support;

/// <summary>What comes after an opening, played through the interface: draw, marks, award, and the closed record.</summary>
internal sealed class AwardPlay(TenderPlay play)
{
    private static readonly DateTimeOffset Publicity = Beijing(25, 9);
    private static readonly DateTimeOffset PublicityEnds = Beijing(29, 0);
    private static readonly DateTimeOffset Award = Beijing(30, 10);

    private CentreHost Host => play.Host;

    private DateTimeOffset Now => Host.Clock.GetUtcNow();

    /// <summary>From prices that were read to the record that anybody may download.</summary>
    public async Task<MemoryStream> Finish(Someone confirming)
    {
        await Draw();
        foreach (var person in new[] { confirming, play.Organiser, play.Officer })
        {
            await Do(person, new ConfirmOpening(
                TenderPlay.Lot, await Sign(person, TenderPlay.Lot, "confirm_opening"), Pem(person)));
        }

        await Evaluate();
        Host.Clock.MoveTo(Publicity);
        await Do(play.Organiser, new PublishCandidates(TenderPlay.Lot, PublicityEnds));
        var view = await View();
        var winner = view.Result!.Candidates[0];
        var price = view.Opening!.Rows.Single(row => row.Bidder == winner).Price!.Value;
        Host.Clock.MoveTo(Award);
        await Do(play.Tenderee, new AwardLot(
            TenderPlay.Lot,
            play.Tenderee.Identity.Sign(
                new AwardRecord(TenderPlay.Id.Value, TenderPlay.Lot.Value, winner.Value, price.Fen, Now)),
            Pem(play.Tenderee)));
        await Do(play.Organiser, new HandOver(
            await Sign(play.Organiser, null, "hand_over"), Role.Attestation, Pem(play.Organiser)));
        await Do(play.Officer, new CloseRecord(TenderPlay.Lot));
        return await Eventually.Is("the record", Download);
    }

    /// <summary>The coefficient, drawn by three persons who commit, envelope and reveal.</summary>
    private async Task Draw()
    {
        var draw = (await View()).Opening!.Draw!.DrawId;
        Someone[] people = [play.Organiser, play.Tenderee, play.Supervisor];
        DrawRole[] roles = [DrawRole.Centre, DrawRole.Tenderee, DrawRole.Supervisor];
        var secrets = people.Select(_ => Secret()).ToArray();
        var envelopes = people.Select((_, i) => DrawEnvelope.Seal(
            draw, i + 1, secrets[i], needed: 2,
            Enumerable.Range(0, 3).Where(k => k != i).ToDictionary(k => k + 1, k => people[k].Encryption))).ToArray();
        for (var i = 0; i < people.Length; i++)
        {
            var commit = new DrawCommitRecord(
                draw, i + 1, roles[i], DrawCommitment.Of(secrets[i], draw), envelopes[i].Sm3(), Now);
            await Do(people[i], new CommitDraw(
                TenderPlay.Lot, people[i].Identity.Sign(commit), Pem(people[i]), people[i].Encryption.ToPem()));
        }

        for (var i = 0; i < people.Length; i++)
        {
            await Do(people[i], new HandInDrawEnvelope(TenderPlay.Lot, people[i].Identity.Sign(envelopes[i])));
        }

        for (var i = 0; i < people.Length; i++)
        {
            await Do(people[i], new RevealDraw(TenderPlay.Lot, secrets[i]));
        }
    }

    private async Task Evaluate()
    {
        var committee = new List<Someone>();
        for (var number = 1; number <= 4; number++)
        {
            committee.Add(await Host.NewParty($"测试专家{number}", $"P{number:D17}", PartyKind.Expert, Role.Expert));
        }

        committee.Add(await Host.NewPerson(play.Tenderee, "测试招标人代表", Role.Tenderee));
        await Do(play.Organiser, new NameCommittee(TenderPlay.Lot,
        [
            .. committee.Take(4).Select(
                m => new CommitteeMember(m.Identity.Certificate.Id, m.Party, MemberKind.Expert, null)),
            new CommitteeMember(
                committee[4].Identity.Certificate.Id, committee[4].Party, MemberKind.TendereeRepresentative,
                play.Tenderee.Party),
        ]));
        var bidders = (await View()).Opening!.Rows
            .Where(row => row.State == RowState.Opened).Select(row => row.Bidder.Value).ToArray();
        foreach (var member in committee)
        {
            var marks = from bidder in bidders.Order(StringComparer.Ordinal)
                        from mark in new[] { (Item: "plan", Points: 25.5m), (Item: "team", Points: 8.5m) }
                        select new Mark(bidder, mark.Item, mark.Points);
            var record = new MarksRecord(
                TenderPlay.Id.Value, TenderPlay.Lot.Value, member.Identity.Certificate.Id, [.. marks], Now);
            await Do(member, new EnterMarks(TenderPlay.Lot, member.Identity.Sign(record), Pem(member)));
        }

        await Do(play.Organiser, new CompleteEvaluation(TenderPlay.Lot));
    }

    private async Task<MemoryStream?> Download()
    {
        try
        {
            await using var record = await play.Tenderee.Client.Record(TenderPlay.Id);
            var zip = new MemoryStream();
            await record.CopyToAsync(zip);
            return zip;
        }
        catch (CentreRefusedException e) when (e.Problem.Status == 404)
        {
            return null;
        }
    }

    private async Task<LotView> View() =>
        (await play.Tenderee.Client.Tender(TenderPlay.Id)).Lots.Single(lot => lot.Id == TenderPlay.Lot);

    private static Task Do(Someone person, TenderCommand command) => person.Client.Execute(TenderPlay.Id, command);

    private static async Task<SignedText> Sign(Someone person, LotId? lot, string command) => person.Identity.Sign(
        (await person.Client.FindTask(TenderPlay.Id, lot, command))?.Text
            ?? throw new InvalidOperationException($"{person.Party} has no task {command}."));

    private static string Pem(Someone person) => person.Identity.Certificate.ToPem();

    private static Digest Secret()
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        CentreHost.Entropy(bytes);
        return new Digest(bytes);
    }

    private static DateTimeOffset Beijing(int day, int hour) =>
        new DateTimeOffset(2026, 3, day, hour, 0, 0, TimeSpan.FromHours(8)).ToUniversalTime();
}
