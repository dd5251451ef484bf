using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Grains.Documents;
using Trading.Grains.Journal;
using Trading.Grains.Log;
using Trading.Grains.Schedules;
using Trading.Grains.Shell;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;
using Trading.Silo.Leases;
using Trading.Silo.Log;
using Trading.Silo.Tests.Journal;

namespace Trading.Silo.Tests;

public sealed class SiloSetupTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_node_starts_works_stops_and_goes_on_from_what_it_kept()
    {
        var story = new Story("tender-1");
        var first = story.Next(hidden: "{\"contact\":\"x\"}");
        using (var host = Node())
        {
            await host.StartAsync();
            Assert.True(await host.Services.GetRequiredService<IJournal>().Append(story.Entry("c-1", first)));
            Assert.Equal(
                3,
                (await host.Services.GetRequiredService<IDocumentStore>().Put(
                    DocumentClass.Public, PartyId.Platform, new MemoryStream([1, 2, 3]))).Size);
            var log = host.Services.GetRequiredService<IPublicLog>();
            await log.PendingPublished(1).WaitAsync(TimeSpan.FromSeconds(30));
            Assert.NotNull(await log.ProofOf(EventChain.Leaf(first)));
            await host.StopAsync();
        }

        using (var host = Node())
        {
            await host.StartAsync();
            Assert.Equal(1, (await host.Services.GetRequiredService<IJournal>().Head(story.Stream)).Version);
            Assert.True(host.Services.GetRequiredService<IStampDesk>().Take("x").ReceivedAt >= first.RecordedAt);
            Assert.NotNull(host.Services.GetRequiredService<INudge>());
            Assert.NotNull(host.Services.GetRequiredService<IMaskedTail>());
            await host.StopAsync();
        }
    }

    [Fact]
    public async Task A_second_node_on_the_same_data_does_not_start()
    {
        using var first = Node();
        await first.StartAsync();
        using var second = Node();
        await Assert.ThrowsAsync<LeaseHeldException>(() => second.StartAsync());
        await first.StopAsync();
    }

    [Fact]
    public async Task A_journal_whose_key_is_gone_gets_no_other_one()
    {
        using (var host = Node())
        {
            await host.StartAsync();
            await host.StopAsync();
        }

        File.Delete(_folder.File("data.key"));
        using var again = Node();
        await Assert.ThrowsAsync<InvalidDataException>(() => again.StartAsync());
        Assert.False(File.Exists(_folder.File("data.key")));
    }

    private IHost Node()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddKeyedSingleton<ISm2PrivateKey>(
            SiloSetup.LogKey, Sm2PrivateKey.FromScalar([.. new byte[31], 7]));
        builder.Services.AddTradingSilo(new SiloOptions
        {
            Data = _folder.Path,
            Log = new LogOptions { Interval = TimeSpan.FromMilliseconds(100), BatchSize = LeafBatch.DefaultSize },
        });
        return builder.Build();
    }
}
