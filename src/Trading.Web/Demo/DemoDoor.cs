using Trading.Client;
using Trading.Grains.Parties;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Web.Demo;

/// <summary>
/// How people of the demo come in: keys made here, TEST ONLY certificates from the centre's test CA, registration, login.
/// The CA gives the centre's own code to nobody over HTTP: staff get theirs from its key files, as an administrator would do it.
/// </summary>
internal sealed class DemoDoor(Uri centre, Entropy entropy, TimeProvider clock, string keys)
{
    private static readonly PartyContact Contact = new("测试联系人", "000-00000000");

    /// <summary>Registers a party with its first person and logs that person in.</summary>
    public async Task<DemoPerson> Register(PartyKind kind, string name, string code, int locks = 1)
    {
        var person = await Make(name, code, locks);
        await person.Client.Register(person.Identity, kind, name, person.EncryptionCertificates, Contact);
        await person.Client.Login(person.Identity);
        return person;
    }

    /// <summary>Adds a person to a party that one of its persons speaks for, and gives the person a role.</summary>
    public async Task<DemoPerson> Join(DemoPerson speaker, DemoPerson security, string name, Role role)
    {
        var person = await Make(name, speaker.Party.Value, locks: 1, isStaff: speaker.Party == security.Party);
        await speaker.Client.AddCertificate(person.Certificate);
        await speaker.Client.AddCertificate(person.Encryption);
        await Grant(security, person, role);
        return person;
    }

    /// <summary>Grants a role and logs the person in with it.</summary>
    public static async Task Grant(DemoPerson security, DemoPerson person, Role role)
    {
        await security.Client.GrantRole(person.Party, person.Certificate.Id, role);
        person.Client.Role = null;
        await person.Client.Login(person.Identity);
        person.Client.Role = role;
    }

    /// <summary>Somebody whose keys are in files already, such as the administrators made at first start.</summary>
    public async Task<DemoPerson> Known(string name, string file, Role role)
    {
        var client = new CentreClient(centre, entropy, clock);
        var (certificate, key) = ReadKey(file);
        var identity = ClientIdentity.Of(key, certificate);
        await client.Login(identity);
        client.Role = role;
        return new DemoPerson(name, client, identity, []);
    }

    private async Task<DemoPerson> Make(string name, string code, int locks, bool isStaff = false)
    {
        var client = new CentreClient(centre, entropy, clock);
        var key = Sm2PrivateKey.Generate(entropy);
        Certificate? signing = null;
        var made = new List<DemoLock>();
        for (var i = 0; i < locks; i++)
        {
            var encryption = Sm2PrivateKey.Generate(entropy);
            var pair = isStaff
                ? (Signing: Issue(name, code, key.PublicKey, CertificateUsage.Sign),
                    Encryption: Issue(name, code, encryption.PublicKey, CertificateUsage.Encrypt))
                : await client.Certify(name, code, key, encryption.PublicKey);
            signing ??= pair.Signing;
            made.Add(new DemoLock(encryption, pair.Encryption));
        }

        return new DemoPerson(name, client, new ClientIdentity(key, signing!, PartyId.Create(code)), [.. made]);
    }

    private Certificate Issue(string name, string code, Sm2PublicKey key, CertificateUsage usage)
    {
        var (root, rootKey) = ReadKey("test-ca-root");
        var (issuing, issuingKey) = ReadKey("test-ca");
        return TestCa.Load(root, rootKey, issuing, issuingKey, entropy).Issue(name, code, key, usage, clock.GetUtcNow().AddDays(-1));
    }

    private (Certificate Certificate, Sm2PrivateKey Key) ReadKey(string file) => (
        Certificate.FromPem(File.ReadAllText(Path.Combine(keys, $"{file}.crt"))),
        KeyFile.Read(File.ReadAllText(Path.Combine(keys, $"{file}.key"))));
}
