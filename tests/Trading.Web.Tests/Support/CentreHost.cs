using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Trading.Client;
using Trading.Grains.Parties;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Web.Identity;

namespace Trading.Web.Tests.Support;

/// <summary>A whole centre over a real Kestrel on a free port, with its data in a folder of its own.</summary>
internal sealed class CentreHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 2, 27, 1, 0, 0, TimeSpan.Zero);

    private const string AnyPort = "http://127.0.0.1:0";

    private readonly string[] _args;

    private CentreHost(WebApplication app, TestClock clock, string data, string[] args) =>
        (App, Clock, Data, _args) = (app, clock, data, args);

    public WebApplication App { get; private set; }

    public TestClock Clock { get; }

    public string Data { get; }

    public Uri Url => new(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public CentreKeys Keys => App.Services.GetRequiredService<CentreKeys>();

    public static Entropy Entropy => RandomNumberGenerator.Fill;

    public static Task<CentreHost> Begin(params string[] settings) => Begin(adjust: null, settings);

    public static async Task<CentreHost> Begin(Action<WebApplicationBuilder>? adjust, params string[] settings)
    {
        var data = Directory.CreateTempSubdirectory("trading-web-").FullName;
        string[] args =
        [
            "--urls", AnyPort, "--data", data, "--Log:Interval=00:00:01", "--Logging:LogLevel:Default=Error",
            "--Limits:DoorRequestsPerMinute=100000", "--Limits:RequestsPerMinute=100000", "--Centre:TestCa=true", .. settings,
        ];
        var clock = new TestClock(Start);
        var app = Centre.Build(args, clock, adjust);
        await app.StartAsync();
        return new CentreHost(app, clock, data, args);
    }

    /// <summary>Stops the centre and starts it again on the same data and the same port.</summary>
    /// <param name="between">What happens while no centre runs.</param>
    public async Task Restart(Func<Task>? between = null)
    {
        var url = Url.ToString().TrimEnd('/');
        await App.StopAsync();
        await App.DisposeAsync();
        await (between?.Invoke() ?? Task.CompletedTask);
        App = Centre.Build([.. _args.Select(arg => arg == AnyPort ? url : arg)], Clock);
        await App.StartAsync();
    }

    public CentreClient Client(HttpMessageHandler? handler = null) => new(Url, Entropy, Clock, handler);

    /// <summary>A client logged in as one of the centre's administrators.</summary>
    public async Task<CentreClient> Administrator(Role role)
    {
        var pair = Keys.AdministratorPairs.Single(a => a.Role == role).Pair;
        var client = Client();
        await client.Login(ClientIdentity.Of(pair.SigningKey, pair.Signing));
        return client;
    }

    /// <summary>A new party with one person: certified by the test CA, registered, granted its roles, logged in.</summary>
    public async Task<Someone> NewParty(string name, string code, PartyKind kind, params Role[] roles)
    {
        var client = Client();
        var someone = await Certify(client, name, code);
        await client.Register(
            someone.Identity, kind, name, [someone.Encryption], new PartyContact("测试联系人", "000-00000000"));
        await Grant(someone, [.. roles]);
        await client.Login(someone.Identity);
        return someone;
    }

    /// <summary>A new person of the centre itself.</summary>
    public async Task<Someone> NewStaff(string name, Role role)
    {
        using var centre = Client();
        await centre.Login(ClientIdentity.Of(Keys.Centre.SigningKey, Keys.Centre.Signing));
        var someone = await Certify(centre, name, Keys.Party.Value);
        await centre.AddCertificate(someone.Identity.Certificate);
        await centre.AddCertificate(someone.Encryption);
        await Grant(someone, [role]);
        var client = Client();
        await client.Login(someone.Identity);
        return someone with { Client = client };
    }

    /// <summary>Another person of a party, with one role.</summary>
    public async Task<Someone> NewPerson(Someone colleague, string name, Role role)
    {
        var someone = await Certify(colleague.Client, name, colleague.Party.Value);
        await colleague.Client.AddCertificate(someone.Identity.Certificate);
        await Grant(someone, [role]);
        var client = Client();
        await client.Login(someone.Identity);
        return someone with { Client = client };
    }

    public async Task Grant(Someone someone, ImmutableArray<Role> roles)
    {
        using var security = await Administrator(Role.SecurityAdministrator);
        foreach (var role in roles)
        {
            await security.GrantRole(someone.Identity.Party, someone.Identity.Certificate.Id, role);
        }
    }

    public static async Task<Someone> Certify(CentreClient client, string name, string code)
    {
        // Without entropy the same statement has the same signature: a test can send the same act twice.
        var sign = Sm2PrivateKey.FromScalar(Sm2PrivateKey.Generate(Entropy).ExportScalar());
        var encrypt = Sm2PrivateKey.Generate(Entropy);
        var (signing, encryption) = await client.Certify(name, code, sign, encrypt.PublicKey);
        return new Someone(client, new ClientIdentity(sign, signing, PartyId.Create(code)), encrypt, encryption);
    }

    /// <summary>A credit code that passes its check and belongs to nobody.</summary>
    public static string Code(int number)
    {
        var first = $"9100000000000{number:D4}";
        return first + CreditCode.CheckCharacter(first);
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }
}

/// <summary>A person with both keys, and a client that acts as it.</summary>
internal sealed record Someone(
    CentreClient Client, ClientIdentity Identity, Sm2PrivateKey EncryptionKey, Certificate Encryption)
{
    public PartyId Party => Identity.Party;
}
