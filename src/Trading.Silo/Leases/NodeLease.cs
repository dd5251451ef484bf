using System.Globalization;
using System.Security.Cryptography;
using Trading.Silo.Storage;

namespace Trading.Silo.Leases;

/// <summary>
/// One node works on a data directory; a second one refuses to start (docs/architecture.md, engines).
/// On one machine the kernel's lock on a file says at once whether the holder lives, whatever its process id was. Between
/// machines, on a shared disk, only the lease's time does: it is renewed by heartbeats and may be taken over when it ended.
/// </summary>
public sealed class NodeLease : IDisposable
{
    private const string Schema =
        """
        create table if not exists lease (
          id integer primary key check (id = 1),
          node text not null, machine text not null, taken_at integer not null, expires_at integer not null);
        """;

    private readonly SqliteFile _file;
    private readonly FileStream _alive;
    private readonly TimeProvider _machineTime;
    private readonly LeaseOptions _options;

    private NodeLease(SqliteFile file, FileStream alive, TimeProvider machineTime, LeaseOptions options, string node) =>
        (_file, _alive, _machineTime, _options, Node) = (file, alive, machineTime, options, node);

    /// <summary>This start of this node.</summary>
    public string Node { get; }

    /// <summary>Takes the lease of a data directory.</summary>
    /// <exception cref="LeaseHeldException">Another node holds it; the message says until when.</exception>
    public static NodeLease Take(string directory, TimeProvider machineTime, LeaseOptions? options = null)
    {
        options ??= new LeaseOptions();
        Folders.Create(directory);
        var alive = LockFile(Path.Combine(directory, "node.lock"));
        try
        {
            var file = new SqliteFile(Path.Combine(directory, "lease.db"), Schema);
            var node = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
            file.Write(connection =>
            {
                var now = machineTime.GetUtcNow();
                var holder = connection.ReadRow(
                    "select machine, expires_at from lease",
                    row => new { Machine = row.GetString(0), Ends = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)) });
                if (holder is not null && holder.Machine != options.Machine && holder.Ends > now)
                {
                    throw new LeaseHeldException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"Machine {holder.Machine} works on {directory}; its lease ends at {holder.Ends:u} unless it is renewed."));
                }

                connection.Run(
                    """
                    insert or replace into lease (id, node, machine, taken_at, expires_at)
                    values (1, $node, $machine, $now, $ends)
                    """,
                    ("$node", node),
                    ("$machine", options.Machine),
                    ("$now", now.ToUnixTimeMilliseconds()),
                    ("$ends", (now + options.Duration).ToUnixTimeMilliseconds()));
            });
            return new NodeLease(file, alive, machineTime, options, node);
        }
        catch
        {
            alive.Dispose();
            throw;
        }
    }

    /// <summary>Renews the lease; false where another node has taken it, and this one must stop.</summary>
    public bool Renew() => _file.Write(connection => connection.Run(
        "update lease set expires_at = $ends where node = $node",
        ("$ends", (_machineTime.GetUtcNow() + _options.Duration).ToUnixTimeMilliseconds()),
        ("$node", Node))) > 0;

    /// <summary>Gives the lease back.</summary>
    public void Dispose()
    {
        _file.Write(connection => connection.Run("delete from lease where node = $node", ("$node", Node)));
        _file.Close();
        _alive.Dispose();
    }

    // The kernel gives the lock back when the process ends, however it ends.
    private static FileStream LockFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new LeaseHeldException($"Another node of this machine works on {Path.GetDirectoryName(path)}.", e);
        }
    }
}

/// <summary>Another node works on the data directory.</summary>
public sealed class LeaseHeldException(string message, Exception? inner = null) : Exception(message, inner);
