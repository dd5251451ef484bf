using FsCheck;
using FsCheck.Fluent;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Tests.Log;

/// <summary>The worked example of docs/sealing.md, the log: the eight leaves of the CT test vectors under SM3.</summary>
public sealed class MerkleTreeTests
{
    private static readonly string[] Entries =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    private static readonly string[] Roots =
    [
        "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
        "2daef60e7a0b8f5e024c81cd2ab3109f2b4f155cf83adeb2ae5532f74a157fdf",
        "0b990fe0c7ad70f1bf1a1262f2c7908ea48146b14253a6db99f2917ab1f5cc4d",
        "209ec96a210d662a964772680e8544d18cab7b88ffec3e00962220349b56ea56",
        "28e4e307ef6d2d0c62d84b11ef96e835efe490f35b93c8f024ecfe38c8dd4377",
        "bb10c996aeebbcdc69be3715fc847344de77442d37a5ab8213da9f41785b103b",
        "8723c1ab1f82ddfba4a3733ac0c80d936d9f4c208c7dbc8cc81ca9fff8584f66",
        "bd36c22a1ac6ff4308e0c3cc1a85bf0ffa30538ec60a55c70413ab15d45db4d2",
        "bc48ba7a709184b5f2a631e1adeb8dc2a0d4c018c1d6cc89b5664fe154c93b38",
    ];

    public static MerkleTree Vector() => new(Entries.Select(e => MerkleHash.Leaf(Convert.FromHexString(e))));

    [Fact]
    public void Roots_of_the_vector_hold_at_every_size()
    {
        var tree = Vector();
        var range = CompactRange.Empty;
        for (var size = 0; size <= 8; size++)
        {
            Assert.Equal(Roots[size], tree.RootAt(size).ToString());
            Assert.Equal(Roots[size], range.Root.ToString());
            range = size < 8 ? range.Append(MerkleHash.Leaf(Convert.FromHexString(Entries[size]))) : range;
        }
    }

    [Fact]
    public void Inclusion_of_leaf_5_in_size_7_is_the_vector()
    {
        var proof = Vector().Inclusion(5, 7);

        Assert.Equal(
            [
                "a798bfdb4164a6c7b41a6faecc5c3155cf04d38929dcbd4fe21dea29071aac64",
                "0ce032204aaf0d2493c226ac2199c3ea4a51c8ce383f485836943605076c0f4b",
                "28e4e307ef6d2d0c62d84b11ef96e835efe490f35b93c8f024ecfe38c8dd4377",
            ],
            proof.Path.Select(h => h.ToString()));
        Assert.True(proof.Check(MerkleHash.Leaf(Convert.FromHexString(Entries[5])), Digest.Parse(Roots[7])));
    }

    [Fact]
    public void Consistency_3_to_7_is_the_vector()
    {
        var proof = Vector().Consistency(3, 7);

        Assert.Equal(
            [
                "c93540f0356ca5170858329e6d483f335894dac0de71c64ff8b51cba68cce396",
                "796e7bd749551d8e3dbd787d5fdbc62771c9a04db51a53bdbc004211f606ee6a",
                "0b990fe0c7ad70f1bf1a1262f2c7908ea48146b14253a6db99f2917ab1f5cc4d",
                "6f59d73facf2001681a4932aa0ec3c8006b2911c498c6dda229de1b618670d4e",
            ],
            proof.Path.Select(h => h.ToString()));
        Assert.True(proof.Check(Digest.Parse(Roots[3]), Digest.Parse(Roots[7])));
    }

