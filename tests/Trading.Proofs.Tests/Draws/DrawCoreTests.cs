using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Trading.Proofs.Draws;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Proofs.Tests.Draws;

/// <summary>The worked example of docs/sealing.md, draws: python, JavaScript and openssl agree on it.</summary>
public sealed class DrawCoreTests
{
    private static readonly Digest[] Reveals = [.. new[] { 0x11, 0x22, 0x33 }.Select(b => Repeat((byte)b))];

    private static readonly Digest Seed =
        Digest.Parse("d23730b8aca43b1e6f449024dbd98085d87680131a404b7c47e7a062eba0a3f1");

    private static DrawRecord Vector => DrawRecord.Parse(File.ReadAllText("vectors/draw-record.txt"));

    [Fact]
    public void The_record_of_the_vector_is_read_and_written_byte_for_byte()
    {
        var text = File.ReadAllText("vectors/draw-record.txt");

        Assert.Equal(text, Vector.ToText());
        Assert.Equal("3def3a3756325d5c4fded52b5fbac3c04fb4841092a089e6f564a3cda24293c6", Vector.Sm3().ToString());
    }

    [Fact]
    public void Commitments_seed_and_outcome_are_the_vectors()
    {
        Assert.Equal(
            Vector.Parties.Select(p => p.Commitment), Reveals.Select(r => DrawCommitment.Of(r, "D20261120-001")));
        Assert.Equal(Seed, DrawCore.Seed(Vector, Reveals));
        Assert.Equal(new DrawOutcome([3, 8, 5], [7, 6]), DrawCore.Draw(Vector, Reveals));
    }

    [Fact]
    public void The_stream_is_the_vectors()
    {
        var stream = new DrawStream(Seed);
        var block = string.Concat(
            Enumerable.Range(0, 8).Select(_ => stream.Next().ToString("x8", CultureInfo.InvariantCulture)));

        Assert.Equal("aad5dff73b376274b27275abb777ef8b48b4d66aedc388844c9fdf163fe79dcb", block);
    }

    [Fact]
    public void The_sampler_is_the_vectors_with_two_rejections()
    {
        var (stream, raw) = (new DrawStream(Seed), new DrawStream(Seed));
        uint[] expected = [2866143223, 993485428, 2993845675, 1219810922, 1285545750, 1072143819];

        Assert.Equal(expected, Enumerable.Range(0, 6).Select(_ => stream.Uniform(3_000_000_000)));
        Assert.Equal(2, Enumerable.Range(0, 8).Count(_ => raw.Next() >= 3_000_000_000));
    }

    [Fact]
    public void Who_was_drawn_is_the_vectors_and_each_can_be_shown()
    {
        var pool = PoolSnapshotTests.Vector();
        var outcome = DrawCore.Draw(Vector, Reveals);

        Assert.Equal(
            ["E0002\t李四", "E0005\t孙七", "E0009\t冯十一", "E0007\t吴九", "E0001\t张三"],
            outcome.Indices.Concat(outcome.Reserves).Select(i => string.Join('\t', pool.Entries[i].Entry.Split('\t')[1..3])));
        Assert.All(
            outcome.Indices, i => Assert.True(PoolSnapshot.Check(pool.Entries[i], pool.PathOf(i), Vector.PoolSize, Vector.PoolRoot)));
    }

    [Fact]
    public void A_reveal_that_was_not_committed_to_names_its_party()
    {
        var fault = Assert.Throws<DrawException>(() => DrawCore.Seed(Vector, [Reveals[0], Repeat(0x23), Reveals[2]]));

        Assert.Equal((DrawFault.RevealNotCommitted, 2), (fault.Fault, fault.Party));
        Assert.Equal(
            DrawFault.RevealMissing, Assert.Throws<DrawException>(() => DrawCore.Seed(Vector, Reveals[..2])).Fault);
        Assert.Throws<DrawException>(() => DrawCore.Seed(Vector with { Draw = "D20261120-002" }, Reveals));
    }

    [Theory]
    [InlineData("party 2 tenderee Vg6sxEBMKuhUad/qeP0PRyDANTNDWI+eGr7FmEcF35Y=", "party 2 tenderee w45By2GgLIga3pxuc28PLRrGJeA1GOKBDEZCwX8jgcE=")]
    [InlineData("party 2 ", "party 4 ")]
    [InlineData("parties 3", "parties 4")]
    [InlineData("reserve 2", "reserve 8")]
    public void A_record_that_contradicts_itself_is_refused(string what, string by)
    {
        var text = File.ReadAllText("vectors/draw-record.txt").Replace(what, by, StringComparison.Ordinal);

        Assert.Equal(
            RecordFault.Inconsistent, Assert.Throws<RecordException>(() => DrawRecord.Parse(text)).Fault);
    }

