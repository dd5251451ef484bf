using System.Text.Json;
using Trading.Grains.Journal;
using Trading.Grains.Parties;
using Trading.Grains.Shell;
using Trading.Grains.Tests.Support;
using Trading.Proofs.Certificates;

namespace Trading.Grains.Tests.Parties;

public sealed class PartyGrainTests : IAsyncLifetime
{
    private static readonly TestParty Bidder = new(101, "测试投标人一公司");

    private readonly MemoryJournal _journal = new();
    private GrainHost _host = null!;

    public async Task InitializeAsync() => _host = await GrainHost.Start(_journal);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Before_registration_there_is_nobody() => Assert.Null(await Party().View());

    [Fact]
    public async Task After_registration_the_login_finds_the_person()
    {
        var answer = await Party().Execute(Act("1", Bidder.Register()));

        var view = (await Party().View())!;
        Assert.True(answer.IsAccepted);
        Assert.Equal("party_registered", Assert.Single(answer.Events).Type);
        Assert.True(view.IsPerson(Bidder.Signing.Id));
        Assert.False(view.IsPerson(Bidder.Encryption[0].Id));
        Assert.Equal([Role.Bidder], view.RolesOf(Bidder.Signing.Id).AsEnumerable());
        Assert.Empty(view.RolesOf(default));
        Assert.Equal(Bidder.Signing.ToPem(), view.Certificates.Single(c => c.Id == Bidder.Signing.Id).Pem);
    }

    [Fact]
    public async Task A_refusal_crosses_the_engine_with_its_facts()
    {
        await Party().Execute(Act("1", Bidder.Register()));

        var answer = await Party().Execute(
            Act("2", new PartyCommand.RevokeCertificate(Bidder.Encryption[1].Id, "")));

        Assert.Equal("ReasonTooLong", answer.Refusal!.Code);
        Assert.Equal("500", answer.Refusal.Facts["limit"]);
    }

    [Fact]
    public async Task The_contact_is_in_the_private_part_alone_and_can_be_erased()
    {
        await Party().Execute(Act("1", Bidder.Register()));
        var stream = StreamId.Of("party", Bidder.Code);
        var recorded = Assert.Single(_journal.Of(stream));

        Assert.DoesNotContain(Bidder.Contact.Person, recorded.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Bidder.Contact.Phone, recorded.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Bidder.ContactSalt.ToString(), recorded.Body, StringComparison.Ordinal);
        Assert.Contains(Bidder.Contact.Phone, recorded.Private, StringComparison.Ordinal);
        var view = JsonSerializer.Serialize(await Party().View(), GrainJson.Options);
        Assert.DoesNotContain(Bidder.Contact.Phone, view, StringComparison.Ordinal);

        _journal.Erase(stream, 1);
        await using var again = await GrainHost.Start(_journal);
        Assert.Equal("测试投标人一公司", (await again.Grains.GetGrain<IPartyGrain>(Bidder.Code).View())!.Name);
    }

    [Fact]
    public async Task Another_activation_sees_the_same_party()
    {
        var colleague = Bidder.Issue(CertificateUsage.Sign);
        await Party().Execute(Act("1", Bidder.Register()));
        await Party().Execute(Act("2", new PartyCommand.AddCertificate(colleague.ToPem(), TestParty.Trusted)));
        await Party().Execute(Act("3", new PartyCommand.RevokeCertificate(Bidder.Encryption[0].Id, "换发")));
        await using var again = await GrainHost.Start(_journal);

        Assert.Equal(
            JsonSerializer.Serialize(await Party().View(), GrainJson.Options),
            JsonSerializer.Serialize(await again.Grains.GetGrain<IPartyGrain>(Bidder.Code).View(), GrainJson.Options));
    }

    private IPartyGrain Party() => _host.Grains.GetGrain<IPartyGrain>(Bidder.Code);

    private static Act<PartyCommand> Act(string id, PartyCommand command) =>
        new(CommandId.Create(id), Bidder.Actor, TestParty.Start, command);
}