    [Fact]
    public void Every_proof_of_every_size_up_to_40_holds_and_no_other_leaf_passes()
    {
        var tree = Numbers(40);
        for (var size = 1; size <= 40; size++)
        {
            for (var index = 0; index < size; index++)
            {
                var proof = tree.Inclusion(index, size);
                var root = tree.RootAt(size);
                Assert.True(proof.Check(Leaf(index), root));
                Assert.False(proof.Check(Leaf(index + 1), root));
                Assert.False((proof with { Index = (index + 1) % size }).Check(Leaf(index), root) && size > 1);
                Assert.False((proof with { Path = proof.Path.Add(root) }).Check(Leaf(index), root));
            }

            for (var older = 0; older <= size; older++)
            {
                var proof = tree.Consistency(older, size);
                Assert.True(proof.Check(tree.RootAt(older), tree.RootAt(size)));
                Assert.False(proof.Check(Leaf(99), tree.RootAt(size)));
                Assert.False(proof.Check(tree.RootAt(older), Leaf(99)) && older > 0);
                Assert.False((proof with { Path = proof.Path.Add(Leaf(1)) }).Check(tree.RootAt(older), tree.RootAt(size)));
            }
        }
    }

    [Fact]
    public void A_changed_or_shortened_path_never_passes() =>
        Prop.ForAll(
            Gen.Choose(2, 300).SelectMany(size => Gen.Choose(0, size - 1).Select(index => (size, index))).ToArbitrary(),
            Gen.Choose(0, 1_000_000).ToArbitrary(),
            (at, flip) =>
            {
                var tree = Numbers(at.size);
                var proof = tree.Inclusion(at.index, at.size);
                var place = flip % proof.Path.Length;
                var bytes = proof.Path[place].ToArray();
                bytes[flip / 7 % 32] ^= 1;
                return proof.Check(Leaf(at.index), tree.Root)
                    && !(proof with { Path = proof.Path.SetItem(place, new Digest(bytes)) }).Check(Leaf(at.index), tree.Root)
                    && !(proof with { Path = proof.Path.RemoveAt(place) }).Check(Leaf(at.index), tree.Root);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_tree_that_changed_a_leaf_is_not_consistent()
    {
        var honest = Numbers(20);
        var changed = new MerkleTree(Enumerable.Range(0, 33).Select(i => Leaf(i == 7 ? 700 : i)));

        Assert.False(changed.Consistency(20, 33).Check(honest.RootAt(20), changed.Root));
    }

    [Fact]
    public void A_compact_range_goes_on_where_it_was_stored()
    {
        var range = Enumerable.Range(0, 21).Aggregate(CompactRange.Empty, (r, i) => r.Append(Leaf(i)));
        var restored = CompactRange.Restore(range.Size, range.Hashes);

        Assert.Equal(Numbers(22).Root, restored.Append(Leaf(21)).Root);
        Assert.Throws<ArgumentException>(() => CompactRange.Restore(20, range.Hashes));
    }

    [Fact]
    public void A_full_tree_takes_no_further_leaf()
    {
        var full = CompactRange.Restore(LogLimits.Leaves, [Leaf(0)]);

        Assert.Throws<InvalidOperationException>(() => full.Append(Leaf(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => CompactRange.Restore(LogLimits.Leaves + 1, [Leaf(0), Leaf(1)]));
    }

    [Fact]
    public void An_entry_one_byte_too_long_is_refused()
    {
        Assert.NotEqual(default, MerkleHash.Leaf(new byte[LogLimits.EntryBytes]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleHash.Leaf(new byte[LogLimits.EntryBytes + 1]));
    }

    [Fact]
    public void Indices_outside_the_tree_are_refused()
    {
        var tree = Numbers(5);

        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Inclusion(5, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Inclusion(0, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Consistency(4, 3));
        Assert.False(new InclusionProof(5, 5, []).Check(Leaf(5), tree.Root));
        Assert.False(new InclusionProof(-1, 5, []).Check(Leaf(5), tree.Root));
        Assert.Null(new InclusionProof(0, LogLimits.Leaves + 1, []).RootFrom(Leaf(0)));
    }

    private static Digest Leaf(int i) => MerkleHash.Leaf(BitConverter.GetBytes(i));

    private static MerkleTree Numbers(int count) => new(Enumerable.Range(0, count).Select(Leaf));
}
