using System.Globalization;
using Microsoft.Data.Sqlite;
using Trading.Grains.Journal;
using Trading.Silo.Storage;

namespace Trading.Silo.Journal;

/// <summary>The writer's own connection with its prepared statements.</summary>
internal sealed class JournalStatements : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly EventBoxes _boxes;
    private readonly SqliteCommand _head;
    private readonly SqliteCommand _knows;
    private readonly SqliteCommand _event;
    private readonly SqliteCommand _command;

    public JournalStatements(SqliteFile file, EventBoxes boxes)
    {
        _connection = file.Open();
        _boxes = boxes;
        _head = Prepare(
            $"select {JournalSchema.Columns} from event where stream = $stream order by version desc limit 1", "$stream");
        _knows = Prepare("select count(*) from command where stream = $stream and command_id = $id", "$stream", "$id");
        _event = Prepare(
            $"""
             insert into event ({JournalSchema.Columns}) values
               ($position, $stream, $version, $type, $at, $previous, $visibility, $begins, $body, $private, $sm3, $salt)
             """,
            "$position", "$stream", "$version", "$type", "$at", "$previous",
            "$visibility", "$begins", "$body", "$private", "$sm3", "$salt");
        _command = Prepare(
            "insert into command (stream, command_id, content_digest, answer) values ($stream, $id, $digest, $answer)",
            "$stream", "$id", "$digest", "$answer");
    }

    public void Begin() => _connection.Run("begin immediate");

    public void Commit() => _connection.Run("commit");

    public void Rollback() => SqliteFile.Abandon(_connection);

    public long LastPosition() => _connection.ReadNumber("select max(position) from event");

    public void LimitPages(long pages) =>
        _connection.ReadNumber(string.Create(CultureInfo.InvariantCulture, $"pragma max_page_count = {pages}"));

    public StreamHead Head(StreamId stream)
    {
        Set(_head, stream.Value);
        using var reader = _head.ExecuteReader();
        if (!reader.Read())
        {
            return StreamHead.Empty;
        }

        var last = _boxes.Read(reader);
        return EventChain.HeadAfter(last);
    }

    public bool Knows(StreamId stream, StoredCommand command)
    {
        Set(_knows, stream.Value, command.Id.Value);
        return _knows.ExecuteScalar() is > 0L;
    }

    public void Insert(long position, PreparedEvent prepared)
    {
        var e = prepared.Event;
        Set(
            _event,
            position,
            e.Stream.Value,
            e.Version,
            e.Type,
            e.RecordedAt.ToUnixTimeMilliseconds(),
            e.Previous.ToArray(),
            (int)e.Visibility,
            e.BeginsOpening ? 1 : 0,
            prepared.Body,
            prepared.Private,
            e.PrivateSm3?.ToArray(),
            e.Salt.ToArray());
        _event.ExecuteNonQuery();
    }

    public void Insert(StreamId stream, StoredCommand command, byte[] answer)
    {
        Set(_command, stream.Value, command.Id.Value, command.Content.ToArray(), answer);
        _command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _head.Dispose();
        _knows.Dispose();
        _event.Dispose();
        _command.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.AddWithValue(name, DBNull.Value);
        }

        return command;
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