    [Theory]
    [InlineData("take 3", "take 0")]
    [InlineData("take 3", "take 03")]
    [InlineData("pool 10 ", "pool 1000001 ")]
    [InlineData("parties 3", "parties 17")]
    [InlineData("centre", "center")]
    public void A_record_with_a_value_out_of_its_range_is_refused(string what, string by)
    {
        var text = File.ReadAllText("vectors/draw-record.txt").Replace(what, by, StringComparison.Ordinal);

        Assert.Equal(
            RecordFault.MalformedValue, Assert.Throws<RecordException>(() => DrawRecord.Parse(text)).Fault);
    }

    [Fact]
    public void Limits_hold_at_their_edge_and_not_one_past()
    {
        Assert.Equal(10, DrawCore.Draw(Seed, 10, 7, 3).Indices.Length + 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => DrawCore.Draw(Seed, 10, 7, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => DrawCore.Draw(Seed, 10, 0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => DrawCore.Draw(Seed, 10, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DrawCore.Draw(Seed, 0, 1, 0));
        Assert.Single(DrawCore.Draw(Seed, DrawLimits.Pool, 1, 0).Indices);
        Assert.Throws<ArgumentOutOfRangeException>(() => DrawCore.Draw(Seed, DrawLimits.Pool + 1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DrawCore.Draw(Seed, 10, int.MaxValue, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DrawStream(Seed).Uniform(0));
        Assert.Equal(0u, new DrawStream(Seed).Uniform(1));
        Assert.Equal(new DrawStream(Seed).Next(), new DrawStream(Seed).Uniform(uint.MaxValue));
    }

    [Fact]
    public void Nobody_is_drawn_twice_and_everybody_is_in_the_pool() =>
        Prop.ForAll(
            Gen.Choose(1, 200).SelectMany(n => Gen.Choose(1, n).Select(t => (n, t))).ToArbitrary(),
            ArbMap.Default.ArbFor<int>(),
            (size, seed) =>
            {
                var outcome = DrawCore.Draw(Digest.OfUtf8($"{seed}"), size.n, size.t, size.n - size.t);
                return outcome.Indices.Length == size.t
                    && outcome.Indices.Concat(outcome.Reserves).Order().SequenceEqual(Enumerable.Range(0, size.n));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void More_reserves_do_not_change_who_is_drawn() =>
        Prop.ForAll<int>(seed =>
        {
            var digest = Digest.OfUtf8($"reserves {seed}");
            return DrawCore.Draw(digest, 50, 5, 0).Indices.SequenceEqual(DrawCore.Draw(digest, 50, 5, 20).Indices);
        }).QuickCheckThrowOnFailure();

    /// <summary>
    /// The seeds are fixed, so this cannot fail by chance. With 9 degrees of freedom a fair sampler stays below 27.9
    /// with probability 0.999; one that takes x mod m without rejection, or shuffles over the whole range, does not.
    /// </summary>
    [Fact]
    public void Each_of_ten_is_drawn_equally_often()
    {
        const int Draws = 20_000;
        var (drawn, first) = (new long[10], new long[10]);
        for (var i = 0; i < Draws; i++)
        {
            var outcome = DrawCore.Draw(Digest.OfUtf8($"chi-square {i}"), 10, 3, 0);
            first[outcome.Indices[0]]++;
            foreach (var index in outcome.Indices)
            {
                drawn[index]++;
            }
        }

        Assert.InRange(ChiSquareTimes1000(drawn, Draws * 3 / 10), 0, 27_900);
        Assert.InRange(ChiSquareTimes1000(first, Draws / 10), 0, 27_900);
    }

    [Fact]
    public void The_sampler_favours_no_third_of_a_range_that_does_not_divide_2_32()
    {
        // Without rejection, x mod 3·10^9 would give the lowest third more than half of all values.
        var counts = new long[3];
        var stream = new DrawStream(Digest.OfUtf8("thirds"));
        for (var i = 0; i < 30_000; i++)
        {
            counts[stream.Uniform(3_000_000_000) / 1_000_000_000]++;
        }

        // 2 degrees of freedom: 13.8 at 0.999.
        Assert.InRange(ChiSquareTimes1000(counts, 10_000), 0, 13_800);
    }

    private static long ChiSquareTimes1000(long[] counts, long expected) =>
        counts.Sum(c => (c - expected) * (c - expected) * 1000) / expected;

    private static Digest Repeat(byte value) => new([.. Enumerable.Repeat(value, 32)]);
}
