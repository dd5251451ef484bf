using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Trading.Cli.Tests;

/// <summary>Records that do not hold. One that holds is made, and verified, by the demonstration.</summary>
public sealed class VerifyTests : IDisposable
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task An_empty_record_fails_and_every_check_is_told()
    {
        var path = Zip(("record.txt", "nothing"));

        var code = await _bench.RunAsync("verify", path);

        Assert.Equal(1, code);
        var lines = _bench.Out.Split('\n');
        Assert.Equal(Trading.Grains.Records.RecordVerifier.Checks.Length, lines.Count(line => line.Length > 5 && char.IsAsciiDigit(line[2]) && line[3] == ' '));
        Assert.StartsWith("  1  FAILED", lines[0], StringComparison.Ordinal);
        Assert.Contains(" failed, ", _bench.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("  holds  ", _bench.Out, StringComparison.Ordinal);
        Assert.Contains("does not hold: check 1 (files-listed) failed", _bench.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../escape.txt", "not plain and relative")]
    [InlineData("/etc/passwd", "not plain and relative")]
    public async Task A_path_that_leads_out_is_refused(string name, string sentence)
    {
        var error = await _bench.FailsAsync(1, "verify", Zip((name, "x")));

        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_claims_to_unpack_to_far_more_is_refused_before_it_is_unpacked()
    {
        var path = Zip(("bomb", "0000"));
        var bytes = await File.ReadAllBytesAsync(path);
        var directory = bytes.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(directory + 24), int.MaxValue);
        await File.WriteAllBytesAsync(path, bytes);

        Assert.Contains("times its size", await _bench.FailsAsync(1, "verify", path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_twice_is_refused() =>
        Assert.Contains(
            "twice", await _bench.FailsAsync(1, "verify", Zip(("a", "1"), ("a", "2"))), StringComparison.Ordinal);

    public void Dispose() => _bench.Dispose();

    private string Zip(params (string Name, string Text)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return _bench.Write("record.zip", stream.ToArray());
    }
}
