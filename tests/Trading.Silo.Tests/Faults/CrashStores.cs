using System.Security.Cryptography;
using Trading.Grains.Shell;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;
using Trading.Silo.AtRest;
using Trading.Silo.Documents;
using Trading.Silo.Faults;
using Trading.Silo.Journal;
using Trading.Silo.Leases;
using Trading.Silo.Log;

namespace Trading.Silo.Tests.Faults;

/// <summary>The stores of one node as parent and child both open them.</summary>
internal sealed class CrashStores : IDisposable
{
    public static readonly PartyId Owner = PartyId.Create("91320000TESTONLY1A");
    public static readonly LogOptions LogOptions = new() { Origin = "log.test-only.example/sm3", BatchSize = 8 };

    private readonly NodeLease _lease;

    public CrashStores(string folder, FaultPoints faults)
    {
        // The dead process's lock is gone with it, so its machine goes on at once.
        _lease = NodeLease.Take(folder, TimeProvider.System);
        var key = DataKeyFile.OpenOrCreate(Path.Combine(folder, "data.key"));
        Journal = new SqliteJournal(Path.Combine(folder, "journal.db"), key, faults: faults);
        Documents = new FileDocumentStore(folder, key, Clock, faults: faults);
        Log = new SqlitePublicLog(
            Path.Combine(folder, "log.db"),
            Journal,
            Sm2PrivateKey.FromScalar([.. new byte[31], 7]),
            RandomNumberGenerator.Fill,
            LogOptions,
            faults);
    }

    public TestClock Clock { get; } = new();

    public SqliteJournal Journal { get; }

    public FileDocumentStore Documents { get; }

    public SqlitePublicLog Log { get; }

    /// <summary>The document of a round, the same in every process.</summary>
    public static byte[] Bytes(int round)
    {
        var bytes = new byte[100_000];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(((i * 7) + (i / 253) + round) & 0xff);
        }

        return bytes;
    }

    public async Task<List<Digest>> LogEntries()
    {
        var size = (int)Checkpoint.Parse((await Log.Checkpoint()).Text).Size;
        var entries = new List<Digest>();
        for (var tile = 0; tile * 256 < size; tile++)
        {
            var bundle = await Log.Tile(LogTiles.EntriesPath(tile, Math.Min(256, size - (tile * 256))));
            entries.AddRange(LogTiles.ReadBundle(bundle).Select(entry => new Digest(entry)));
        }

        return entries;
    }

    public void Dispose()
    {
        Log.Dispose();
        Documents.Dispose();
        Journal.Dispose();
        _lease.Dispose();
    }
}
