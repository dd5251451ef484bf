using Trading.Silo.Leases;

namespace Trading.Silo.Tests.Leases;

public sealed class NodeLeaseTests : IDisposable
{
    private static readonly LeaseOptions Here = new() { Machine = "machine-a" };
    private static readonly LeaseOptions There = new() { Machine = "machine-b" };

    private readonly TestFolder _folder = new();
    private readonly TestClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_node_refuses_to_start_while_the_first_lives_however_long()
    {
        using var first = NodeLease.Take(_folder.Path, _clock, Here);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Throws<LeaseHeldException>(() => NodeLease.Take(_folder.Path, _clock, Here));
        Assert.True(first.Renew());
    }

    [Fact]
    public void A_lease_given_back_is_taken_at_once()
    {
        NodeLease.Take(_folder.Path, _clock, Here).Dispose();
        NodeLease.Take(_folder.Path, _clock, There).Dispose();
    }

    [Fact]
    public void After_a_crash_the_same_machine_goes_on_at_once()
    {
        Crash(Here);
        using var again = NodeLease.Take(_folder.Path, _clock, Here);
        Assert.True(again.Renew());
    }

    [Fact]
    public void After_a_crash_another_machine_waits_for_the_lease_to_end_to_the_millisecond()
    {
        Crash(Here);
        _clock.Advance(Here.Duration - TimeSpan.FromMilliseconds(1));
        Assert.Throws<LeaseHeldException>(() => NodeLease.Take(_folder.Path, _clock, There));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        using var taken = NodeLease.Take(_folder.Path, _clock, There);
        Assert.True(taken.Renew());
    }

    [Fact]
    public void A_node_whose_lease_was_taken_over_hears_it_and_does_not_give_back_the_new_one()
    {
        // The lock file of another machine is another file: a copy stands for the shared disk without locks.
        using var other = new TestFolder();
        var old = NodeLease.Take(_folder.Path, _clock, Here);
        _clock.Advance(Here.Duration);
        Crash(There, replaceLock: true);
        Assert.False(old.Renew());
        old.Dispose();
        Assert.Throws<LeaseHeldException>(() => NodeLease.Take(_folder.Path, _clock, Here));
    }

    // A process that ended without a word: its lock is gone, its row is there.
    private void Crash(LeaseOptions options, bool replaceLock = false)
    {
        if (replaceLock)
        {
            File.Move(_folder.File("node.lock"), _folder.File("node.lock.other-machine"));
        }

        var lease = NodeLease.Take(_folder.Path, _clock, options);
        var database = _folder.File("lease.db");
        File.Copy(database, database + ".crash");
        File.Copy(database + "-wal", database + ".crash-wal");
        lease.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Delete(database + "-shm");
        File.Move(database + ".crash", database, overwrite: true);
        File.Move(database + ".crash-wal", database + "-wal", overwrite: true);
    }
}
