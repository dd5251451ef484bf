using System.Collections.Immutable;
using Trading.Client.Messages;
using Trading.Grains.Journal;
using Trading.Grains.Tenders;

namespace Trading.Web.Api;

/// <summary>
/// The published tenders, newest first, folded from the masked journal: what nobody may see yet cannot come here.
/// </summary>
internal sealed class NoticeBoard(IMaskedTail tail) : BackgroundService
{
    private const string Kind = "tender-";
    private readonly Dictionary<string, TenderRegistered> _registered = [];
    private ImmutableList<TenderLine> _lines = [];

    public TenderList Page(TenderId? after, int size)
    {
        var lines = _lines;
        var start = after is { } id ? lines.FindIndex(line => line.Id == id) + 1 : 0;
        var page = lines.Skip(start).Take(size).ToImmutableArray();
        return new TenderList(page, start + page.Length < lines.Count ? page[^1].Id : null);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var item in tail.Tail(0, stoppingToken))
        {
            if (item is MaskedItem.Happened { Event: var e } && e.Stream.Value.StartsWith(Kind, StringComparison.Ordinal))
            {
                Take(e);
            }
        }
    }

    private void Take(RecordedEvent recorded)
    {
        // Two types out of forty: the others are not worth decoding here.
        var key = recorded.Stream.Value[Kind.Length..];
        if (recorded.Type == "tender_registered")
        {
            _registered[key] = (TenderRegistered)EventCodec<TenderEvent>.Instance.Decode(recorded);
        }
        else if (recorded.Type == "tender_published" && _registered.Remove(key, out var registered))
        {
            _lines = _lines.Insert(
                0, new TenderLine(registered.Tender, registered.Name, registered.Tenderee, recorded.RecordedAt));
        }
    }
}
