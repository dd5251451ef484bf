using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Trading.Grains.Journal;
using Trading.Grains.Parties;
using Trading.Grains.Shell;
using Trading.Grains.Tests.Support;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using static Trading.Grains.Parties.PartyCommand;
using static Trading.Grains.Tests.Support.TestParty;

namespace Trading.Grains.Tests.Parties;

public sealed class PartyEventTests
{
    private static readonly TestParty Centre = new(201, "测试交易中心", PartyKind.Centre, encryptionKeys: 1);

    private static readonly Certificate[] People =
        [.. Enumerable.Range(0, 3).Select(_ => Centre.Issue(CertificateUsage.Sign))];

    private static readonly PartyCommand[] Commands =
    [
        Centre.Register(),
        .. People.Select(c => new AddCertificate(c.ToPem(), Trusted)),
        .. People.Append(Centre.Signing).Append(Centre.Encryption[0]).SelectMany(c => (PartyCommand[])
        [
            new RevokeCertificate(c.Id, "测试"),
            .. Enum.GetValues<Role>().Select(role => new GrantRole(c.Id, role)),
            .. Enum.GetValues<Role>().Select(role => new RevokeRole(c.Id, role)),
        ]),
    ];

    private static readonly Actor[] Actors =
    [
        Actor.Platform,
        Centre.Actor,
        new Actor(Centre.Id, People[0].Id, Role.SecurityAdministrator),
        new Actor(Centre.Id, People[1].Id, Role.Reception),
    ];

    // Each story checks real certificates, so a few dozen are enough time.
    private static readonly Config Stories = Config.QuickThrowOnFailure.WithMaxTest(25);

    [Fact]
    public void Every_event_ever_written_is_still_read() => GoldenFiles.Check<PartyEvent>("party");

    [Fact]
    public void Replay_equals_state_and_nothing_decided_is_ignored() => Prop.ForAll(
        Gen.Choose(0, (Commands.Length * Actors.Length) - 1).ListOf(60).ToArbitrary(), choices =>
        {
            var state = PartyRules.Initial(Centre.Code);
            var recorded = new List<RecordedEvent>();
            var head = StreamHead.Empty;

            // Without registration everything is refused: half of the stories begin with it.
            foreach (var choice in choices.Count % 2 == 0 ? choices : choices.Prepend(0))
            {
                var command = Commands[choice % Commands.Length];
                var act = new Act<PartyCommand>(
                    CommandId.Create("c"), Actors[choice / Commands.Length], Start.AddMinutes(recorded.Count), command);
                if (PartyRules.Decide(state, act) is not Decision<PartyEvent>.Accepted accepted)
                {
                    continue;
                }

                foreach (var e in accepted.Events)
                {
                    var next = PartyRules.Evolve(state, e);
                    Assert.NotEqual(Text(state), Text(next));
                    state = next;
                    var encoded = EventCodec<PartyEvent>.Instance.Encode(e);
                    var sealedEvent = EventChain.Seal(
                        StreamId.Of("party", Centre.Code), head, act.ReceivedAt, encoded, bytes => bytes.Fill(1));
                    head = EventChain.HeadAfter(sealedEvent);
                    recorded.Add(sealedEvent);
                }
            }

            var replayed = recorded
                .Select(EventCodec<PartyEvent>.Instance.Decode)
                .Aggregate(PartyRules.Initial(Centre.Code), PartyRules.Evolve);
            Assert.Equal(Text(state), Text(replayed));
        }).Check(Stories);

    [Fact]
    public void Whatever_is_decided_no_person_holds_two_offices() => Prop.ForAll(
        Gen.Choose(1, (Commands.Length * Actors.Length) - 1).ListOf(80).ToArbitrary(), choices =>
        {
            var state = PartyRules.Initial(Centre.Code);
            foreach (var choice in choices.Prepend(0))
            {
                var act = new Act<PartyCommand>(
                    CommandId.Create("c"), Actors[choice / Commands.Length], Start, Commands[choice % Commands.Length]);
                state = PartyRules.Decide(state, act) is Decision<PartyEvent>.Accepted accepted
                    ? accepted.Events.Aggregate(state, PartyRules.Evolve)
                    : state;
            }

            Assert.All(state.Certificates.Values, certificate =>
            {
                Assert.True(certificate.Roles.Count(
                    r => r is Role.Reception or Role.Organisation or Role.Attestation) <= 1);
                Assert.True(certificate.Roles.Count == 1 || !certificate.Roles.Any(
                    r => r is Role.SystemAdministrator or Role.SecurityAdministrator or Role.AuditAdministrator));
            });
        }).Check(Stories);

    [Fact]
    public void Every_event_is_taken_in_every_state()
    {
        var registered = PartyRules.Decide(
            PartyRules.Initial(Centre.Code),
            new Act<PartyCommand>(CommandId.Create("c"), Actor.Platform, Start, Centre.Register()));
        var first = ((Decision<PartyEvent>.Accepted)registered).Events[0];
        PartyEvent[] events =
        [
            first,
            new PartyEvent.CertificateAdded(TakenCertificate.Of(People[0]), []) { At = Start, By = Actor.Platform },
            new PartyEvent.CertificateRevoked(Digest.OfUtf8("nobody"), "x") { At = Start, By = Actor.Platform },
            new PartyEvent.RoleGranted(Digest.OfUtf8("nobody"), Role.Expert) { At = Start, By = Actor.Platform },
            new PartyEvent.RoleRevoked(Digest.OfUtf8("nobody"), Role.Expert) { At = Start, By = Actor.Platform },
        ];

        Assert.Equal(EventCodec<PartyEvent>.Instance.Types.Count(), events.Select(e => e.GetType()).Distinct().Count());
        foreach (var a in events)
        {
            foreach (var b in events)
            {
                Assert.NotNull(PartyRules.Evolve(PartyRules.Evolve(PartyRules.Initial(Centre.Code), a), b));
            }
        }
    }

    private static string Text(Party party) => JsonSerializer.Serialize(PartyView.Of(party), GrainJson.Options);
}
