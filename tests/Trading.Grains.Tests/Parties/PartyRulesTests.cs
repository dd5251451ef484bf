using Trading.Grains.Parties;
using Trading.Grains.Shell;
using Trading.Grains.Tests.Support;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using static Trading.Grains.Parties.PartyCommand;
using static Trading.Grains.Tests.Support.TestParty;

using Story = Trading.Grains.Tests.Support.Given<
    Trading.Grains.Parties.Party,
    Trading.Grains.Parties.PartyCommand,
    Trading.Grains.Parties.PartyEvent,
    Trading.Grains.Parties.PartyRules>;

namespace Trading.Grains.Tests.Parties;

public sealed class PartyRulesTests
{
    private static readonly TestParty Bidder = new(1, "测试投标人一公司");
    private static readonly TestParty Other = new(2, "测试投标人二公司");
    private static readonly TestParty Centre = new(3, "测试交易中心", PartyKind.Centre, encryptionKeys: 0);
    private static readonly Certificate Clerk = Centre.Issue(CertificateUsage.Sign);
    private static readonly Certificate Secretary = Centre.Issue(CertificateUsage.Sign);
    private static readonly Certificate ClerkSeals = Centre.Issue(CertificateUsage.Encrypt);
    private static readonly Actor Security =
        new(Centre.Id, Digest.OfUtf8("another person"), Role.SecurityAdministrator);
    private static readonly Actor Stranger = new(Bidder.Id, default, Role.Public);

    private static readonly Story NewBidder = Story.Nothing(Bidder.Code);
    private static readonly Story Registered = NewBidder.Done(By(Stranger, Bidder.Register()));

    private static readonly Story Staffed = Story.Nothing(Centre.Code)
        .Done(By(Actor.Platform, Centre.Register()))
        .Done(By(Actor.Platform, new AddCertificate(Clerk.ToPem(), Trusted)))
        .Done(By(Actor.Platform, new AddCertificate(Secretary.ToPem(), Trusted)))
        .Done(By(Actor.Platform, new AddCertificate(ClerkSeals.ToPem(), Trusted)));

    [Fact]
    public void Anybody_registers_by_a_signed_statement_and_may_bid_at_once()
    {
        Assert.Equal([Role.Bidder], Registered.State.RolesOf(Bidder.Signing.Id).AsEnumerable());
        Assert.Equal(3, Registered.State.Certificates.Count);
        Assert.Equal("测试投标人一公司", Registered.State.Name);
    }

    [Fact]
    public void A_key_to_seal_to_is_nobody_who_could_act() =>
        Assert.Empty(Registered.State.RolesOf(Bidder.Encryption[0].Id));

    [Theory]
    [InlineData(PartyKind.Bidder, true)]
    [InlineData(PartyKind.Tenderee, true)]
    [InlineData(PartyKind.Agency, true)]
    [InlineData(PartyKind.Centre, false)]
    [InlineData(PartyKind.Supervisor, false)]
    [InlineData(PartyKind.Notary, false)]
    [InlineData(PartyKind.Auditor, false)]
    [InlineData(PartyKind.Expert, false)]
    public void Only_those_who_trade_are_bidders_by_themselves(PartyKind kind, bool isBidder)
    {
        var party = new TestParty(20 + (int)kind, "测试主体", kind);
        var story = Story.Nothing(party.Code).Done(By(Actor.Platform, party.Register()));

        Assert.Equal(isBidder, story.State.RolesOf(party.Signing.Id).Contains(Role.Bidder));
    }

    [Fact]
    public void Nobody_registers_another() =>
        NewBidder.Refused(By(Other.Actor, Bidder.Register()), PartyRefusal.NotThisActor);

    [Fact]
    public void Nobody_registers_twice() =>
        Registered.Refused(By(Stranger, Bidder.Register()), PartyRefusal.AlreadyRegistered);

    [Fact]
    public void A_text_that_is_no_statement_is_refused() => NewBidder.Refused(
        By(Stranger, Bidder.Register() with { Statement = new SignedText("register/1 SM\n", []) }),
        PartyRefusal.StatementMalformed);

