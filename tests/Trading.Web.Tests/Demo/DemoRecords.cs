using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Trading.Grains.Documents;
using Trading.Grains.Records;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Web.Demo;

namespace Trading.Web.Tests.Demo;

/// <summary>The demo, played once for all tests: what it told, its data, both records, and the keys of its centre.</summary>
public sealed class DemoRecords : IAsyncLifetime
{
    private static readonly TenderId Tender = TenderId.Create("TEST-2026-0001");

    public string Data { get; } = Path.Combine(Directory.CreateTempSubdirectory("trading-demo-").FullName, "data");

    public int ExitCode { get; private set; } = -1;

    public string Told { get; private set; } = "";

    public byte[] Public { get; private set; } = [];

    public byte[] Restricted { get; private set; } = [];

    public Certificate Root => Certificate.FromPem(File.ReadAllText(Key("test-ca-root.crt")));

    public Sm2PrivateKey Centre => KeyFile.Read(File.ReadAllText(Key("centre.sign.key")));

    public Sm2PrivateKey Log => KeyFile.Read(File.ReadAllText(Key("log.key")));

    public async Task InitializeAsync()
    {
        using var output = new StringWriter();
        ExitCode = await DemoPlay.Run(
            DemoOptions.Read(["--demo", "--exit", "--urls", $"http://127.0.0.1:{FreePort()}", "--data", Data]), output);
        Told = output.ToString();
        if (ExitCode != 0)
        {
            return;
        }

        Public = await File.ReadAllBytesAsync(Path.Combine(Data, "records", $"{Tender}.zip"));
        Restricted = await ReadRestricted();
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Path.GetDirectoryName(Data)!, recursive: true);
        return Task.CompletedTask;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>From the store of a centre started again on what the demo left.</summary>
    private async Task<byte[]> ReadRestricted()
    {
        await using var centre = Again();
        await centre.StartAsync();
        var record = await centre.Services.GetRequiredService<IRecords>().Find(Tender, restricted: true);
        await using var stored = await centre.Services.GetRequiredService<IDocumentStore>().Open(record!.Digest);
        using var copy = new MemoryStream();
        await stored!.CopyToAsync(copy);
        await centre.StopAsync();
        return copy.ToArray();
    }

    private WebApplication Again() => Web.Centre.Build(
        ["--urls", "http://127.0.0.1:0", "--data", Data, "--Centre:TestCa=true", "--Logging:LogLevel:Default=Error"],
        new DemoClock(DemoDay.Award.AddDays(1), TimeProvider.System));

    private string Key(string file) => Path.Combine(Data, "keys", file);
}

[CollectionDefinition(Name)]
public sealed class DemoRecordsCollection : ICollectionFixture<DemoRecords>
{
    public const string Name = "the demo's records";
}
