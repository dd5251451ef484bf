using System.Globalization;
using Trading.Proofs.Log;

namespace Trading.Silo.Log;

/// <summary>The name of a tile read strictly: only a name that <see cref="LogTiles"/> would write is one.</summary>
internal readonly record struct LogPath(bool IsEntries, int Level, long Index, int Width)
{
    private const int LongestName = 64;

    public static LogPath? Parse(string path)
    {
        var parts = path.Split('/');
        if (path.Length > LongestName || parts.Length < 3 || parts[0] != "tile")
        {
            return null;
        }

        var width = LogLimits.TileWidth;
        var last = parts.Length - 1;
        if (parts[last - 1].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!TryNumber(parts[last], out var partial) || partial >= width)
            {
                return null;
            }

            (width, last) = ((int)partial, last - 1);
            parts[last] = parts[last][..^2];
        }

        var index = 0L;
        for (var i = 2; i <= last; i++)
        {
            if (!TryNumber(parts[i].TrimStart('x'), out var three) || index > LogLimits.Leaves)
            {
                return null;
            }

            index = (index * 1000) + three;
        }

        var isEntries = parts[1] == "entries";
        var level = 0L;
        if (width == 0 || index > LogLimits.Leaves || (!isEntries && (!TryNumber(parts[1], out level) || level > 63)))
        {
            return null;
        }

        var name = isEntries ? LogTiles.EntriesPath(index, width) : LogTiles.TilePath((int)level, index, width);
        return name == path ? new LogPath(isEntries, (int)level, index, width) : null;
    }

    private static bool TryNumber(string text, out long number)
    {
        number = 0;
        return text.Length is > 0 and <= 3
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
