using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Draws;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tests.Tenders.Support;

/// <summary>The main job step by step; every stage is played once and shared.</summary>
internal static class Stages
{
    private static readonly Lazy<Play> _published = new(() => Play.Empty
        .When(Cast.Reception.As(Role.Reception), Terms.Registration)
        .When(Cast.Reception.As(Role.Reception), HandOver(Cast.Reception, Department.Reception, Department.Organisation))
        .At(Terms.Published)
        .When(Cast.Host.As(Role.Organisation), Terms.Publish())
        .At(Terms.SaleFrom));

    private static readonly Lazy<Play> _closed = new(() => Close(Published.When(B(0), Bids.Submit(Cast.Bidders[0]))
        .After(TimeSpan.FromHours(1)).When(B(1), Bids.Submit(Cast.Bidders[1]))
        .After(TimeSpan.FromHours(1)).When(B(2), Bids.Submit(Cast.Bidders[2]))
        .After(TimeSpan.FromHours(1)).When(B(1), Bids.Submit(Cast.Bidders[1], 2, replaces: true))
        .When(B(3), Bids.Submit(Cast.Bidders[3]))
        .When(B(3), Bids.Withdraw(Cast.Bidders[3]))));

    private static readonly Lazy<Play> _begun = new(() => Begin(Closed));

    private static readonly Lazy<Play> _shutting = new(() => new[] { 0, 1, 2 }
        .Aggregate(Begun, (play, n) => play.When(B(n), new FetchForRelease(Terms.Lot)).When(B(n), Release(play, n)))
        .When(Host, new CloseWindow(Terms.Lot)));

    private static readonly Lazy<Play> _shut = new(() => Shut(Shutting));

    private static readonly Lazy<Play> _opened = new(() => Open(Shut()));

    private static readonly Lazy<Play> _drawn = new(() => Draw(Opened));

    private static readonly Lazy<Play> _evaluating = new(() => Confirm(Drawn
        .When(B(2), new RaiseObjection(Terms.Lot, "唱标内容请复核"))
        .When(Cast.Tenderee.As(Role.Tenderee), new AnswerObjection(Terms.Lot, 1, "已复核,无误"))));

    private static readonly Lazy<Play> _evaluated = new(() => Mark(Evaluating.When(Host, new NameCommittee(Terms.Lot, Members)))
        .When(Host, new CompleteEvaluation(Terms.Lot)));

    private static readonly Lazy<Play> _candidates = new(() => Evaluated
        .When(Cast.Tenderee.As(Role.Tenderee), new PublishCandidates(Terms.Lot, Terms.Beijing(2026, 3, 27, 0, 0))));

    private static readonly Lazy<Play> _awarded = new(() => Candidates.At(Terms.Beijing(2026, 3, 27, 0, 0))
        .When(Cast.Tenderee.As(Role.Tenderee), Award(Candidates)));

    private static readonly Lazy<Play> _recorded = new(() => Awarded
        .When(Host, HandOver(Cast.Host, Department.Organisation, Department.Attestation))
        .When(Cast.Officer.As(Role.Attestation), new CloseRecord(Terms.Lot)));

    public static readonly ImmutableArray<CommitteeMember> Members =
        [.. Cast.Experts.Select(expert => new CommitteeMember(expert.Sign.Id, expert.Party, MemberKind.Expert, null))];

    public static Actor Host => Cast.Host.As(Role.Organisation);

    public static Play Published => _published.Value;

    /// <summary>Three live bids, one of them replaced; a fourth withdrawn.</summary>
    public static Play Closed => _closed.Value;

    public static Play Begun => _begun.Value;

    public static Play Shutting => _shutting.Value;

    public static Play Opened => _opened.Value;

    public static Play Drawn => _drawn.Value;

    public static Play Evaluating => _evaluating.Value;

    public static Play Evaluated => _evaluated.Value;

    public static Play Candidates => _candidates.Value;

    public static Play Awarded => _awarded.Value;

    public static Play Recorded => _recorded.Value;

