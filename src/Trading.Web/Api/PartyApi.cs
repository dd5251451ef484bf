using Trading.Client.Messages;
using Trading.Grains.Journal;
using Trading.Grains.Parties;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Web.Identity;

namespace Trading.Web.Api;

/// <summary>Parties: registration, certificates, roles.</summary>
internal static class PartyApi
{
    public static async Task<IResult> Serve<TContent, TCommand>(ApiCall call, Func<ApiCall, TContent, TCommand>? prepare)
        where TCommand : PartyCommand
    {
        var party = Party(call);
        var request = await call.Body<ActRequest<TContent>>();
        using var ticket = call.Get<IStampDesk>().Take(StreamId.Of("party", party.Value).Value);
        var command = prepare is null ? (TCommand)(object)request.Command! : prepare(call, request.Command);
        var actor = call.Caller ?? Registrant(party, command);
        var act = new Act<PartyCommand>(request.CommandId, actor, ticket.ReceivedAt, command);
        var answer = await call.Get<IGrainFactory>().GetGrain<IPartyGrain>(party.Value).Send(act);
        return answer.Refusal is { } refusal
            ? Answers.Refused(refusal)
            : Answers.Json(new ActAnswer(answer.Events, []));
    }

    public static PartyCommand.RegisterParty Register(ApiCall call, RegisterPartyRequest request) => new(
        request.Statement, request.SigningCertificate, request.EncryptionCertificates, request.Contact, request.ContactSalt,
        call.Get<CentreKeys>().Trust);

    public static PartyCommand.AddCertificate Add(ApiCall call, AddCertificateRequest request) =>
        new(request.Certificate, call.Get<CentreKeys>().Trust);

    public static async Task<IResult> View(ApiCall call)
    {
        var view = await Find(call);
        return Answers.Json(new PublicParty(view.Id, view.Name, view.Kind));
    }

    public static async Task<IResult> Registration(ApiCall call)
    {
        var isOwn = call.Actor.Party == Party(call);
        return isOwn || call.Roles.Contains(Role.SecurityAdministrator)
            ? Answers.Json(await Find(call))
            : throw new RefusedException(Problems.NotFound);
    }

    private static PartyId Party(ApiCall call) => call.Route("party", PartyId.Create);

    private static async Task<PartyView> Find(ApiCall call) =>
        await call.Get<People>().View(Party(call), call.Aborted) ?? throw new RefusedException(Problems.NotFound);

    /// <summary>Whoever registers is not logged in yet: the statement's own signature says who it is, and the rules check it.</summary>
    private static Actor Registrant(PartyId party, PartyCommand command) =>
        new(party, command is PartyCommand.RegisterParty register ? IdOf(register.SigningCertificate) : default, Role.Public);

    private static Digest IdOf(string pem)
    {
        try
        {
            return pem.Length <= ApiLimits.CertificateCharacters ? Certificate.FromPem(pem).Id : default;
        }
        catch (FormatException)
        {
            return default;
        }
    }
}
