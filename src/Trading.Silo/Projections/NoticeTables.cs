using Microsoft.Data.Sqlite;
using Trading.Evaluation;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Silo.Storage;

namespace Trading.Silo.Projections;

/// <summary>Reads the list of notices from its tables.</summary>
public sealed class NoticeTables(ProjectionRunner views) : INotices
{
    private const int MaximumWords = 8;

    private const string From =
        """
        from notice n
        join notice_lot l on l.tender = n.tender and l.lot = n.lot
        join notice_tender t on t.tender = n.tender
        where ($kind is null or n.kind = $kind) and ($stage is null or l.stage = $stage)
        """;

    // A lot is listed from its first notice on. Its state compares the deadline, whether or not its passing is recorded.
    private const string FromLots =
        """
        from (
          select l.tender, l.lot, t.name as tender_name, l.name as lot_name, t.tenderee, t.kind, l.ceiling, l.published,
            t.deadline, l.winner, l.price,
            case
              when l.stage = $failed then 6
              when l.stage = $record_closed then 5
              when l.stage = $awarded then 4
              when l.stage = $candidates then 3
              when l.stage >= $evaluating then 2
              when l.stage > $bidding or t.deadline <= $now then 1
              else 0
            end as state
          from notice_lot l join notice_tender t on t.tender = l.tender
          where l.published is not null)
        where ($kind is null or kind = $kind) and ($state is null or state = $state)
        """;

    public LotPage FindLots(LotQuery query)
    {
        var words = WordsOf(query.Words);
        var where = FromLots + string.Concat(words.Select((_, i) =>
            $" and (tender_name || ' ' || lot_name || ' ' || tender || ' ' || tenderee) like $word{i} escape '\\'"));
        (string, object?)[] parameters =
        [
            ("$failed", (int)LotStage.Failed),
            ("$record_closed", (int)LotStage.RecordClosed),
            ("$awarded", (int)LotStage.Awarded),
            ("$candidates", (int)LotStage.CandidatesPublished),
            ("$evaluating", (int)LotStage.Evaluating),
            ("$bidding", (int)LotStage.Bidding),
            ("$now", query.Now.ToUnixTimeMilliseconds()),
            ("$kind", string.IsNullOrEmpty(query.Kind) ? null : query.Kind),
            ("$state", query.State is { } state ? (int)state : null),
            .. Like(words),
        ];
        var count = Math.Clamp(query.Count, 1, NoticeQuery.MaximumCount);
        return views.Read(connection =>
        {
            var total = connection.ReadNumber($"select count(*) {where}", parameters);
            var pages = (int)Math.Max(1, (total + count - 1) / count);
            var page = Math.Clamp(query.Page, 1, pages);
            var rows = connection.ReadRows(
                $"""
                 select tender, tender_name, lot, lot_name, tenderee, kind, ceiling, published, deadline, state, winner, price
                 {where} order by published desc, tender, lot limit $count offset $skip
                 """,
                LotOf,
                [.. parameters, ("$count", count), ("$skip", (long)(page - 1) * count)]);
            return new LotPage([.. rows], total, page, pages);
        });
    }

    public NoticePage Find(NoticeQuery query)
    {
        var words = WordsOf(query.Words);
        var where = From + string.Concat(words.Select((_, i) =>
            $" and (t.name || ' ' || l.name || ' ' || n.tender) like $word{i} escape '\\'"));
        (string, object?)[] parameters =
        [
            ("$kind", query.Kind is { } kind ? (int)kind : null),
            ("$stage", query.Stage is { } stage ? (int)stage : null),
            .. Like(words),
        ];
        return views.Read(connection => new NoticePage(
            [
                .. connection.ReadRows(
                    $"""
                     select n.number, n.kind, n.tender, n.lot, t.name, l.name, t.tenderee, n.at, n.until, t.deadline, t.opening,
                       l.stage
                     {where} and ($before is null or n.number < $before) order by n.number desc limit $count
                     """,
                    Row,
                    [
                        .. parameters,
                        ("$before", query.Before),
                        ("$count", Math.Clamp(query.Count, 1, NoticeQuery.MaximumCount)),
                    ]),
            ],
            connection.ReadNumber($"select count(*) {where}", parameters)));
    }

    private static string[] WordsOf(string? words) =>
        [
            .. (words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Take(MaximumWords),
        ];

    private static IEnumerable<(string, object?)> Like(string[] words) =>
        words.Select((word, i) => ($"$word{i}", (object?)$"%{Escape(word)}%"));

    private static LotRow LotOf(SqliteDataReader row) => new(
        new TenderId(row.GetString(0)),
        row.GetString(1),
        new LotId(row.GetString(2)),
        row.GetString(3),
        new PartyId(row.GetString(4)),
        row.GetString(5),
        new Money(row.GetInt64(6)),
        Time(row.GetInt64(7)),
        Time(row.GetInt64(8)),
        (NoticeState)row.GetInt32(9),
        row.IsDBNull(10) ? null : new PartyId(row.GetString(10)),
        row.IsDBNull(11) ? null : new Money(row.GetInt64(11)));

    private static NoticeRow Row(SqliteDataReader row) => new(
        row.GetInt64(0),
        (NoticeKind)row.GetInt32(1),
        new TenderId(row.GetString(2)),
        new LotId(row.GetString(3)),
        row.GetString(4),
        row.GetString(5),
        new PartyId(row.GetString(6)),
        Time(row.GetInt64(7)),
        row.IsDBNull(8) ? null : Time(row.GetInt64(8)),
        Time(row.GetInt64(9)),
        Time(row.GetInt64(10)),
        (LotStage)row.GetInt32(11));

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static string Escape(string word) => word
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);
}
