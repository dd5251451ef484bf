using System.Collections.Immutable;
using System.Globalization;
using Trading.Grains.Tenders;

namespace Trading.Grains.Records;

/// <summary>What holds of the bidding, counted from the events themselves and not only by sending them through the rules.</summary>
internal static class BidChecks
{
    /// <summary>The documents in the record are those the notices name.</summary>
    public static async Task<string> DocumentsAreTheNotices(OpenedRecord record)
    {
        var files = 0;
        foreach (var documents in record.Acts.Select(act => act.Event).Select(DocumentsOf).OfType<TenderDocuments>())
        {
            foreach (var file in documents.Files)
            {
                var path = RecordPaths.Document(file.Digest);
                Expect.That(record.Archive.Contains(path), () => $"{file.Name} is not in the record");
                Expect.Same(file.Size, record.Archive.SizeOf(path), file.Name + ": size");
                Expect.Same(file.Digest, await record.Archive.DigestAsync(path), file.Name + ": SM3");
                files++;
            }
        }

        Expect.That(files > 0, () => "no notice was published");
        return string.Create(CultureInfo.InvariantCulture, $"{files} files");
    }

    /// <summary>No bid was submitted, replaced or withdrawn at or after the deadline in force at that moment.</summary>
    public static string NoneAfterTheDeadline(OpenedRecord record)
    {
        var deadline = DateTimeOffset.MaxValue;
        var acts = 0;
        foreach (var e in record.Acts.Select(act => act.Event).OfType<TenderEvent>())
        {
            deadline = ScheduleOf(e)?.Deadline ?? deadline;
            if (e is BidSubmitted or BidReplaced or BidWithdrawn)
            {
                Expect.That(e.At < deadline, () => $"an act of {e.By.Party} at {e.At:O} is not before {deadline:O}");
                acts++;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{acts} acts before {deadline:O}");
    }

    /// <summary>Each bidder's versions rise; a withdrawn or replaced version is never the one that was opened.</summary>
    public static string VersionsRise(OpenedRecord record)
    {
        var last = new Dictionary<(LotId, string), long>();
        foreach (var e in record.Acts.Select(act => act.Event))
        {
            if (e is BidSubmitted { } s)
            {
                Rise(s.Lot, s.Bidder.Value, s.Version);
            }
            else if (e is BidReplaced { } r)
            {
                Rise(r.Lot, r.Bidder.Value, r.Version);
            }
            else if (e is BidsOpened { } opened)
            {
                foreach (var verdict in opened.Verdicts)
                {
                    Expect.Same(last[(opened.Lot, verdict.Bidder.Value)], verdict.Version, $"{verdict.Bidder}: version opened");
                }
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{last.Count} bidders");

        void Rise(LotId lot, string bidder, long version)
        {
            Expect.That(last.GetValueOrDefault((lot, bidder)) < version, () => $"{bidder}: version {version} does not rise");
            last[(lot, bidder)] = version;
        }
    }

    /// <summary>At least three live bids at every opening (招标投标法 第二十八条).</summary>
    public static string EnoughBids(OpenedRecord record)
    {
        var opened = record.Tender.LotsInOrder.Where(lot => lot.Opening is not null).ToImmutableArray();
        foreach (var lot in opened)
        {
            var live = lot.LiveBids.Count();
            Expect.That(live >= 3, () => string.Create(CultureInfo.InvariantCulture, $"lot {lot.Id}: {live} live bids"));
        }

        return opened.IsEmpty
            ? throw new CheckNotApplicableException("no lot was opened")
            : string.Join(", ", opened.Select(lot => $"{lot.Id}: {lot.LiveBids.Count()}"));
    }

    internal static TenderDocuments? DocumentsOf(TenderEvent? e) => e switch
    {
        TenderPublished published => published.Documents,
        DocumentsAmended amended => amended.Documents,
        _ => null,
    };

    private static Proofs.Records.ScheduleRecord? ScheduleOf(TenderEvent e) => e switch
    {
        TenderPublished published => Proofs.Records.ScheduleRecord.Parse(published.Schedule.Text),
        DocumentsAmended amended => Proofs.Records.ScheduleRecord.Parse(amended.Schedule.Text),
        _ => null,
    };
}