    [Fact]
    public void A_statement_of_another_party_is_refused() => NewBidder.Refused(
        By(Stranger, Bidder.Register(Bidder.Statement() with { Code = Other.Code })), PartyRefusal.StatementOfOther);

    [Fact]
    public void A_code_with_a_wrong_check_is_refused()
    {
        var wrong = $"{Bidder.Code[..^1]}{(Bidder.Code[^1] == '0' ? '1' : '0')}";
        var actor = Stranger with { Party = PartyId.Create(wrong) };

        Story.Nothing(wrong).Refused(
            By(actor, Bidder.Register(Bidder.Statement() with { Code = wrong })), PartyRefusal.CreditCodeInvalid);
    }

    [Fact]
    public void A_certificate_that_cannot_be_read_is_refused()
    {
        NewBidder.Refused(
            By(Stranger, Bidder.Register() with { SigningCertificate = "no certificate" }),
            PartyRefusal.CertificateMalformed);
        NewBidder.Refused(
            By(Stranger, Bidder.Register() with
            {
                SigningCertificate = new string('A', (Certificate.MaximumSize * 2) + 1),
            }),
            PartyRefusal.CertificateMalformed);
    }

    [Fact]
    public void A_certificate_nobody_trusts_here_is_refused()
    {
        var refused = NewBidder.Refused(
            By(Stranger, Bidder.Register() with { Trust = Trusted with { AllowTestOnly = false } }),
            PartyRefusal.CertificateRefused);

        Assert.Equal("TestOnly", refused.Facts["cause"]);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    public void A_certificate_counts_to_its_last_second(int secondsBeforeEnd, bool isRefused)
    {
        var at = Bidder.Signing.NotAfter.AddSeconds(1 + secondsBeforeEnd);
        var act = By(Stranger, Bidder.Register()) with { ReceivedAt = at };

        if (isRefused)
        {
            Assert.Equal("Expired", NewBidder.Refused(act, PartyRefusal.CertificateRefused).Facts["cause"]);
        }
        else
        {
            NewBidder.Done(act);
        }
    }

    [Fact]
    public void A_sealing_certificate_cannot_sign_and_a_signing_one_cannot_be_sealed_to()
    {
        NewBidder.Refused(
            By(Stranger, Bidder.Register() with { SigningCertificate = Bidder.Encryption[0].ToPem() }),
            PartyRefusal.CertificateRefused);
        NewBidder.Refused(
            By(Stranger, Bidder.Register() with { EncryptionCertificates = [Bidder.Signing.ToPem()] }),
            PartyRefusal.CertificateRefused);
    }

    [Fact]
    public void A_certificate_of_another_party_is_refused() => NewBidder.Refused(
        By(Stranger, Bidder.Register() with { SigningCertificate = Other.Signing.ToPem() }),
        PartyRefusal.CertificateOfOther);

    [Theory]
    [InlineData(4, null)]
    [InlineData(5, "TooManyCertificates")]
    public void A_party_registers_up_to_four_keys_to_seal_to(int keys, string? refusal)
    {
        var party = new TestParty(30 + keys, "测试投标人", encryptionKeys: Math.Min(keys, 4));
        var register = party.Register();
        var act = By(party.Actor, register with
        {
            EncryptionCertificates = [.. register.EncryptionCertificates, .. Enumerable.Repeat("x", keys - 4)],
        });

        var decision = PartyRules.Decide(PartyRules.Initial(party.Code), act);

        Assert.Equal(refusal, (decision as Decision<PartyEvent>.Refused)?.Refusal.Code);
    }

    [Fact]
    public void Certificates_in_another_order_than_signed_are_refused()
    {
        var register = Bidder.Register();

        NewBidder.Refused(
            By(Stranger, register with { EncryptionCertificates = [.. register.EncryptionCertificates.Reverse()] }),
            PartyRefusal.CertificatesDiffer);
    }

    [Fact]
    public void A_statement_nobody_or_another_signed_is_refused()
    {
        var register = Bidder.Register();
        var unsigned = register.Statement with { Signatures = [] };

        NewBidder.Refused(By(Stranger, register with { Statement = unsigned }), PartyRefusal.SignatureInvalid);
        NewBidder.Refused(
            By(Stranger, register with { Statement = unsigned.With(Other.Key) }), PartyRefusal.SignatureInvalid);
    }

    [Fact]
    public void A_contact_that_was_not_signed_is_refused()
    {
        var register = Bidder.Register();

        NewBidder.Refused(
            By(Stranger, register with { Contact = register.Contact with { Phone = "1" } }),
            PartyRefusal.ContactDiffers);
        NewBidder.Refused(By(Stranger, register with { ContactSalt = default }), PartyRefusal.ContactDiffers);
    }

    [Fact]
    public void An_expert_is_a_natural_person_without_a_credit_code()
    {
        var key = Sm2PrivateKey.Generate(bytes => bytes.Fill(3));
        var certificate = Ca.Issue("测试专家一", null, key.PublicKey, CertificateUsage.Sign, Start.AddDays(-1));
        var id = PartyId.Create("P00000000000000001");
        var statement = new RegisterRecord(
            PartyKind.Expert, id.Value, "测试专家一", certificate.Id, [], Bidder.Contact.Sm3(Bidder.ContactSalt), Start);
        var register = new RegisterParty(
            new SignedText(statement.ToText(), []).With(key),
            certificate.ToPem(),
            [],
            Bidder.Contact,
            Bidder.ContactSalt,
            Trusted);

        var story = Story.Nothing(id.Value).Done(By(new Actor(id, default, Role.Public), register));

        Assert.Empty(story.State.RolesOf(certificate.Id));
        var granted = story.Done(By(Security, new GrantRole(certificate.Id, Role.Expert)));
        Assert.Equal([Role.Expert], granted.State.RolesOf(certificate.Id).AsEnumerable());
    }

    [Fact]
    public void Before_registration_nothing_else_is_done()
    {
        NewBidder.Refused(By(Actor.Platform, new AddCertificate("", Trusted)), PartyRefusal.NotRegistered);
        NewBidder.Refused(By(Security, new GrantRole(default, Role.Expert)), PartyRefusal.NotRegistered);
    }

    [Fact]
    public void A_person_of_the_party_adds_another()
    {
        var colleague = Bidder.Issue(CertificateUsage.Sign);
        var story = Registered.Done(By(Bidder.Actor, new AddCertificate(colleague.ToPem(), Trusted)));

        Assert.Equal([Role.Bidder], story.State.RolesOf(colleague.Id).AsEnumerable());
        story.Refused(By(Bidder.Actor, new AddCertificate(colleague.ToPem(), Trusted)), PartyRefusal.CertificateKnown);
    }

    [Fact]
    public void A_stranger_adds_nothing()
    {
        var colleague = Bidder.Issue(CertificateUsage.Sign).ToPem();

        Registered.Refused(By(Other.Actor, new AddCertificate(colleague, Trusted)), PartyRefusal.NotThisActor);
        Registered.Refused(
            By(Bidder.Actor with { Certificate = Bidder.Encryption[0].Id }, new AddCertificate(colleague, Trusted)),
            PartyRefusal.NotThisActor);
        Registered.Refused(
            By(Bidder.Actor, new AddCertificate(Other.Signing.ToPem(), Trusted)), PartyRefusal.CertificateOfOther);
    }

    [Fact]
    public void An_authority_is_no_person() => Registered.Refused(
        By(Actor.Platform, new AddCertificate(Ca.Issuing.ToPem(), Trusted)), PartyRefusal.CertificateOfOther);

    [Theory]
    [InlineData(Party.CertificateLimit - 1, false)]
    [InlineData(Party.CertificateLimit, true)]
    public void A_party_has_its_limit_of_certificates(int held, bool isRefused)
    {
        var one = Registered.State.Certificates[Bidder.Signing.Id];
        var others = Enumerable.Range(1, held - 1).Select(i => KeyValuePair.Create(Digest.OfUtf8($"{i}"), one));
        var full = Registered.State with
        {
            Certificates = Registered.State.Certificates.Clear().Add(Bidder.Signing.Id, one).AddRange(others),
        };
        var act = By(Bidder.Actor, new AddCertificate(Bidder.Issue(CertificateUsage.Sign).ToPem(), Trusted));

        Assert.Equal(isRefused, PartyRules.Decide(full, act) is Decision<PartyEvent>.Refused);
    }

    [Fact]
    public void A_revoked_certificate_is_nobody_and_never_comes_back()
    {
        var colleague = Bidder.Issue(CertificateUsage.Sign);
        var story = Registered
            .Done(By(Bidder.Actor, new AddCertificate(colleague.ToPem(), Trusted)))
            .Done(By(Bidder.Actor, new RevokeCertificate(colleague.Id, "离职")));

        Assert.Empty(story.State.RolesOf(colleague.Id));
        story.Refused(By(Bidder.Actor, new RevokeCertificate(colleague.Id, "离职")), PartyRefusal.CertificateUnknown);
        story.Refused(By(Bidder.Actor, new AddCertificate(colleague.ToPem(), Trusted)), PartyRefusal.CertificateKnown);
        story.Refused(
            By(Bidder.Actor with { Certificate = colleague.Id }, new RevokeCertificate(Bidder.Signing.Id, "x")),
            PartyRefusal.NotThisActor);
    }

    [Fact]
    public void A_party_cannot_lock_itself_out_but_an_administrator_can()
    {
        var revoke = new RevokeCertificate(Bidder.Signing.Id, "私钥泄露");

        Registered.Refused(By(Bidder.Actor, revoke), PartyRefusal.LastCertificate);
        Assert.Empty(Registered.Done(By(Security, revoke)).State.RolesOf(Bidder.Signing.Id));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(500, false)]
    [InlineData(501, true)]
    public void A_reason_is_given_within_its_limit(int length, bool isRefused)
    {
        var act = By(Security, new RevokeCertificate(Bidder.Encryption[0].Id, new string('x', length)));

        Assert.Equal(isRefused, PartyRules.Decide(Registered.State, act) is Decision<PartyEvent>.Refused);
    }

    [Fact]
    public void The_security_administrator_grants_and_revokes()
    {
        var granted = Staffed.Done(By(Security, new GrantRole(Clerk.Id, Role.Reception)));

        Assert.Equal([Role.Reception], granted.State.RolesOf(Clerk.Id).AsEnumerable());
        granted.Refused(By(Security, new GrantRole(Clerk.Id, Role.Reception)), PartyRefusal.RoleHeld);
        Assert.Empty(granted.Done(By(Security, new RevokeRole(Clerk.Id, Role.Reception))).State.RolesOf(Clerk.Id));
        Staffed.Refused(By(Security, new RevokeRole(Clerk.Id, Role.Reception)), PartyRefusal.RoleNotHeld);
    }

    [Fact]
    public void Nobody_else_grants()
    {
        foreach (var role in Enum.GetValues<Role>().Except([Role.SecurityAdministrator, Role.Platform]))
        {
            Staffed.Refused(
                By(Security with { Role = role }, new GrantRole(Clerk.Id, Role.Reception)),
                PartyRefusal.NotThisActor);
        }
    }

    [Fact]
    public void Nobody_grants_to_themselves()
    {
        var self = Security with { Certificate = Clerk.Id };

        Staffed.Refused(By(self, new GrantRole(Clerk.Id, Role.Reception)), PartyRefusal.SelfGrant);
        Staffed.Refused(By(self, new RevokeRole(Clerk.Id, Role.Reception)), PartyRefusal.SelfGrant);
    }

    [Theory]
    [InlineData(Role.Public)]
    [InlineData(Role.Platform)]
    [InlineData(Role.Bidder)]
    [InlineData((Role)99)]
    public void Some_roles_are_never_granted(Role role) =>
        Staffed.Refused(By(Security, new GrantRole(Clerk.Id, role)), PartyRefusal.RoleNotGrantable);

    [Fact]
    public void A_role_needs_somebody_who_signs()
    {
        Staffed.Refused(By(Security, new GrantRole(ClerkSeals.Id, Role.Reception)), PartyRefusal.NotAPerson);
        Staffed.Refused(
            By(Security, new GrantRole(Bidder.Signing.Id, Role.Reception)),
            PartyRefusal.CertificateUnknown);
    }

    [Theory]
    [InlineData(Role.Reception)]
    [InlineData(Role.AuditAdministrator)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Expert)]
    [InlineData(Role.Custodian)]
    [InlineData(Role.Agency)]
    public void A_bidder_is_given_no_office(Role role) =>
        Registered.Refused(By(Security, new GrantRole(Bidder.Signing.Id, role)), PartyRefusal.RoleDoesNotFit);

