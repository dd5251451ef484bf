using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trading.Grains.Journal;
using Trading.Proofs.Primitives;
using Trading.Silo.Engines;

namespace Trading.Grains.Tests.Support;

/// <summary>
/// Grains of this assembly and of the house, run by a real silo on this machine over a given journal.
/// </summary>
public sealed class GrainHost : IAsyncDisposable
{
    private readonly IHost _host;

    private GrainHost(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<GrainHost> Start(IJournal journal)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(
        [
            KeyValuePair.Create<string, string?>("Engine:SiloPort", $"{FreePort()}"),
            KeyValuePair.Create<string, string?>("Engine:GatewayPort", $"{FreePort()}"),
        ]);
        builder.Services.AddSingleton(journal);
        builder.Services.AddSingleton<Entropy>(_ => RandomNumberGenerator.Fill);
        builder.AddGrainEngine();
        var host = builder.Build();
        await host.StartAsync();
        return new GrainHost(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
