using Microsoft.Data.Sqlite;
using Trading.Grains.Journal;
using Trading.Grains.Tenders;
using Trading.Proofs.Records;
using Trading.Silo.Storage;

namespace Trading.Silo.Projections;

/// <summary>The notices of all tenders as tables: one row a lot with what is in force, one row a notice.</summary>
public sealed class NoticeProjection : IProjection
{
    public string Name => "notices";

    public int Version => 2;

    public IReadOnlyList<string> Tables => ["notice", "notice_lot", "notice_tender"];

    public void Create(SqliteConnection connection) => connection.Run(
        """
        create table notice_tender (
          tender text primary key, name text not null, tenderee text not null, kind text not null,
          deadline integer not null default 0, opening integer not null default 0) without rowid;
        create table notice_lot (
          tender text not null, lot text not null, name text not null, stage integer not null,
          ceiling integer, published integer, winner text, price integer,
          primary key (tender, lot)) without rowid;
        create table notice (
          number integer primary key, kind integer not null, tender text not null, lot text not null,
          at integer not null, until integer);
        """);

    public void Apply(RecordedEvent @event, SqliteConnection connection)
    {
        if (!@event.Stream.Value.StartsWith(TenderGrain.Kind + "-", StringComparison.Ordinal))
        {
            return;
        }

        var tender = new Rows(connection, @event.Stream.Value[(TenderGrain.Kind.Length + 1)..]);
        Apply(EventCodec<TenderEvent>.Instance.Decode(@event), tender);
    }

    private static void Apply(TenderEvent @event, Rows tender)
    {
        switch (@event)
        {
            case TenderRegistered e:
                tender.Register(e);
                break;
            case TenderPublished e:
                tender.Publish(NoticeKind.Tender, e.Documents, e.Schedule.Text, e.At);
                break;
            case DocumentsAmended e:
                tender.Publish(NoticeKind.Amendment, e.Documents, e.Schedule.Text, e.At);
                break;
            case BiddingClosed e:
                tender.Stage(e.Lot, LotStage.Closed);
                break;
            case OpeningBegan e:
                tender.Stage(e.Lot, LotStage.BidderRelease);
                break;
            case WindowClosed e:
                tender.Stage(e.Lot, LotStage.WindowShutting);
                break;
            case WindowShut e:
                tender.Stage(e.Lot, LotStage.CustodianRelease);
                break;
            case BidsOpened e:
                tender.Stage(e.Lot, LotStage.Opened);
                break;
            case OpeningConfirmed { IsComplete: true } e:
                tender.Stage(e.Lot, LotStage.Evaluating);
                break;
            case CandidatesPublished e:
                tender.Stage(e.Lot, LotStage.CandidatesPublished);
                tender.Announce(NoticeKind.Candidates, e.Lot, e.At, e.Until);
                break;
            case LotAwarded e:
                tender.Stage(e.Lot, LotStage.Awarded);
                tender.Award(e);
                tender.Announce(NoticeKind.Award, e.Lot, e.At, null);
                break;
            case RecordClosed e:
                tender.Stage(e.Lot, LotStage.RecordClosed);
                break;
            case LotFailed e:
                tender.Stage(e.Lot, LotStage.Failed);
                tender.Announce(NoticeKind.Failure, e.Lot, e.At, null);
                break;
        }
    }

    /// <summary>The rows of one tender.</summary>
    private readonly struct Rows(SqliteConnection connection, string tender)
    {
        public void Register(TenderRegistered e)
        {
            connection.Run(
                "insert or replace into notice_tender (tender, name, tenderee, kind) values ($tender, $name, $tenderee, $kind)",
                ("$tender", tender),
                ("$name", e.Name),
                ("$tenderee", e.Tenderee.Value),
                ("$kind", e.RulePack.Split('/')[0]));
            foreach (var lot in e.Lots)
            {
                connection.Run(
                    "insert or replace into notice_lot (tender, lot, name, stage) values ($tender, $lot, $name, $stage)",
                    ("$tender", tender),
                    ("$lot", lot.Id.Value),
                    ("$name", lot.Name),
                    ("$stage", (int)LotStage.Registered));
            }
        }

        public void Publish(NoticeKind kind, TenderDocuments documents, string scheduleText, DateTimeOffset at)
        {
            var schedule = ScheduleRecord.Parse(scheduleText);
            connection.Run(
                "update notice_tender set deadline = $deadline, opening = $opening where tender = $tender",
                ("$deadline", schedule.Deadline.ToUnixTimeMilliseconds()),
                ("$opening", schedule.Opening.ToUnixTimeMilliseconds()),
                ("$tender", tender));
            var lots = connection.ReadRows(
                "select lot from notice_lot where tender = $tender order by lot",
                row => new LotId(row.GetString(0)),
                ("$tender", tender));
            foreach (var terms in documents.Lots)
            {
                connection.Run(
                    """
                    update notice_lot set ceiling = $ceiling, published = coalesce(published, $at)
                    where tender = $tender and lot = $lot
                    """,
                    ("$ceiling", terms.Ceiling.Fen),
                    ("$at", at.ToUnixTimeMilliseconds()),
                    ("$tender", tender),
                    ("$lot", terms.Lot.Value));
            }

            foreach (var lot in lots)
            {
                Stage(lot, LotStage.Bidding);
                Announce(kind, lot, at, schedule.Deadline);
            }
        }

        public void Award(LotAwarded e) => connection.Run(
            "update notice_lot set winner = $winner, price = $price where tender = $tender and lot = $lot",
            ("$winner", e.Winner.Value),
            ("$price", e.Price.Fen),
            ("$tender", tender),
            ("$lot", e.Lot.Value));

        // Stages only go forward: what was withheld before the opening comes after the event that began it.
        public void Stage(LotId lot, LotStage stage) => connection.Run(
            "update notice_lot set stage = $stage where tender = $tender and lot = $lot and stage < $stage",
            ("$stage", (int)stage),
            ("$tender", tender),
            ("$lot", lot.Value));

        public void Announce(NoticeKind kind, LotId lot, DateTimeOffset at, DateTimeOffset? until) => connection.Run(
            "insert into notice (kind, tender, lot, at, until) values ($kind, $tender, $lot, $at, $until)",
            ("$kind", (int)kind),
            ("$tender", tender),
            ("$lot", lot.Value),
            ("$at", at.ToUnixTimeMilliseconds()),
            ("$until", until?.ToUnixTimeMilliseconds()));
    }
}