    [Theory]
    [InlineData(Role.Reception, Role.Organisation)]
    [InlineData(Role.Organisation, Role.Attestation)]
    [InlineData(Role.Attestation, Role.Reception)]
    public void A_person_is_of_one_department_only(Role first, Role second)
    {
        var story = Staffed.Done(By(Security, new GrantRole(Clerk.Id, first)));

        story.Refused(By(Security, new GrantRole(Clerk.Id, second)), PartyRefusal.OneDepartmentOnly);
        story.Done(By(Security, new GrantRole(Secretary.Id, second)));
    }

    [Theory]
    [InlineData(Role.SystemAdministrator, Role.SecurityAdministrator)]
    [InlineData(Role.SecurityAdministrator, Role.AuditAdministrator)]
    [InlineData(Role.AuditAdministrator, Role.SystemAdministrator)]
    [InlineData(Role.AuditAdministrator, Role.Reception)]
    [InlineData(Role.Attestation, Role.SystemAdministrator)]
    public void An_administrator_holds_no_other_role(Role first, Role second) => Staffed
        .Done(By(Actor.Platform, new GrantRole(Clerk.Id, first)))
        .Refused(By(Actor.Platform, new GrantRole(Clerk.Id, second)), PartyRefusal.AdministratorsSeparated);