    public static Play Shut() => _shut.Value;

    public static Actor B(int bidder) => Cast.Bidders[bidder].As(Role.Bidder);

    public static Actor C(int custodian) => Cast.Custodians[custodian - 1].As(Role.Custodian);

    public static HandOver HandOver(Person by, Department from, Department to) => new(
        by.Signs(new HandoverRecord(Terms.Id.Value, from, to, by.Sign.Id, null, Terms.Registered)),
        to == Department.Organisation ? Role.Organisation : Role.Attestation,
        by.Pem);

    public static Play Close(Play play) => play.At(Terms.Deadline).When(Actor.Platform, new CloseBidding(Terms.Lot));

    public static SignLiveSet SignLiveSet(Play play, int custodian) => new(
        Terms.Lot, Cast.Custodians[custodian - 1].Signs(play.State.Lots[Terms.Lot].Closed!.LiveSet), Cast.Custodians[custodian - 1].Pem);

    public static OpeningSession Session() => new(
        Cast.CentreKey.Signs(new SessionRecord(
            Terms.Id.Value, Terms.Lot.Value, [.. Cast.Session.Sign.PublicKey.Spki], Terms.Deadline)),
        Cast.Session.Pem,
        [
            new KeptHalf(Role.Attestation, Cast.Officer.Encrypt.Id, "AA=="),
            new KeptHalf(Role.Supervisor, Cast.Supervisor.Encrypt.Id, "AA=="),
        ]);

    public static Play Begin(Play closed) => closed
        .When(C(1), SignLiveSet(closed, 1))
        .When(C(3), SignLiveSet(closed, 3))
        .When(Host, new BeginOpening(Terms.Lot, Session()));

    public static ReleaseRecord ReleaseRecord(Play play, int bidder) => new(
        Terms.Id.Value,
        Terms.Lot.Value,
        Cast.Bidders[bidder].Party.Value,
        play.State.Lots[Terms.Lot].Bids[Cast.Bidders[bidder].Party].Version,
        Digest.OfUtf8(play.State.Lots[Terms.Lot].Closed!.LiveSet),
        Cast.Session.Sign.Id,
        [new ReleasedPart("summary", M(bidder, "summary"), [1]), new ReleasedPart("all", M(bidder, "all"), [1])],
        Terms.Deadline);

    /// <summary>The checks are the platform's stamp: the rule takes them as found.</summary>
    public static ReleaseBid Release(Play play, int bidder, string? cause = null) => new(
        Terms.Lot,
        Cast.Bidders[bidder].Signs(ReleaseRecord(play, bidder)),
        Cast.Bidders[bidder].Pem,
        [
            new ReleaseCheck("summary", M(bidder, "summary"), null),
            new ReleaseCheck("all", M(bidder, "all"), cause),
        ]);

    public static SignWindowShut SignShut(Play play, int custodian) => new(
        Terms.Lot, Cast.Custodians[custodian - 1].Signs(play.State.Lots[Terms.Lot].Opening!.Closed!.Text),
        Cast.Custodians[custodian - 1].Pem);

    public static Play Shut(Play shutting) => shutting
        .When(C(2), SignShut(shutting, 2))
        .When(C(3), SignShut(shutting, 3));

    public static ShareRecord ShareRecord(Play play, int custodian) => new(
        Terms.Id.Value,
        Terms.Lot.Value,
        custodian,
        play.State.Lots[Terms.Lot].Opening!.Shut!.TextSm3,
        Cast.Session.Sign.Id,
        [
            .. from bid in play.State.Lots[Terms.Lot].LiveBids
               where play.State.Lots[Terms.Lot].Opening!.ReleaseOf(bid.Bidder).IsReleased
               orderby bid.Bidder.Value
               from part in new[] { "all", "summary" }
               select new BidShare(bid.Bidder.Value, part, Digest.OfUtf8($"{custodian} {bid.Bidder} {part}")),
        ],
        [1],
        Terms.Deadline);

