using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.Grains.Embedded;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Silo.AtRest;
using Trading.Silo.Journal;
using Trading.Silo.Projections;
using Trading.Web.Rooms;

namespace Trading.Web.Tests.Rooms;

/// <summary>
/// A real journal in a folder of its own, with its real masked tail, to which a test appends the events of a story; grains
/// answer views folded from that journal by the real fold.
/// </summary>
internal sealed class StoryCentre : IGrainFactory, IPartyNames, IDisposable
{
    private static readonly StreamId Stream = StreamId.Of("tender", TenderStory.Tender.Value);

    private readonly string folder = Directory.CreateTempSubdirectory("trading-rooms-").FullName;
    private readonly SqliteJournal journal;

    public StoryCentre()
    {
        journal = new SqliteJournal(
            Path.Combine(folder, "journal.db"), new SoftwareAtRestKey(RandomNumberGenerator.GetBytes(SoftwareAtRestKey.KeySize)));
        Tail = new MaskedTail(journal);
        Views = new ProjectionRunner(
            Path.Combine(folder, "views.db"), Tail, [new NoticeProjection()], NullLogger<ProjectionRunner>.Instance);
        Notices = new NoticeTables(Views);
    }

    /// <summary>The read models, which take in the journal when a test asks them to.</summary>
    public ProjectionRunner Views { get; }

    public INotices Notices { get; }

    public IMaskedTail Tail { get; }

    public async Task Append(params IEnumerable<TenderEvent> events)
    {
        foreach (var @event in events)
        {
            var head = await journal.Head(Stream);
            var encoded = EventCodec<TenderEvent>.Instance.Encode(@event);
            var sealedEvent = EventChain.Seal(Stream, head, @event.At, encoded, RandomNumberGenerator.Fill);
            Assert.True(await journal.Append(new JournalEntry(Stream, head.Version, [sealedEvent], Command: null)));
        }
    }

    /// <summary>Appends an event of no meaning to a stream of its own and says which.</summary>
    public async Task<StreamId> Mark()
    {
        var stream = StreamId.Of("mark", Convert.ToHexString(RandomNumberGenerator.GetBytes(8)));
        var mark = EventChain.Seal(
            stream, StreamHead.Empty, TenderStory.Published, new EncodedEvent("mark", Visibility.Public, false, "{}", null),
            RandomNumberGenerator.Fill);
        Assert.True(await journal.Append(new JournalEntry(stream, 0, [mark], Command: null)));
        return stream;
    }

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)(object)new FoldedTender(journal, primaryKey);

    public ValueTask<string> NameOf(PartyId party, CancellationToken cancellation = default) => new(TenderStory.NameOf(party));

    public void Dispose()
    {
        Views.Dispose();
        journal.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private sealed class FoldedTender(SqliteJournal journal, string key) : ITenderGrain
    {
        public async Task<TenderView?> View()
        {
            var state = Tender.Initial(key);
            await foreach (var recorded in journal.Read(StreamId.Of("tender", key)))
            {
                state = Tender.Evolve(state, EventCodec<TenderEvent>.Instance.Decode(recorded));
            }

            return TenderViews.Of(state);
        }

        public Task<TenderViewForActor?> ViewFor(Actor actor) => throw new NotSupportedException();

        public Task<OpeningDossier?> Dossier(LotId lot) => throw new NotSupportedException();

        public Task<Answer> Execute(Act<TenderCommand> act) => throw new NotSupportedException();
    }
}