    [Fact]
    public void A_clerk_may_also_keep_a_share() => Assert.Equal(
        [Role.Attestation, Role.Custodian],
        Staffed
            .Done(By(Security, new GrantRole(Clerk.Id, Role.Attestation)))
            .Done(By(Security, new GrantRole(Clerk.Id, Role.Custodian)))
            .State.RolesOf(Clerk.Id).AsEnumerable());

    [Fact]
    public void With_the_certificate_its_roles_end()
    {
        var story = Staffed
            .Done(By(Security, new GrantRole(Clerk.Id, Role.Reception)))
            .Done(By(Security, new RevokeCertificate(Clerk.Id, "调离")));

        Assert.Empty(story.State.RolesOf(Clerk.Id));
        story.Refused(By(Security, new GrantRole(Clerk.Id, Role.Reception)), PartyRefusal.CertificateUnknown);
    }

    [Fact]
    public void The_first_of_two_reasons_to_refuse_is_told()
    {
        // Who may not ask learns nothing else; a wrong statement comes before a wrong certificate.
        NewBidder.Refused(By(Other.Actor, new AddCertificate("", Trusted)), PartyRefusal.NotThisActor);
        NewBidder.Refused(
            By(Stranger, Bidder.Register(Bidder.Statement() with { Code = Other.Code }) with
            {
                SigningCertificate = "",
            }),
            PartyRefusal.StatementOfOther);
        NewBidder.Refused(
            By(Stranger, Bidder.Register() with { SigningCertificate = "", Contact = new PartyContact("", "") }),
            PartyRefusal.CertificateMalformed);
        NewBidder.Refused(
            By(Stranger, Bidder.Register(Bidder.Statement() with { Sign = Other.Signing.Id }) with
            {
                ContactSalt = default,
            }),
            PartyRefusal.CertificatesDiffer);
        Staffed.Refused(
            By(Security with { Certificate = Clerk.Id }, new GrantRole(Clerk.Id, Role.Bidder)),
            PartyRefusal.RoleNotGrantable);
        Staffed.Refused(
            By(Security with { Certificate = ClerkSeals.Id }, new GrantRole(ClerkSeals.Id, Role.Expert)),
            PartyRefusal.SelfGrant);
    }

    private static Act<PartyCommand> By(Actor actor, PartyCommand command) =>
        new(CommandId.Create("c"), actor, Start, command);
}
