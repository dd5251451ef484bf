using System.Collections.Immutable;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Tests.Log;

public sealed class PublishingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void A_batch_has_always_the_same_size_sorted_and_carries_the_rest(int count)
    {
        var waiting = Waiting(count);
        var batch = LeafBatch.Next(waiting, 64, Counter());

        Assert.Equal(64, batch.Entries.Length);
        Assert.Equal(batch.Entries.Order(), batch.Entries);
        Assert.Equal(waiting.Skip(64), batch.Carried);
        Assert.Equal(Math.Min(64, count), batch.Entries.Intersect(waiting).Count());
        Assert.Equal(64, batch.Entries.Distinct().Count());
    }

    [Fact]
    public void The_oldest_entries_are_published_first()
    {
        var waiting = Waiting(10);
        var first = LeafBatch.Next(waiting, 4, Counter());
        var second = LeafBatch.Next(first.Carried, 4, Counter());
        var third = LeafBatch.Next(second.Carried, 4, Counter());

        Assert.Equal(waiting[..4].Order(), first.Entries);
        Assert.Equal(waiting[4..8].Order(), second.Entries);
        Assert.Equal(2, third.Entries.Intersect(waiting[8..]).Count());
        Assert.Empty(third.Carried);
    }

    [Fact]
    public void A_batch_beyond_its_limit_or_with_a_double_entry_is_refused()
    {
        Assert.Equal(LogLimits.BatchLeaves, LeafBatch.Next([], LogLimits.BatchLeaves, Counter()).Entries.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => LeafBatch.Next([], LogLimits.BatchLeaves + 1, Counter()));
        Assert.Throws<ArgumentOutOfRangeException>(() => LeafBatch.Next([], 0, Counter()));
        Assert.Throws<ArgumentException>(() => LeafBatch.Next([.. Waiting(1), .. Waiting(1)], 4, Counter()));
    }

    [Fact]
    public void A_blinded_entry_is_the_digest_of_leaf_salt_and_event()
    {
        byte[] salt = [.. Enumerable.Repeat((byte)7, 32)];
        var digest = Digest.OfUtf8("event");

        Assert.Equal(Digest.Of([.. "leaf"u8, .. salt, .. digest.ToArray()]), BlindedLeaf.Entry(salt, digest));
        Assert.Throws<ArgumentOutOfRangeException>(() => BlindedLeaf.Entry(new byte[31], digest));
    }

    [Fact]
    public void A_proof_holds_offline_in_text_and_names_what_is_wrong()
    {
        var (tree, log) = (new MerkleTree(), CheckpointTests.Key(1));
        var entries = Waiting(100);
        foreach (var entry in entries)
        {
            tree.Append(MerkleHash.Leaf(entry.AsSpan()));
        }

        var note = new Checkpoint("log.example.cn/sm3", 70, tree.RootAt(70)).Sign(log);
        var proof = LogProof.Make(tree, 33, note);
        var key = new NoteKey("log.example.cn/sm3", log.PublicKey);
        var forged = note.With("supervisor", CheckpointTests.Key(2));
        forged = forged with { Signatures = [note.Signatures[0], forged.Signatures[1] with { Value = note.Signatures[0].Value }] };

        Assert.Equal(proof, LogProof.Parse(proof.ToText()));
        Assert.StartsWith("c2sp.org/tlog-proof@v1\nindex 33\n", proof.ToText(), StringComparison.Ordinal);
        Assert.Null(proof.Check(entries[33].AsSpan(), key));
        Assert.Equal(NoteFault.NotIncluded, proof.Check(entries[34].AsSpan(), key));
        Assert.Equal(NoteFault.OtherOrigin, proof.Check(entries[33].AsSpan(), new NoteKey("other", log.PublicKey)));
        Assert.Equal(
            NoteFault.NotSigned,
            proof.Check(entries[33].AsSpan(), new NoteKey(key.Name, CheckpointTests.Key(2).PublicKey)));
        Assert.Equal(
            NoteFault.BadSignature,
            (proof with { Note = forged }).Check(
                entries[33].AsSpan(), key, new NoteKey("supervisor", CheckpointTests.Key(2).PublicKey)));
    }

    [Fact]
    public void A_malformed_proof_is_refused()
    {
        var tree = new MerkleTree(Waiting(3));
        var text = LogProof.Make(tree, 1, new Checkpoint("o", 3, tree.Root).Sign(CheckpointTests.Key(1))).ToText();
        var hash = Digest.OfUtf8("x").ToBase64();

        Assert.Equal(NoteFault.Malformed, Fault(text.Replace("@v1", "@v2", StringComparison.Ordinal)));
        Assert.Equal(NoteFault.Malformed, Fault(text.Replace("index 1", "index 01", StringComparison.Ordinal)));
        Assert.Equal(NoteFault.Malformed, Fault(text.Replace("index 1", "extra AAAA\nindex 1", StringComparison.Ordinal)));
        Assert.Equal(NoteFault.Malformed, Fault(text.Replace("index 1", "index 3", StringComparison.Ordinal)));
        Assert.Equal(NoteFault.Malformed, Fault(text.Replace("index 1\n", "index 1\nx\n", StringComparison.Ordinal)));
        Assert.Equal(NoteFault.Malformed, Fault("c2sp.org/tlog-proof@v1\nindex 1\n"));

        var longest = string.Concat(Enumerable.Repeat($"{hash}\n", LogLimits.PathLength - 2));
        _ = LogProof.Parse(text.Replace("index 1\n", $"index 1\n{longest}", StringComparison.Ordinal));
        Assert.Equal(
            NoteFault.TooLong,
            Fault(text.Replace("index 1\n", $"index 1\n{longest}{hash}\n", StringComparison.Ordinal)));

        static NoteFault Fault(string text) => CheckpointTests.Fault(() => LogProof.Parse(text));
    }

    [Fact]
    public void Tiles_of_70000_leaves_are_those_of_the_tile_specifications_example()
    {
        var tree = new MerkleTree(Waiting(70_000));
        var tiles = LogTiles.Tiles(tree, 0, 70_000).ToDictionary(t => t.Path, t => t.Bytes);

        Assert.Equal(273 + 1 + 1 + 1 + 1, tiles.Count);
        Assert.Equal(112 * 32, tiles["tile/0/273.p/112"].Length);
        Assert.Equal(256 * 32, tiles["tile/1/000"].Length);
        Assert.Equal(17 * 32, tiles["tile/1/001.p/17"].Length);
        Assert.Equal(32, tiles["tile/2/000.p/1"].Length);
        Assert.Equal(
            new MerkleTree(LogTiles.ReadTile(tiles["tile/0/005"])).Root, LogTiles.ReadTile(tiles["tile/1/000"])[5]);
    }

    [Theory]
    [InlineData(0, 64)]
    [InlineData(64, 128)]
    [InlineData(192, 256)]
    [InlineData(256, 320)]
    [InlineData(100, 1000)]
    [InlineData(512, 512)]
    public void What_grew_is_written_and_all_leaves_can_be_read_back(int older, int newer)
    {
        var tree = new MerkleTree(Waiting(1000));
        var all = LogTiles.Tiles(tree, 0, newer).Select(t => t.Path).ToHashSet();
        var before = LogTiles.Tiles(tree, 0, older).Select(t => t.Path).ToHashSet();

        var grown = LogTiles.Tiles(tree, older, newer).ToList();
        Assert.Equal(all.Except(before).Order(), grown.Select(t => t.Path).Order());

        var leaves = LogTiles.Tiles(tree, 0, newer)
            .Where(t => t.Path.StartsWith("tile/0/", StringComparison.Ordinal))
            .SelectMany(t => LogTiles.ReadTile(t.Bytes));
        Assert.Equal(tree.RootAt(newer), new MerkleTree(leaves).Root);
    }

    [Fact]
    public void Paths_split_the_index_into_thousands()
    {
        Assert.Equal("tile/3/x001/x234/067", LogTiles.TilePath(3, 1_234_067, 256));
        Assert.Equal("tile/entries/000.p/1", LogTiles.EntriesPath(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogTiles.TilePath(64, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogTiles.TilePath(0, 0, 257));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogTiles.TilePath(0, 0, 0));
    }

    [Fact]
    public void Entry_bundles_are_read_back_and_damaged_ones_refused()
    {
        var entries = Waiting(300);
        var files = LogTiles.Entries(0, 300, i => entries[(int)i].ToArray()).ToList();

        Assert.Equal(["tile/entries/000", "tile/entries/001.p/44"], files.Select(f => f.Path));
        Assert.Equal(["tile/entries/001.p/44"], LogTiles.Entries(256, 300, i => entries[(int)i].ToArray()).Select(f => f.Path));
        Assert.Equal(entries, files.SelectMany(f => LogTiles.ReadBundle(f.Bytes)).Select(b => new Digest(b)));
        Assert.Throws<FormatException>(() => LogTiles.ReadBundle(files[0].Bytes.AsSpan(..^1)));
        Assert.Throws<FormatException>(() => LogTiles.ReadBundle([]));
        Assert.Throws<FormatException>(() => LogTiles.ReadBundle([.. files[0].Bytes, 0, 0]));
        Assert.Throws<FormatException>(() => LogTiles.ReadTile(new byte[31]));
        Assert.Throws<FormatException>(() => LogTiles.ReadTile(new byte[257 * 32]));
    }

    private static ImmutableArray<Digest> Waiting(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Digest.OfUtf8($"entry {i}"))];

    private static Entropy Counter()
    {
        var next = 0;
        return bytes => Digest.OfUtf8($"dummy {next++}").AsSpan().CopyTo(bytes);
    }
}
