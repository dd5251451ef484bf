using System.Collections.Immutable;
using System.Text;
using Trading.Client.Messages;
using Trading.Grains.Parties;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Client;

public sealed partial class CentreClient
{
    /// <summary>Asks the centre's test CA for a TEST ONLY pair. The private keys stay here.</summary>
    /// <param name="subject">The holder's name, at most 64 characters.</param>
    /// <param name="code">A credit code with a right check character, or a natural person's number (P…).</param>
    /// <param name="signing">The new signing key: it signs the request, which shows that its holder asks.</param>
    /// <param name="encryption">The public half of the new encryption key.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<(Certificate Signing, Certificate Encryption)> Certify(
        string subject, string code, ISm2PrivateKey signing, Sm2PublicKey encryption, CancellationToken cancellation = default)
    {
        var text = new CertifyRecord(subject, code, [.. signing.PublicKey.Spki], [.. encryption.Spki], Now).ToText();
        var request = new CertifyRequest(text, signing.Sign(Encoding.UTF8.GetBytes(text)));
        var answer = await Send<CertifyAnswer>(HttpMethod.Post, "api/test-ca/certificates", Json(request), cancellation);
        return (Certificate.FromPem(answer.Signing), Certificate.FromPem(answer.Encryption));
    }

    /// <summary>Registers a party by a signed statement; nobody needs to be logged in for it.</summary>
    /// <param name="identity">The first person of the party.</param>
    /// <param name="kind">What the party is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="encryption">The party's keys to seal to, main lock first.</param>
    /// <param name="contact">Whom to reach; the statement names it by a salted digest.</param>
    /// <param name="id">The command's id; null makes a new one.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<ActAnswer> Register(
        ClientIdentity identity, PartyKind kind, string name, IReadOnlyCollection<Certificate> encryption, PartyContact contact,
        CommandId? id = null, CancellationToken cancellation = default)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        _entropy(bytes);
        var salt = new Digest(bytes);
        var statement = new RegisterRecord(
            kind, identity.Party.Value, name, identity.Certificate.Id, [.. encryption.Select(c => c.Id)], contact.Sm3(salt), Now);
        var request = new RegisterPartyRequest(
            identity.Sign(statement), identity.Certificate.ToPem(), [.. encryption.Select(c => c.ToPem())], contact, salt);
        return Act($"api/parties/{identity.Party}/acts/register_party", request, id, cancellation);
    }

    /// <summary>Adds a certificate to the own party: another person, or another key to seal to.</summary>
    public Task<ActAnswer> AddCertificate(
        Certificate certificate, CommandId? id = null, CancellationToken cancellation = default) =>
        Act(
            $"api/parties/{Identity.Party}/acts/add_certificate", new AddCertificateRequest(certificate.ToPem()), id, cancellation);

    /// <summary>Grants a role, as security administrator.</summary>
    public Task<ActAnswer> GrantRole(
        PartyId party, Digest certificate, Role role, CommandId? id = null, CancellationToken cancellation = default) =>
        Execute(party, new PartyCommand.GrantRole(certificate, role), id, cancellation);

    /// <summary>Executes a command of a party as it is: <see cref="PartyCommand.RevokeCertificate"/>, roles.</summary>
    public Task<ActAnswer> Execute(
        PartyId party, PartyCommand command, CommandId? id = null, CancellationToken cancellation = default) =>
        Act($"api/parties/{party}/acts/{GrainJson.NameOf(command.GetType())}", command, id, cancellation);

    /// <summary>What is public of a party.</summary>
    public Task<PublicParty> Party(PartyId party, CancellationToken cancellation = default) =>
        Send<PublicParty>(HttpMethod.Get, $"api/parties/{party}", null, cancellation);

    /// <summary>Certificates and roles of the own party, or of any for the security administrator.</summary>
    public Task<PartyView> Registration(PartyId party, CancellationToken cancellation = default) =>
        Send<PartyView>(HttpMethod.Get, $"api/parties/{party}/registration", null, cancellation);

    /// <summary>The CA certificates the centre trusts.</summary>
    public async Task<ImmutableArray<Certificate>> Issuers(CancellationToken cancellation = default) =>
        [.. Certificate.ReadAll(await Text("api/issuers", cancellation))];
}
