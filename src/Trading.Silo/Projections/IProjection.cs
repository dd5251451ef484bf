using Microsoft.Data.Sqlite;
using Trading.Grains.Journal;

namespace Trading.Silo.Projections;

/// <summary>
/// A read model: tables that follow from the journal and can be thrown away at any time. It meets every event that may be seen,
/// each once, in an order that never changes: what was withheld before an opening comes when the opening begins.
/// </summary>
public interface IProjection
{
    /// <summary>The name under which its checkpoint is kept.</summary>
    string Name { get; }

    /// <summary>Raised with every change of what it makes of events: the tables are then made anew from the first one.</summary>
    int Version { get; }

    /// <summary>Its tables.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>Makes its tables where they do not exist.</summary>
    void Create(SqliteConnection connection);

    /// <summary>Takes in one event, in the same transaction as the checkpoint.</summary>
    void Apply(RecordedEvent @event, SqliteConnection connection);
}
