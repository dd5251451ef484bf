using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Trading.Silo.Storage;

/// <summary>
/// One SQLite database: write-ahead log, every commit flushed to the disk, erased bytes overwritten. Each store has a file of
/// its own, so that a long write of one never keeps another waiting.
/// </summary>
public sealed class SqliteFile
{
    private const int SchemaVersion = 1;
    private readonly string _connection;
    private readonly string _settings;
    private readonly Lock _writing = new();

    static SqliteFile() => SQLitePCL.Batteries_V2.Init();

    /// <summary>Opens or makes the database and its tables.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The file was written by another version of the platform.</exception>
    public SqliteFile(string path, string schema, TimeSpan? patience = null)
    {
        Path = path;
        var waits = patience ?? TimeSpan.FromSeconds(5);
        _connection = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            DefaultTimeout = (int)waits.TotalSeconds,
            Pooling = true,
        }.ToString();

        // SQLite's own waiting begins with a millisecond; the client library's sleeps 150 of them each time it meets a lock.
        _settings = string.Create(
            CultureInfo.InvariantCulture,
            $"pragma synchronous = full; pragma secure_delete = on; pragma foreign_keys = on; "
            + $"pragma busy_timeout = {(long)waits.TotalMilliseconds}");

        using var connection = Open();
        var version = connection.ReadNumber("pragma user_version");
        if (version is not (0 or SchemaVersion))
        {
            throw new InvalidDataException($"{path} has schema {version}, expected {SchemaVersion}.");
        }

        Guard(() =>
        {
            connection.Run("pragma journal_mode = wal");
            connection.Run(schema);
            connection.Run($"pragma user_version = {SchemaVersion}");
        });
    }

    /// <summary>The database's file.</summary>
    public string Path { get; }

    /// <summary>A connection from the pool, set up for durable writes.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        try
        {
            connection.Open();
            connection.Run(_settings);
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Translate(e);
        }
    }

    /// <summary>Does one write transaction: all of it durable, or nothing of it.</summary>
    /// <exception cref="IOException">The database refused: full, locked or damaged.</exception>
    public T Write<T>(Func<SqliteConnection, T> work)
    {
        // One after the other within the process: SQLite knows no queue of writers, only trying again.
        using var turn = _writing.EnterScope();
        using var connection = Open();
        return Guard(() =>
        {
            connection.Run("begin immediate");
            try
            {
                var result = work(connection);
                connection.Run("commit");
                return result;
            }
            catch
            {
                Abandon(connection);
                throw;
            }
        });
    }

    /// <inheritdoc cref="Write{T}"/>
    public void Write(Action<SqliteConnection> work) => Write(connection =>
    {
        work(connection);
        return true;
    });

    /// <summary>Reads from durable state.</summary>
    public T Read<T>(Func<SqliteConnection, T> work)
    {
        using var connection = Open();
        return Guard(() => work(connection));
    }

    /// <summary>Reads several things from one and the same durable state.</summary>
    public T Snapshot<T>(Func<SqliteConnection, T> work) => Read(connection =>
    {
        connection.Run("begin deferred");
        try
        {
            return work(connection);
        }
        finally
        {
            Abandon(connection);
        }
    });

    /// <summary>Copies the write-ahead log back and empties it, so that erased bytes are on no page of it either.</summary>
    public void Settle()
    {
        using var turn = _writing.EnterScope();
        using var connection = Open();
        Guard(() => connection.Run("pragma wal_checkpoint(truncate)"));
    }

    /// <summary>Closes the pool's connections to this file.</summary>
    public void Close() => SqliteConnection.ClearPool(new SqliteConnection(_connection));

    internal static void Abandon(SqliteConnection connection)
    {
        try
        {
            connection.Run("rollback");
        }
        catch (SqliteException)
        {
            // SQLite has already rolled back by itself, as it does on a full disk.
        }
    }

    internal static void Guard(Action work) => Guard(() =>
    {
        work();
        return true;
    });

    internal static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw Translate(e);
        }
    }

    internal static IOException Translate(SqliteException e) =>
        new($"The database refused (SQLite {e.SqliteErrorCode}/{e.SqliteExtendedErrorCode}): nothing was kept.", e);
}
