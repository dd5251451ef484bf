namespace Trading.Silo.Journal;

/// <summary>
/// Table <c>event</c> is the truth; <c>command</c> remembers what was answered. Body and answer are text where anybody may read
/// them, bytes where they are encrypted at rest.
/// </summary>
internal static class JournalSchema
{
    public const string Sql =
        """
        create table if not exists event (
          position integer primary key,
          stream text not null,
          version integer not null,
          type text not null,
          recorded_at integer not null,
          previous blob not null,
          visibility integer not null,
          begins_opening integer not null,
          body not null,
          private blob,
          private_sm3 blob,
          salt blob not null,
          unique (stream, version));
        create index if not exists event_opening on event (stream, position) where begins_opening = 1;
        create table if not exists command (
          stream text not null,
          command_id text not null,
          content_digest blob not null,
          answer blob not null,
          primary key (stream, command_id)) without rowid;
        """;

    public const string Columns =
        "position, stream, version, type, recorded_at, previous, visibility, begins_opening, body, private, private_sm3, salt";
}
