using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Log;

/// <summary>One file of a published log: where it stands below the log's folder, and what it holds.</summary>
public readonly record struct LogFile(string Path, byte[] Bytes);

/// <summary>
/// The log as static files, in the layout of c2sp.org/tlog-tiles: any web server or a USB stick carries it, and
/// readers compute every proof themselves. A full tile never changes; partial ones (<c>.p/W</c>) are replaced by it.
/// </summary>
public static class LogTiles
{
    private const int Width = LogLimits.TileWidth;

    /// <summary>The path of a tile of hashes; a width of 256 is a full tile.</summary>
    /// <param name="level">0 for leaf hashes; each level spans 256 times the one below.</param>
    /// <param name="index">Which tile of its level.</param>
    /// <param name="width">Hashes in it, 1 to 256.</param>
    public static string TilePath(int level, long index, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 63);
        return string.Create(CultureInfo.InvariantCulture, $"tile/{level}/{IndexPath(index, width)}");
    }

    /// <summary>The path of a bundle of entries; it holds the entries of the level-0 tile of the same index.</summary>
    public static string EntriesPath(long index, int width) => $"tile/entries/{IndexPath(index, width)}";

    /// <summary>The tiles that a tree of the newer size has and one of the older size had not.</summary>
    /// <param name="tree">Holds at least <paramref name="newer"/> leaves.</param>
    /// <param name="older">The size published before; 0 for all tiles.</param>
    /// <param name="newer">The size to publish.</param>
    public static IEnumerable<LogFile> Tiles(MerkleTree tree, long older, long newer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(older);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(older, newer);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(newer, tree.Size);
        for (var level = 0; newer >> (8 * level) > 0; level++)
        {
            var (before, now) = (older >> (8 * level), newer >> (8 * level));
            for (var index = before / Width; index * Width < now && before < now; index++)
            {
                var width = (int)Math.Min(Width, now - index * Width);
                yield return new LogFile(TilePath(level, index, width), Tile(tree, level, index, width));
            }
        }
    }

    /// <summary>The bundles of entries that a log of the newer size has and one of the older size had not.</summary>
    /// <param name="older">The size published before; 0 for all bundles.</param>
    /// <param name="newer">The size to publish.</param>
    /// <param name="entry">Gives the entry with an index, at most <see cref="LogLimits.EntryBytes"/>.</param>
    public static IEnumerable<LogFile> Entries(long older, long newer, Func<long, byte[]> entry)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(older);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(older, newer);
        for (var index = older / Width; index * Width < newer && older < newer; index++)
        {
            var width = (int)Math.Min(Width, newer - index * Width);
            var first = index * Width;
            yield return new LogFile(
                EntriesPath(index, width), Bundle(Enumerable.Range(0, width).Select(i => entry(first + i))));
        }
    }

    /// <summary>Entries one after the other, each behind its length in two bytes, big-endian.</summary>
    public static byte[] Bundle(IEnumerable<byte[]> entries)
    {
        using var bytes = new MemoryStream();
        Span<byte> length = stackalloc byte[2];
        foreach (var entry in entries)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Length, LogLimits.EntryBytes);
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)entry.Length);
            bytes.Write(length);
            bytes.Write(entry);
        }

        return bytes.ToArray();
    }

    /// <summary>The hashes in a tile that was read back.</summary>
    /// <exception cref="FormatException">It is not 1 to 256 hashes.</exception>
    public static ImmutableArray<Digest> ReadTile(ReadOnlySpan<byte> tile)
    {
        if (tile.Length is 0 or > Width * 32 || tile.Length % 32 != 0)
        {
            throw new FormatException($"A tile is 1 to {Width} hashes of 32 bytes, not {tile.Length} bytes.");
        }

        var hashes = ImmutableArray.CreateBuilder<Digest>(tile.Length / 32);
        for (var i = 0; i < tile.Length; i += 32)
        {
            hashes.Add(new Digest(tile.Slice(i, 32)));
        }

        return hashes.MoveToImmutable();
    }

    /// <summary>The entries in a bundle that was read back.</summary>
    /// <exception cref="FormatException">It is cut off, empty, or holds more than 256 entries.</exception>
    public static ImmutableArray<byte[]> ReadBundle(ReadOnlySpan<byte> bundle)
    {
        var entries = ImmutableArray.CreateBuilder<byte[]>();
        while (!bundle.IsEmpty)
        {
            if (entries.Count == Width || bundle.Length < 2
                || bundle.Length - 2 < BinaryPrimitives.ReadUInt16BigEndian(bundle))
            {
                throw new FormatException($"A bundle is 1 to {Width} entries, each whole behind its length.");
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(bundle);
            entries.Add(bundle.Slice(2, length).ToArray());
            bundle = bundle[(2 + length)..];
        }

        return entries.Count > 0 ? entries.ToImmutable() : throw new FormatException("The bundle is empty.");
    }

    private static byte[] Tile(MerkleTree tree, int level, long index, int width)
    {
        var bytes = new byte[width * 32];
        for (var i = 0; i < width; i++)
        {
            tree.Subtree(8 * level, index * Width + i).AsSpan().CopyTo(bytes.AsSpan(i * 32));
        }

        return bytes;
    }

    // 1234067 is x001/x234/067, so that no name is both a file and a folder.
    private static string IndexPath(long index, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Width);

        var path = new StringBuilder((index % 1000).ToString("d3", CultureInfo.InvariantCulture));
        for (var rest = index / 1000; rest > 0; rest /= 1000)
        {
            path.Insert(0, string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:d3}/"));
        }

        return width == Width
            ? path.ToString()
            : path.Append(CultureInfo.InvariantCulture, $".p/{width}").ToString();
    }
}
