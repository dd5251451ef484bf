using System.Buffers.Binary;

namespace Trading.Grains.Records;

/// <summary>
/// Looks at a zip's end before anybody reads its directory: the reader of the platform loads the whole directory first, so the
/// number of files must be judged before that.
/// </summary>
internal static class ZipDirectory
{
    private const uint End = 0x06054b50;
    private const uint End64 = 0x06064b50;
    private const uint Locator64 = 0x07064b50;
    private const int EndBytes = 22;
    private const int LocatorBytes = 20;
    private const int End64Bytes = 56;

    /// <exception cref="InvalidDataException">It is no zip, or its directory goes over <see cref="ArchiveLimits"/>.</exception>
    public static void Check(Stream zip)
    {
        var tail = new byte[(int)Math.Min(zip.Length, EndBytes + ushort.MaxValue)];
        zip.Position = zip.Length - tail.Length;
        zip.ReadExactly(tail);
        var at = LastEnd(tail);
        if (at < 0)
        {
            throw new InvalidDataException("The record is no zip, or its end is missing.");
        }

        ulong files = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 10));
        ulong bytes = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 12));
        var locator = at - LocatorBytes;
        if (locator >= 0 && BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(locator)) == Locator64)
        {
            (files, bytes) = ReadEnd64(zip, BinaryPrimitives.ReadUInt64LittleEndian(tail.AsSpan(locator + 8)));
        }

        zip.Position = 0;
        if (files > ArchiveLimits.Files)
        {
            throw new InvalidDataException($"The record holds more than {ArchiveLimits.Files} files.");
        }

        if (bytes > ArchiveLimits.DirectoryBytes)
        {
            throw new InvalidDataException($"The record's directory is larger than {ArchiveLimits.DirectoryBytes} bytes.");
        }
    }

    private static int LastEnd(byte[] tail)
    {
        for (var at = tail.Length - EndBytes; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) == End)
            {
                return at;
            }
        }

        return -1;
    }

    private static (ulong Files, ulong Bytes) ReadEnd64(Stream zip, ulong offset)
    {
        var end = new byte[End64Bytes];
        if (offset > (ulong)Math.Max(0, zip.Length - End64Bytes))
        {
            throw new InvalidDataException("The record's zip points beyond its end.");
        }

        zip.Position = (long)offset;
        zip.ReadExactly(end);
        return BinaryPrimitives.ReadUInt32LittleEndian(end) == End64
            ? (BinaryPrimitives.ReadUInt64LittleEndian(end.AsSpan(32)), BinaryPrimitives.ReadUInt64LittleEndian(end.AsSpan(40)))
            : throw new InvalidDataException("The record's zip points beside its end.");
    }
}