    public static ReleaseShares ReleaseShares(Play play, int custodian, Func<BidShare, string?>? cause = null)
    {
        var record = ShareRecord(play, custodian);
        return new(
            Terms.Lot,
            Cast.Custodians[custodian - 1].Signs(record),
            Cast.Custodians[custodian - 1].Pem,
            [.. record.Shares.Select(share => new ShareCheck(
                new PartyId(share.Bidder), share.Part, share.ShareSm3, cause?.Invoke(share)))]);
    }

    public static SecretRecord SecretRecord(Play play, int bidder) => new(
        Terms.Id.Value,
        Terms.Lot.Value,
        Cast.Bidders[bidder].Party.Value,
        play.State.Lots[Terms.Lot].Bids[Cast.Bidders[bidder].Party].Version,
        Digest.OfUtf8(play.State.Lots[Terms.Lot].Closed!.LiveSet),
        Cast.Session.Sign.Id,
        [new SecretPart("summary", M(bidder, "T summary"), [1]), new SecretPart("all", M(bidder, "T all"), [1])],
        Terms.Deadline);

    public static HandInSecret HandInSecret(Play play, int bidder, string? cause = null) => new(
        Terms.Lot,
        Cast.Bidders[bidder].Signs(SecretRecord(play, bidder)),
        Cast.Bidders[bidder].Pem,
        [
            new ReleaseCheck("summary", M(bidder, "T summary"), null),
            new ReleaseCheck("all", M(bidder, "T all"), cause),
        ]);

    public static BidVerdict Verdict(Bid bid, long fen) => new(
        bid.Bidder,
        bid.Version,
        null,
        null,
        [
            .. bid.Parts.Select(part => new PartVerdict(
                part.Part, part.File, SealedHeaders.PlaintextOf(part), Digest.OfUtf8($"content {part.File}"), null)),
        ],
        Bids.OpeningList(fen));

    public static BidVerdict Failed(Bid bid, string cause, Attribution attribution) =>
        new(bid.Bidder, bid.Version, cause, attribution, [], null);

    public static KeptSecret[] Secrets(Bid bid) =>
    [
        .. bid.Parts.Select(part => new KeptSecret(
            bid.Bidder, part.Part, Digest.OfUtf8("b").ToBase64(), Digest.OfUtf8("t").ToBase64())),
    ];

    /// <summary>Verdicts as the evidence of the play asks for; prices 9.1, 9.3, 9.5 million and so on.</summary>
    public static RecordVerdicts Verdicts(Play play)
    {
        var lot = play.State.Lots[Terms.Lot];
        var bids = lot.LiveBids.ToArray();
        BidVerdict[] verdicts =
        [
            .. bids.Select((bid, n) => VerdictLaw.FixedCause(play.State, lot, bid) is { } cause
                ? Failed(bid, cause.Cause, cause.Attribution)
                : Verdict(bid, 910_000_000 + n * 20_000_000)),
        ];
        return new RecordVerdicts(
            Terms.Lot,
            [.. verdicts],
            [.. bids.Zip(verdicts).Where(pair => pair.Second.IsOpened && lot.Opening!.ReleaseOf(pair.First.Bidder).Copy is null)
                .SelectMany(pair => Secrets(pair.First))]);
    }

    public static Play Open(Play shut)
    {
        var shares = shut.When(C(1), ReleaseShares(shut, 1)).When(C(3), ReleaseShares(shut, 3));
        return shares.When(Actor.Platform, Verdicts(shares));
    }

    // ---- the draw

    public static readonly ImmutableArray<(Person Person, Role Role, DrawRole DrawRole)> DrawParties =
    [
        (Cast.Host, Role.Organisation, DrawRole.Centre),
        (Cast.Tenderee, Role.Tenderee, DrawRole.Tenderee),
        (Cast.Supervisor, Role.Supervisor, DrawRole.Supervisor),
    ];

    public static string DrawId(Play play) =>
        play.State.Lots[Terms.Lot].Opening!.Draw.IdOf(Terms.Id, Terms.Lot);

