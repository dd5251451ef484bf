using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Trading.Grains.Journal;
using Trading.Grains.Tenders;
using Trading.Web.Rooms;

namespace Trading.Web.Pages.Notices;

/// <summary>What is asked of the list; null and empty ask for everything.</summary>
internal sealed record NoticeQuery(string? Words, string? Kind, NoticeState? State, int Page);

/// <summary>One page of the list, newest first.</summary>
internal sealed record NoticePage(ImmutableArray<NoticeRow> Rows, int Total, int Page, int Pages);

/// <summary>
/// The list of notices: a projection of the masked journal that is rebuilt whenever the process starts. It is made of
/// public events alone, so it can say nothing about bids.
/// </summary>
internal sealed class NoticeList : IFollower
{
    /// <summary>Rows on one page.</summary>
    public const int PageSize = 20;

    /// <summary>Words of a search that count.</summary>
    public const int MaxWords = 8;

    private const string Kind = "tender-";

    private static readonly ImmutableHashSet<string> Types =
    [
        .. new[]
        {
            typeof(TenderRegistered), typeof(TenderPublished), typeof(DocumentsAmended), typeof(OpeningBegan),
            typeof(OpeningConfirmed), typeof(CandidatesPublished), typeof(LotAwarded), typeof(RecordClosed), typeof(LotFailed),
        }.Select(Grains.Shell.GrainJson.NameOf),
    ];

    private readonly ConcurrentDictionary<StreamId, NoticeFold> tenders = new();

    public ValueTask Follow(MaskedItem item, CancellationToken cancellation)
    {
        if (item is MaskedItem.Happened { Event: var recorded }
            && recorded.Stream.Value.StartsWith(Kind, StringComparison.Ordinal) && Types.Contains(recorded.Type))
        {
            var fold = tenders.GetValueOrDefault(recorded.Stream, NoticeFold.None);
            tenders[recorded.Stream] = fold.Apply(EventCodec<TenderEvent>.Instance.Decode(recorded));
        }

        return ValueTask.CompletedTask;
    }

    public NoticePage Find(NoticeQuery query, DateTimeOffset now)
    {
        var words = (query.Words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Take(MaxWords).ToArray();
        var found = tenders.Values.SelectMany(fold => fold.Rows)
            .Where(row => string.IsNullOrEmpty(query.Kind) || row.Kind == query.Kind)
            .Where(row => query.State is null || row.StateAt(now) == query.State)
            .Where(row => words.All(word => Matches(row, word)))
            .OrderByDescending(row => row.Published)
            .ThenBy(row => row.Tender.Value, StringComparer.Ordinal)
            .ThenBy(row => row.Lot.Value, StringComparer.Ordinal)
            .ToArray();
        var pages = Math.Max(1, (found.Length + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        return new NoticePage([.. found.Skip((page - 1) * PageSize).Take(PageSize)], found.Length, page, pages);
    }

    private static bool Matches(NoticeRow row, string word) =>
        new[] { row.TenderName, row.LotName, row.Tender.Value, row.Tenderee.Value }.Any(
            text => CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, word, CompareOptions.OrdinalIgnoreCase) >= 0);
}
