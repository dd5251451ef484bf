using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trading.Grains.Journal;
using Trading.Grains.Parties;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Silo.Engines;

namespace Trading.Silo.Tests.Engines;

/// <summary>The engine of the build over the real journal: the same tests for both.</summary>
public sealed class GrainEngineTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly Entropy Entropy = RandomNumberGenerator.Fill;
    private static readonly TestCa Ca = TestCa.Create(Entropy, At.AddDays(-1));
    private static readonly Sm2PrivateKey Key = Sm2PrivateKey.Generate(Entropy);
    private static readonly PartyId Auditor = CodeOf("91000000000000001");
    private static readonly Certificate Signing =
        Ca.Issue("测试审计机构", Auditor.Value, Key.PublicKey, CertificateUsage.Sign, At.AddDays(-1));

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_grain_answered_is_there_after_a_restart_and_is_answered_again()
    {
        // A signature is different each time it is made; a careful client sends again what it sent, not what it would sign now.
        var register = Register();
        Answer first;
        string view;
        using (var node = await Start())
        {
            var party = Party(node);
            first = await party.Send(register);
            view = Text(await party.View());
            await node.StopAsync();
        }

        using (var node = await Start())
        {
            Assert.True(first.IsAccepted);
            Assert.Equal(view, Text(await Party(node).View()));
            Assert.Equal(Text(first), Text(await Party(node).Send(register)));
            await node.StopAsync();
        }
    }

    [Fact]
    public async Task Many_commands_at_once_are_all_kept_in_one_chain()
    {
        using var node = await Start();
        var party = Party(node);
        await party.Send(Register());
        var people = Enumerable.Range(0, 24).Select(_ => Ca.Issue(
            "测试", Auditor.Value, Sm2PrivateKey.Generate(Entropy).PublicKey, CertificateUsage.Sign, At.AddDays(-1)));
        var answers = await Task.WhenAll(people.Select(
            (person, i) => party.Send(Act($"add-{i}", new PartyCommand.AddCertificate(person.ToPem(), Trust())))));

        var head = StreamHead.Empty;
        await foreach (var e in node.Services.GetRequiredService<IJournal>().Read(StreamId.Of("party", Auditor.Value)))
        {
            Assert.Null(EventChain.Check(head, e));
            head = EventChain.HeadAfter(e);
        }

        Assert.All(answers, answer => Assert.True(answer.IsAccepted));
        Assert.Equal(25, head.Version);
        Assert.Equal(25, (await party.View())!.Certificates.Length);
        await node.StopAsync();
    }

    [Fact]
    public async Task Grains_end_while_the_journal_still_takes_what_they_counted()
    {
        using (var node = await Start())
        {
            for (var i = 0; i <= JournalRefusedActs.SingleLimit; i++)
            {
                var refused = await Party(node).Send(Act($"{i}", new PartyCommand.GrantRole(Signing.Id, Role.Auditor)));
                Assert.Equal("NotThisActor", refused.Refusal!.Code);
            }

            await node.StopAsync();
        }

        using (var node = await Start())
        {
            var acts = new List<string>();
            var stream = JournalRefusedActs.StreamOf(StreamId.Of("party", Auditor.Value));
            await foreach (var e in node.Services.GetRequiredService<IJournal>().Read(stream))
            {
                acts.Add(e.Type);
            }

            Assert.Equal(
                Enumerable.Repeat("act_refused", JournalRefusedActs.SingleLimit).Append("acts_refused"), acts);
            await node.StopAsync();
        }
    }

    private static IPartyGrain Party(IHost node) =>
        node.Services.GetRequiredService<IGrainFactory>().GetGrain<IPartyGrain>(Auditor.Value);

    private static Act<PartyCommand> Register()
    {
        var contact = new PartyContact("测试联系人", "000");
        var statement = new RegisterRecord(
            PartyKind.Auditor, Auditor.Value, "测试审计机构", Signing.Id, [], contact.Sm3(default), At);
        return Act("register", new PartyCommand.RegisterParty(
            new SignedText(statement.ToText(), []).With(Key), Signing.ToPem(), [], contact, default, Trust()));
    }

    private static Act<PartyCommand> Act(string id, PartyCommand command) =>
        new(CommandId.Create(id), new Actor(Auditor, Signing.Id, Role.Auditor), At, command);

    private static Trust Trust() => new([.. Ca.Issuers.Select(c => c.ToPem())], AllowTestOnly: true);

    private static PartyId CodeOf(string first) => PartyId.Create(first + CreditCode.CheckCharacter(first));

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, GrainJson.Options);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<IHost> Start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());

        // The cluster engine listens; the embedded one ignores it.
        builder.Configuration.AddInMemoryCollection(
        [
            KeyValuePair.Create<string, string?>("Engine:SiloPort", $"{FreePort()}"),
            KeyValuePair.Create<string, string?>("Engine:GatewayPort", $"{FreePort()}"),
        ]);
        builder.Services.AddLogging();
        builder.Services.AddKeyedSingleton<ISm2PrivateKey>(SiloSetup.LogKey, Key);
        builder.Services.AddTradingSilo(new SiloOptions { Data = _folder.Path });
        builder.AddGrainEngine();
        var node = builder.Build();
        await node.StartAsync();
        return node;
    }
}
