using Microsoft.Data.Sqlite;
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

    public NoticePage Find(NoticeQuery query)
    {
        var words = (query.Words ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Take(MaximumWords)
            .ToArray();
        var where = From + string.Concat(words.Select((_, i) =>
            $" and (t.name || ' ' || l.name || ' ' || n.tender) like $word{i} escape '\\'"));
        (string, object?)[] parameters =
        [
            ("$kind", query.Kind is { } kind ? (int)kind : null),
            ("$stage", query.Stage is { } stage ? (int)stage : null),
            .. words.Select((word, i) => ($"$word{i}", (object?)$"%{Escape(word)}%")),
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
