using Trading.Grains.Journal;
using Trading.Grains.Parties;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Web.Identity;

/// <summary>
/// Registers the centre as a party and, where the test CA is on, its three administrators: as the platform, since nobody can log
/// in before. Every start asks again with the same command ids, so a start that was cut off is finished by the next.
/// </summary>
internal sealed class FirstStart(
    CentreKeys keys, CentreOptions options, IGrainFactory grains, IStampDesk stamps, Entropy entropy) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IPartyGrain>(keys.Party.Value);
        var view = await grain.View();
        if (view is null)
        {
            await Send(grain, "first-start-register", Registration());
            view = await grain.View();
        }

        foreach (var (role, pair) in keys.AdministratorPairs)
        {
            if (!view!.IsPerson(pair.Signing.Id))
            {
                await Send(grain, $"first-start-{role}-sign", new PartyCommand.AddCertificate(pair.Signing.ToPem(), keys.Trust));
            }

            if (!view.RolesOf(pair.Signing.Id).Contains(role))
            {
                await Send(grain, $"first-start-{role}-grant", new PartyCommand.GrantRole(pair.Signing.Id, role));
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private PartyCommand.RegisterParty Registration()
    {
        var salt = new byte[Digest.Size];
        entropy(salt);
        var contactSalt = new Digest(salt);
        var contact = new PartyContact(options.Name, options.Phone);
        using var ticket = stamps.Take(StreamId.Of("party", keys.Party.Value).Value);
        var statement = new RegisterRecord(
            PartyKind.Centre, keys.Party.Value, options.Name, keys.Centre.Signing.Id, [keys.Centre.Encryption.Id],
            contact.Sm3(contactSalt), ticket.ReceivedAt);
        return new PartyCommand.RegisterParty(
            new SignedText(statement.ToText(), []).With(keys.Centre.SigningKey), keys.Centre.Signing.ToPem(),
            [keys.Centre.Encryption.ToPem()], contact, contactSalt, keys.Trust);
    }

    private async Task Send(IPartyGrain grain, string id, PartyCommand command)
    {
        using var ticket = stamps.Take(StreamId.Of("party", keys.Party.Value).Value);
        var answer = await grain.Send(new Act<PartyCommand>(CommandId.Create(id), Actor.Platform, ticket.ReceivedAt, command));
        if (answer.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"The first start was refused at {id}: {refusal.Code}, {refusal.English}");
        }
    }
}
