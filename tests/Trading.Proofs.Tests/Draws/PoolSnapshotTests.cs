using Trading.Proofs.Draws;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Tests.Draws;

public sealed class PoolSnapshotTests
{
    public static PoolSnapshot Vector() => new(VectorEntries());

    [Fact]
    public void Leaves_order_and_root_are_the_vectors()
    {
        var pool = Vector();

        Assert.Equal(
            [
                "075f6f8d E0006", "1d8d2d94 E0010", "45696fd4 E0003", "6e6b9e19 E0002", "75f4220a E0008",
                "884a21d0 E0009", "991b038c E0001", "b7aac824 E0007", "bc0adfd1 E0005", "dc0cd932 E0004",
            ],
            pool.Leaves.Zip(pool.Entries).Select(p => $"{p.First.ToString()[..8]} {p.Second.Entry.Split('\t')[1]}"));
        Assert.Equal("075f6f8d153b74aa9ac31eac58ca8cf76a03f0daf2dcb5a6e3e3d530a1aa4632", pool.Leaves[0].ToString());
        Assert.Equal("1adbe532b72e64c1d3e6744f448eb3244833b2e1ec077950f8a5fe3815fa4768", pool.Root.ToString());
    }

    [Fact]
    public void The_order_of_the_candidates_changes_nothing() =>
        Assert.Equal(Vector(), new PoolSnapshot(VectorEntries().Reverse()));

    [Fact]
    public void Each_candidate_can_check_its_place_and_no_other_passes()
    {
        var pool = Vector();
        for (var i = 0; i < pool.Size; i++)
        {
            var path = pool.PathOf(i);
            Assert.True(PoolSnapshot.Check(pool.Entries[i], path, 10, pool.Root));
            Assert.False(PoolSnapshot.Check(pool.Entries[(i + 1) % 10], path, 10, pool.Root));
            Assert.False(PoolSnapshot.Check(pool.Entries[i] with { Salt = default }, path, 10, pool.Root));
            Assert.False(PoolSnapshot.Check(pool.Entries[i], path, 11, pool.Root));
        }
    }

    [Fact]
    public void An_empty_pool_a_double_candidate_or_a_broken_line_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new PoolSnapshot([]));
        Assert.Throws<ArgumentException>(() => new PoolSnapshot(VectorEntries().Concat(VectorEntries())));
        Assert.Throws<ArgumentException>(() => new PoolSnapshot([new PoolEntry("a\nb", default)]));
        Assert.Throws<ArgumentException>(() => new PoolSnapshot([new PoolEntry("", default)]));
        Assert.Equal(1, new PoolSnapshot([new PoolEntry(new string('a', DrawLimits.EntryBytes), default)]).Size);
        Assert.Contains(
            "1 to 1000000 candidates",
            Assert.Throws<ArgumentException>(
                () => new PoolSnapshot(Enumerable.Repeat(new PoolEntry("a", default), DrawLimits.Pool + 1))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => new PoolSnapshot([new PoolEntry(new string('a', DrawLimits.EntryBytes + 1), default)]));
    }

    [Fact]
    public void A_pool_of_published_values_has_one_order_for_everybody()
    {
        var pool = PublicPool.Of(["0.95", "0.96", "0.97", "0.98"]);

        Assert.Equal(PublicPool.Of(["0.98", "0.95", "0.97", "0.96"]), pool);
        Assert.All(pool.Entries, e => Assert.Equal(default, e.Salt));
        Assert.Equal(Digest.Of([0, .. new byte[32], .. "0.95"u8]), pool.Entries.Single(e => e.Entry == "0.95").Leaf);
        Assert.Throws<ArgumentException>(() => PublicPool.Of(["0.95", "0.95"]));
    }

    private static IEnumerable<PoolEntry> VectorEntries() =>
        new[] { "张三", "李四", "王五", "赵六", "孙七", "周八", "吴九", "郑十", "冯十一", "陈十二" }
            .Select((name, i) => new PoolEntry(
                $"expert\tE{i + 1:d4}\t{name}\t工程造价", Digest.OfUtf8($"test salt {i + 1}")));
}
