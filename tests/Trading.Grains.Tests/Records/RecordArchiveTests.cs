using System.IO.Compression;
using System.Text;
using Trading.Grains.Records;

namespace Trading.Grains.Tests.Records;

/// <summary>What a stranger may hand in as a record: each is refused with its cause, and none takes memory or time for long.</summary>
public sealed class RecordArchiveTests
{
    private const long Generous = 1L << 20;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(100_000)]
    public void What_is_no_zip_is_refused(int size) =>
        Assert.Throws<InvalidDataException>(() => RecordArchive.Open(new MemoryStream(new byte[size])));

    [Theory]
    [InlineData("../record.txt")]
    [InlineData("/record.txt")]
    [InlineData("a/../record.txt")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("a\\b")]
    [InlineData("C:record.txt")]
    [InlineData("folder/")]
    [InlineData("档案.txt")]
    [InlineData("a\nb")]
    public void A_path_that_leads_out_is_refused(string path) =>
        Assert.Contains("plain and relative", Refused(Zip((path, [1]))), StringComparison.Ordinal);

    [Fact]
    public void A_path_of_300_characters_is_taken_and_one_more_is_not()
    {
        using var taken = RecordArchive.Open(Zip((new string('a', 300), [1])));
        Assert.Single(taken.Paths);
        Assert.Contains("plain and relative", Refused(Zip((new string('a', 301), [1]))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_stands_there_twice_is_refused() =>
        Assert.Contains("record.txt is in the record twice", Refused(Zip(("record.txt", [1]), ("record.txt", [2]))), StringComparison.Ordinal);

    [Fact]
    public void A_bomb_is_refused_by_what_it_says_of_itself()
    {
        var bomb = new byte[Patched.Bomb];
        var zip = Zip(("events.jsonl", bomb)).ToArray();
        Patched.CentralField(zip, 24, uint.MaxValue - 1);

        Assert.Contains("times its size", Refused(new MemoryStream(zip)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_that_says_it_is_small_ends_where_it_said()
    {
        var zip = Zip(("events.jsonl", new byte[Patched.Bomb])).ToArray();
        Patched.CentralField(zip, 24, 1_000);
        using var archive = RecordArchive.Open(new MemoryStream(zip));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = archive.ReadBytes("events.jsonl");

        Assert.Equal(1_000, read.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Generous);
    }

    [Fact]
    public void A_file_longer_than_memory_is_for_is_refused_before_it_is_read()
    {
        using var archive = RecordArchive.Open(Zip(CompressionLevel.NoCompression, ("events.jsonl", new byte[ArchiveLimits.TextBytes + 1])));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Assert.Throws<InvalidDataException>(() => archive.ReadText("events.jsonl"));

        Assert.Contains($"{ArchiveLimits.TextBytes}", refused.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void As_many_files_as_a_record_may_hold_are_taken_and_one_more_is_not()
    {
        using var taken = RecordArchive.Open(Many(ArchiveLimits.Files));
        Assert.Equal(ArchiveLimits.Files, taken.Paths.Count);

        var zip = Many(ArchiveLimits.Files + 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains($"{ArchiveLimits.Files} files", Refused(zip), StringComparison.Ordinal);

        // Its directory was not even loaded.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_directory_larger_than_any_record_needs_is_refused()
    {
        var zip = Zip(("record.txt", [1])).ToArray();
        Patched.EndField(zip, 12, (uint)ArchiveLimits.DirectoryBytes + 1);

        Assert.Contains($"{ArchiveLimits.DirectoryBytes} bytes", Refused(new MemoryStream(zip)), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_share_their_bytes_are_refused()
    {
        var zip = Zip(CompressionLevel.NoCompression, ("a", new byte[5_000]), ("b", new byte[5_000])).ToArray();
        Patched.CentralField(zip, 20, 11_000);

        Assert.Contains("overlap", Refused(new MemoryStream(zip)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_cut_off_anywhere_is_refused_or_fails_where_it_is_read()
    {
        var zip = Zip(("record.txt", Encoding.UTF8.GetBytes("text")), ("events.jsonl", new byte[500])).ToArray();
        for (var length = 0; length < zip.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => RecordArchive.Open(new MemoryStream(zip[..length])));
        }
    }

    /// <summary>Whatever byte is changed, the reader says so or reads on; it never dies of it.</summary>
    [Fact]
    public async Task Any_flipped_byte_is_refused_or_fails_a_check()
    {
        var zip = Zip(("record.txt", Encoding.UTF8.GetBytes("text")), ("events.jsonl", Encoding.UTF8.GetBytes("{}\n"))).ToArray();
        for (var at = 0; at < zip.Length; at++)
        {
            var flipped = zip.ToArray();
            flipped[at] ^= 0x55;
            try
            {
                using var record = OpenedRecord.Open(new MemoryStream(flipped));
                var results = new List<CheckResult>();
                await foreach (var result in RecordVerifier.VerifyAsync(record))
                {
                    results.Add(result);
                }

                Assert.Contains(results, result => result.IsFailed);
            }
            catch (InvalidDataException)
            {
                // Refused before anything was looked at.
            }
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, 0x41 }, "not UTF-8")]
    [InlineData(new byte[] { 0xc3 }, "not UTF-8")]
    public void Text_that_is_not_UTF_8_is_refused(byte[] text, string cause)
    {
        using var archive = RecordArchive.Open(Zip(("record.txt", text)));
        Assert.Contains(cause, Assert.Throws<InvalidDataException>(() => archive.ReadText("record.txt")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"line\": {}}\n", "canonical")]
    [InlineData("{\"b\":1,\"a\":2}\n", "canonical")]
    [InlineData("[]\n", "")]
    [InlineData("{\"leaf_salt\":\"00\",\"line\":{}}\n", "")]
    [InlineData("{}", "no line feed")]
    public void Events_that_are_not_canonical_lines_are_refused(string lines, string cause)
    {
        using var record = OpenedRecord.Open(Zip(("events.jsonl", Encoding.UTF8.GetBytes(lines))));
        Assert.Contains(cause, Assert.ThrowsAny<Exception>(() => record.Events.Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_without_a_record_fails_and_says_what_is_missing()
    {
        using var record = OpenedRecord.Open(Zip(("readme.txt", [1])));
        var results = new List<CheckResult>();
        await foreach (var result in RecordVerifier.VerifyAsync(record))
        {
            results.Add(result);
        }

        // Nothing holds of nothing, and nothing is passed over as not applicable.
        Assert.All(results, result => Assert.Equal(CheckOutcome.Failed, result.Outcome));
        Assert.Contains("record.txt", results[0].Detail, StringComparison.Ordinal);
    }

    private static string Refused(Stream zip) => Assert.Throws<InvalidDataException>(() => RecordArchive.Open(zip)).Message;

    private static MemoryStream Many(int files)
    {
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < files; i++)
            {
                archive.CreateEntry($"{i}");
            }
        }

        return zip;
    }

    private static MemoryStream Zip(params (string Path, byte[] Content)[] files) => Zip(CompressionLevel.Optimal, files);

    private static MemoryStream Zip(CompressionLevel level, params (string Path, byte[] Content)[] files)
    {
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in files)
            {
                using var entry = archive.CreateEntry(path, level).Open();
                entry.Write(content);
            }
        }

        return new MemoryStream(zip.ToArray());
    }

    /// <summary>Lies in the directory of a small zip.</summary>
    private static class Patched
    {
        public const int Bomb = 4 << 20;

        public static void CentralField(byte[] zip, int offset, uint value) => Write(zip, [0x50, 0x4b, 1, 2], offset, value);

        public static void EndField(byte[] zip, int offset, uint value) => Write(zip, [0x50, 0x4b, 5, 6], offset, value);

        private static void Write(byte[] zip, ReadOnlySpan<byte> mark, int offset, uint value)
        {
            var at = zip.AsSpan().LastIndexOf(mark);
            BitConverter.TryWriteBytes(zip.AsSpan(at + offset), value);
        }
    }
}
