using Microsoft.Data.Sqlite;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;
using Trading.Silo.Storage;

namespace Trading.Silo.Log;

/// <summary>
/// The log's tree in its tiles: a tile holds 256 hashes of complete subtrees, each over 256 times as many leaves as one of the
/// level below. Only the tiles asked for are read, so a log of years opens at once. Lives as long as one transaction.
/// </summary>
internal sealed class TiledTree(SqliteConnection connection, long size) : MerkleView
{
    private const int LevelHeight = 8;
    private readonly Dictionary<(int Level, long Index), byte[]> _tiles = [];
    private readonly HashSet<(int Level, long Index)> _changed = [];
    private long _size = size;

    public override long Size => _size;

    public override Digest Subtree(int height, long index)
    {
        var level = height / LevelHeight;
        var count = 1 << (height % LevelHeight);
        var first = index * count;
        var tile = Tile(level, first / LogLimits.TileWidth)
            ?? throw new InvalidDataException($"The log is damaged: tile {level}/{first / LogLimits.TileWidth} is missing.");
        return Over(tile.AsSpan((int)(first % LogLimits.TileWidth) * Digest.Size, count * Digest.Size));
    }

    /// <summary>The hashes of a tile, or null where the tree has none of them yet.</summary>
    public byte[]? Tile(int level, long index)
    {
        if (_tiles.TryGetValue((level, index), out var known))
        {
            return known;
        }

        var tile = connection.ReadRow(
            "select hashes from tile where level = $level and number = $number",
            row => row.Bytes(0),
            ("$level", level),
            ("$number", index));
        if (tile is not null)
        {
            _tiles[(level, index)] = tile;
        }

        return tile;
    }

    /// <summary>Adds a leaf hash; a tile that becomes full adds one hash to the level above.</summary>
    public void Append(Digest leafHash)
    {
        var (hash, number) = (leafHash, _size++);
        for (var level = 0; ; level++)
        {
            var (index, place) = (number / LogLimits.TileWidth, (int)(number % LogLimits.TileWidth));
            byte[] tile = [.. place == 0 ? [] : Tile(level, index)!, .. hash.AsSpan()];
            _tiles[(level, index)] = tile;
            _changed.Add((level, index));
            if (place < LogLimits.TileWidth - 1)
            {
                return;
            }

            (hash, number) = (Over(tile), index);
        }
    }

    /// <summary>Writes the tiles that grew.</summary>
    public void Save()
    {
        foreach (var (level, index) in _changed)
        {
            connection.Run(
                """
                insert into tile (level, number, hashes) values ($level, $number, $hashes)
                on conflict (level, number) do update set hashes = excluded.hashes
                """,
                ("$level", level),
                ("$number", index),
                ("$hashes", _tiles[(level, index)]));
        }

        _changed.Clear();
    }

    private static Digest Over(ReadOnlySpan<byte> hashes)
    {
        if (hashes.Length == Digest.Size)
        {
            return new Digest(hashes);
        }

        var half = hashes.Length / 2;
        return MerkleHash.Node(Over(hashes[..half]), Over(hashes[half..]));
    }
}
