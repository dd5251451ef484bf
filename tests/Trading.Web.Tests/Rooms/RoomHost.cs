using Microsoft.Extensions.DependencyInjection;
using Trading.Grains.Embedded;
using Trading.Grains.Journal;
using Trading.Grains.Tenders;
using Trading.Web.Rooms;
using Trading.Web.Tests.Pages;

namespace Trading.Web.Tests.Rooms;

/// <summary>Pages and rooms over a story's journal, behind a Kestrel on port 0.</summary>
internal sealed class RoomHost : IAsyncDisposable
{
    private readonly PagesHost host;
    private readonly Marks marks;

    private RoomHost(PagesHost host, StoryCentre centre, Marks marks) => (this.host, Centre, this.marks) = (host, centre, marks);

    public StoryCentre Centre { get; }

    public HttpClient Client => host.Client;

    public string Address => host.Client.BaseAddress!.ToString().TrimEnd('/');

    public string Room => $"/tenders/{TenderStory.Tender}/lots/{TenderStory.Lot}/room";

    public string RoomJson => $"/api/tenders/{TenderStory.Tender}/lots/{TenderStory.Lot}/room";

    public static async Task<RoomHost> StartAsync(TimeProvider? clock = null)
    {
        var centre = new StoryCentre();
        var marks = new Marks();
        var host = await PagesHost.StartAsync(
            services =>
            {
                services.AddSingleton(clock ?? TimeProvider.System);
                services.AddSingleton(centre.Tail);
                services.AddSingleton<IGrainFactory>(centre);
                services.AddSingleton<IPartyNames>(centre);
                services.AddSingleton<INotices>(centre.Notices);
                services.AddTradingRooms();
                services.AddSingleton<IFollower>(marks);
            },
            app => app.MapTradingRooms());
        return new RoomHost(host, centre, marks);
    }

    /// <summary>Completes when the process has followed the journal to its present end.</summary>
    public async Task Follow()
    {
        await marks.Passed(await Centre.Mark()).WaitAsync(TimeSpan.FromSeconds(60));
        await Centre.Views.Rebuild();
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Centre.Dispose();
    }

    /// <summary>The last of the followers: when it has seen a mark, the others have taken everything before it.</summary>
    private sealed class Marks : IFollower
    {
        private readonly Lock gate = new();
        private readonly Dictionary<StreamId, TaskCompletionSource> seen = [];

        public Task Passed(StreamId mark) => Of(mark).Task;

        public ValueTask Follow(MaskedItem item, CancellationToken cancellation)
        {
            if (item is MaskedItem.Happened { Event.Type: "mark" } happened)
            {
                Of(happened.Event.Stream).TrySetResult();
            }

            return ValueTask.CompletedTask;
        }

        private TaskCompletionSource Of(StreamId mark)
        {
            lock (gate)
            {
                return seen.TryGetValue(mark, out var known)
                    ? known
                    : seen[mark] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