    public static Digest R(int party) => Digest.OfUtf8($"reveal {party}");

    public static DrawEnvelopeRecord Envelope(Play play, int party, int? secretOf = null) => DrawEnvelope.Seal(
        DrawId(play), party, R(secretOf ?? party), 2,
        Enumerable.Range(1, 3).Where(n => n != party).ToDictionary(n => n, n => DrawParties[n - 1].Person.Encrypt));

    public static CommitDraw Commit(Play play, int party, Digest? commitment = null, DrawEnvelopeRecord? envelope = null)
    {
        var (person, _, role) = DrawParties[party - 1];
        var record = new DrawCommitRecord(
            DrawId(play), party, role, commitment ?? DrawCommitment.Of(R(party), DrawId(play)),
            (envelope ?? Envelope(play, party)).Sm3(), Terms.Deadline);
        return new CommitDraw(Terms.Lot, person.Signs(record), person.Pem, person.EncryptPem);
    }

    public static HandInDrawEnvelope HandIn(Play play, int party, DrawEnvelopeRecord? envelope = null) =>
        new(Terms.Lot, DrawParties[party - 1].Person.Signs(envelope ?? Envelope(play, party)));

    public static Actor D(int party) => DrawParties[party - 1].Person.As(DrawParties[party - 1].Role);

    public static Play Committed(Play play) => new[] { 1, 2, 3 }.Aggregate(play, (p, n) => p.When(D(n), Commit(p, n)));

    public static Play HandedIn(Play play) => new[] { 1, 2, 3 }.Aggregate(Committed(play), (p, n) => p.When(D(n), HandIn(p, n)));

    public static Play Draw(Play play) =>
        new[] { 1, 2, 3 }.Aggregate(HandedIn(play), (p, n) => p.When(D(n), new RevealDraw(Terms.Lot, R(n))));

    // ---- confirmation, evaluation, award

    public static ConfirmOpening ConfirmBy(Play play, Person person) => new(
        Terms.Lot,
        person.Signs(new OpeningRecord(
            Terms.Id.Value, Terms.Lot.Value, OpeningSheet.Of(play.State, play.State.Lots[Terms.Lot]).ToDigest(), play.Now)),
        person.Pem);

    public static Play Confirm(Play play) => play
        .When(B(0), ConfirmBy(play, Cast.Bidders[0]))
        .When(Host, ConfirmBy(play, Cast.Host))
        .When(Cast.Officer.As(Role.Attestation), ConfirmBy(play, Cast.Officer));

    public static MarksRecord MarksRecord(Play play, int expert, decimal plan = 20) => new(
        Terms.Id.Value,
        Terms.Lot.Value,
        Cast.Experts[expert].Sign.Id,
        [
            .. RankedBids.Of(play.State, play.State.Lots[Terms.Lot]).SelectMany(bid => new[]
            {
                new Mark(bid.Bidder.Value, "plan", plan), new Mark(bid.Bidder.Value, "team", 8.5m),
            }),
        ],
        play.Now);

    public static EnterMarks Marks(Play play, int expert) =>
        new(Terms.Lot, Cast.Experts[expert].Signs(MarksRecord(play, expert, 20 + expert)), Cast.Experts[expert].Pem);

    public static Play Mark(Play play) =>
        Enumerable.Range(0, 5).Aggregate(play, (p, n) => p.When(Cast.Experts[n].As(Role.Expert), Marks(p, n)));

    public static AwardLot Award(Play play, int candidate = 0, long? fen = null)
    {
        var published = play.State.Lots[Terms.Lot].Award.Published!;
        var winner = published.Result.Ranking[candidate].Bid;
        return new AwardLot(
            Terms.Lot,
            Cast.Tenderee.Signs(new AwardRecord(Terms.Id.Value, Terms.Lot.Value, winner.Bidder, fen ?? winner.Price.Fen, play.Now)),
            Cast.Tenderee.Pem);
    }

    private static Digest M(int bidder, string part) => Digest.OfUtf8($"m {bidder} {part}");
}
