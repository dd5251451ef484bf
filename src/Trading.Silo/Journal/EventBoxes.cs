using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Silo.AtRest;
using Trading.Silo.Storage;

namespace Trading.Silo.Journal;

/// <summary>
/// Writes what is not public as boxes and reads it back. Each box is bound to its stream, version and column, so that bytes
/// moved from one row to another do not open.
/// </summary>
internal sealed class EventBoxes(IAtRestKey key)
{
    /// <summary>The body's column: text where it is public, a box where it is not yet or never.</summary>
    public object Body(RecordedEvent @event) => @event.Visibility == Visibility.Public
        ? @event.Body
        : Seal(@event.Body, Context("body", @event.Stream, @event.Version));

    public object? Private(RecordedEvent @event) => @event.Private is null
        ? null
        : Seal(@event.Private, Context("private", @event.Stream, @event.Version));

    public byte[] Answer(StreamId stream, StoredCommand command) =>
        Seal(command.Answer, Context("answer", stream, command.Id));

    public string Answer(StreamId stream, CommandId command, byte[] box) =>
        Open(box, Context("answer", stream, command));

    /// <summary>Reads a row of <see cref="JournalSchema.Columns"/>.</summary>
    public RecordedEvent Read(SqliteDataReader row)
    {
        var stream = new StreamId(row.GetString(1));
        var version = row.GetInt64(2);
        return new RecordedEvent(
            stream,
            version,
            row.GetString(3),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
            new Digest(row.Bytes(5)),
            (Visibility)row.GetInt32(6),
            row.GetInt32(7) == 1,
            row.GetValue(8) is byte[] body ? Open(body, Context("body", stream, version)) : row.GetString(8),
            row.Bytes(9) is { } box ? Open(box, Context("private", stream, version)) : null,
            row.Bytes(10) is { } digest ? new Digest(digest) : null,
            new Digest(row.Bytes(11)))
        {
            Position = row.GetInt64(0),
        };
    }

    private byte[] Seal(string text, byte[] context) => key.Seal(Encoding.UTF8.GetBytes(text), context);

    private string Open(byte[] box, byte[] context) => Encoding.UTF8.GetString(key.Open(box, context));

    private static byte[] Context<T>(string column, StreamId stream, T part) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"journal {column}\n{stream}\n{part}"));
}
