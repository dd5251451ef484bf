using System.Security.Cryptography;
using Trading.Proofs.Sealing;

namespace Trading.Cli.Tests;

public sealed class SealTests : IDisposable
{
    private const string Opening = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private readonly Bench _bench = new();

    [Fact]
    public async Task From_the_vectors_record_the_vector_comes_out_byte_for_byte()
    {
        var record = _bench.Write("r.seal.json", SealRecordFile.Write(VectorSealing.Record));

        await _bench.SucceedsAsync(
            "seal", Bench.Vector("small.bin"), "--from-record", record, "-o", _bench.At("again.bidseal"));

        Assert.Equal(
            await File.ReadAllBytesAsync(Bench.Vector("small.bidseal")),
                await File.ReadAllBytesAsync(_bench.At("again.bidseal")));
        Assert.Contains("the same bytes", _bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_file_is_not_sealed_with_an_old_record()
    {
        var record = _bench.Write("r.seal.json", SealRecordFile.Write(VectorSealing.Record));
        var other = _bench.Write("other.bin", "hello bie\n");

        var error = await _bench.FailsAsync(1, "seal", other, "--from-record", record, "-o",
            _bench.At("again.bidseal"));

        Assert.Contains("is not the file that was sealed", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_bench.At("again.bidseal")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("TEST ONLY 口令 phrase")]
    public async Task What_is_sealed_opens_again_and_seals_again_to_the_same_bytes(string? phrase)
    {
        _bench.Passphrase = phrase;
        var bytes = RandomNumberGenerator.GetBytes(200_000);
        var file = _bench.Write("bid.zip", bytes);

        await _bench.SucceedsAsync(
            ["seal", file, .. Request(), "-o", _bench.At("bid.bidseal"), "--record", _bench.At("bid.seal.json")]);
        Assert.Equal(phrase is null, _bench.Error.Contains("not encrypted", StringComparison.Ordinal));
        Assert.Equal(phrase is not null,
            SealRecordFile.IsEncrypted(await File.ReadAllTextAsync(_bench.At("bid.seal.json"))));
        await _bench.SucceedsAsync(
            "open", _bench.At("bid.bidseal"), "--bidder-key", Bench.Vector("b.key"), "--custodian-key",
            $"2={Bench.Vector("c2.key")}", "--custodian-key", $"3={Bench.Vector("c3.key")}", "-o",
            _bench.At("opened.zip"));
        await _bench.SucceedsAsync(
            "seal", file, "--from-record", _bench.At("bid.seal.json"), "-o", _bench.At("again.bidseal"));

        Assert.Equal(bytes, await File.ReadAllBytesAsync(_bench.At("opened.zip")));
        Assert.Equal(
            await File.ReadAllBytesAsync(_bench.At("bid.bidseal")),
                await File.ReadAllBytesAsync(_bench.At("again.bidseal")));
    }

    [Fact]
    public async Task Secrets_are_readable_by_their_owner_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await _bench.SucceedsAsync(["seal", Bench.Vector("small.bin"), .. Request(), "-o", _bench.At("bid.bidseal")]);

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_bench.At("bid.seal.json")));
    }

    [Fact]
    public async Task No_secret_of_the_seal_record_is_printed()
    {
        await _bench.SucceedsAsync(["seal", Bench.Vector("small.bin"), .. Request(), "-o", _bench.At("bid.bidseal")]);

        var record = SealRecordFile.Read(await File.ReadAllTextAsync(_bench.At("bid.seal.json")));
        var said = _bench.Out + _bench.Error;
        foreach (var secret in new[] { record.Secrets.B.ToArray(), record.Secrets.T.ToArray(),
            record.Secrets.Salt.ToArray() })
        {
            Assert.DoesNotContain(Convert.ToBase64String(secret), said, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexStringLower(secret), said, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_policy_gives_opening_threshold_and_custodians_and_checks_them_again()
    {
        await TestTender.MakeAsync(_bench);
        var policy = _bench.At("policy.txt");
        await _bench.SucceedsAsync(
            "seal", Bench.Vector("small.bin"), "--tender", "T-1", "--lot", "1", "--part", "summary", "--bidder",
            TestTender.Code(9),
            "--version", "3", "--policy", policy, "--bidder-cert", _bench.At("bidder/encrypt.crt"), "-o",
            _bench.At("s.bidseal"));
        Assert.Contains("TEST ONLY", _bench.Error, StringComparison.Ordinal);
        string[] keys =
        [
            "--bidder-key", _bench.At("bidder/encrypt.key"), "--custodian-key", $"1={_bench.At("c1/encrypt.key")}",
            "--custodian-key", $"2={_bench.At("c2/encrypt.key")}",
        ];
        await _bench.SucceedsAsync(
            ["open", _bench.At("s.bidseal"), .. keys, "--policy", policy, "--bidder-cert",
            _bench.At("bidder/encrypt.crt"),
            "-o", _bench.At("out")]);
        Assert.DoesNotContain("not checked", _bench.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("--policy compares", _bench.Out, StringComparison.Ordinal);

        var changed = _bench.Write(
            "other-policy.txt", (await File.ReadAllTextAsync(policy)).Replace(
                "attend 公开", "attend 其他", StringComparison.Ordinal));
        var error = await _bench.FailsAsync(
            1, ["open", _bench.At("s.bidseal"), .. keys, "--policy", changed, "-o", _bench.At("out2")]);
        Assert.Contains("POLICY_MISMATCH at step 1", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--lot", "2", "seal for one of them")]
    [InlineData("--part", "price", "seal for one of them")]
    [InlineData("--tender", "T-2", "is the policy of tender T-1")]
    public async Task What_the_policy_does_not_know_is_refused(string option, string value, string sentence)
    {
        await TestTender.MakeAsync(_bench);
        var policy = _bench.At("policy.txt");
        var arguments = new Dictionary<string, string>
        {
            ["--tender"] = "T-1", ["--lot"] = "1", ["--part"] = "all",
        };
        arguments[option] = value;

        var error = await _bench.FailsAsync(
            2, ["seal", Bench.Vector("small.bin"), .. arguments.SelectMany(a => new[] { a.Key, a.Value }), "--bidder",
                TestTender.Code(9),
            "--version", "1", "--policy", policy, "--bidder-cert", Bench.Vector("b.crt"), "-o",
            _bench.At("s.bidseal")]);

        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signing_certificate_is_no_place_to_seal_to()
    {
        await _bench.SucceedsAsync(
            "keys", "new", "--subject", "测试投标人一公司", "--code", TestTender.Code(9), "--out", _bench.At("bidder"));

        var error = await _bench.FailsAsync(
            1, ["seal", Bench.Vector("small.bin"), .. Request(bidder: _bench.At("bidder/sign.crt")), "-o",
                _bench.At("s.bidseal")]);

        Assert.Contains("not a certificate for encryption", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_another_company_is_refused()
    {
        await _bench.SucceedsAsync(
            "keys", "new", "--subject", "测试投标人一公司", "--code", TestTender.Code(9), "--out", _bench.At("bidder"));

        var error = await _bench.FailsAsync(
            2, ["seal", Bench.Vector("small.bin"), .. Request(bidder: _bench.At("bidder/encrypt.crt")), "-o",
                _bench.At("s.bidseal")]);

        Assert.Contains($"is a certificate of {TestTender.Code(9)}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_leaves_no_half_files()
    {
        using var stop = new CancellationTokenSource();
        _bench.Entropy = bytes =>
        {
            stop.Cancel();
            RandomNumberGenerator.Fill(bytes);
        };
        var file = _bench.Write("bid.zip", new byte[1_000_000]);

        var code = await _bench.RunAsync(["seal", file, .. Request(), "-o", _bench.At("bid.bidseal")], stop.Token);

        Assert.Equal(130, code);
        Assert.Equal("trading: stopped; no half-written file was left behind.\n", _bench.Error);
        Assert.Equal(["bid.zip"], _bench.Files());
    }

    [Theory]
    [InlineData("bid.zip", null)]
    [InlineData("bid.bidseal", "bid.zip")]
    [InlineData("bid.bidseal", "bid.bidseal")]
    [InlineData("./x/../bid.zip", null)]
    public async Task Outputs_never_replace_the_file_or_each_other(string output, string? record)
    {
        var file = _bench.Write("bid.zip", "precious");
        Directory.CreateDirectory(_bench.At("x"));
        string[] recordOption = record is null ? [] : ["--record", _bench.At(record)];

        var error = await _bench.FailsAsync(
            1, ["seal", file, .. Request(), "-o", _bench.At(output), .. recordOption, "--force"]);

        Assert.Contains("named twice", error, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(file));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("TEST ONLY 口令 phrase", false)]
    [InlineData(null, true)]
    public async Task A_seal_record_that_is_there_is_never_replaced_even_with_force(string? phrase, bool isDamaged)
    {
        _bench.Passphrase = phrase;
        var (output, record) = (_bench.At("bid.bidseal"), _bench.At("bid.seal.json"));
        await _bench.SucceedsAsync(["seal", Bench.Vector("small.bin"), .. Request(), "-o", output]);
        if (isDamaged)
        {
            var text = await File.ReadAllTextAsync(record);
            await File.WriteAllTextAsync(record, text[..(text.Length / 2)]);
        }

        var before = (await File.ReadAllTextAsync(record), Convert.ToHexString(await File.ReadAllBytesAsync(output)));

        // Beside the output, by name, and as the sealed file's place.
        string[][] attempts =
        [
            ["seal", Bench.Vector("small.bin"), .. Request(), "-o", output],
            ["seal", Bench.Vector("small.bin"), .. Request(), "-o", _bench.At("other.bidseal"), "--record", record],
            ["seal", Bench.Vector("small.bin"), .. Request(), "-o", record, "--record", _bench.At("other.seal.json")],
        ];
        foreach (var attempt in attempts)
        {
            var error = await _bench.FailsAsync(1, [.. attempt, "--force"]);
            Assert.Contains("is the seal record of another sealed file", error, StringComparison.Ordinal);
        }

        Assert.Equal(
            before,
            (await File.ReadAllTextAsync(record), Convert.ToHexString(await File.ReadAllBytesAsync(output))));
        Assert.Equal(["bid.bidseal", "bid.seal.json"], _bench.Files());
    }

    [Fact]
    public async Task Force_replaces_a_sealed_file_and_what_is_no_seal_record()
    {
        var output = _bench.Write("bid.bidseal", "old");
        var record = _bench.Write("bid.seal.json", "no record");
        await _bench.SucceedsAsync(["seal", Bench.Vector("small.bin"), .. Request(), "-o", output, "--force"]);
        var first = SealRecordFile.Read(await File.ReadAllTextAsync(record));

        await _bench.SucceedsAsync(
            ["seal", Bench.Vector("small.bin"), .. Request(), "-o", output, "--record", _bench.At("2.seal.json"),
            "--force"]);

        var second = SealRecordFile.Read(await File.ReadAllTextAsync(_bench.At("2.seal.json")));
        Assert.NotEqual(first.FileDigest, second.FileDigest);
        Assert.Equal(second.FileDigest, Proofs.Primitives.Digest.Of(await File.ReadAllBytesAsync(output)));
    }

    public void Dispose() => _bench.Dispose();

    private static string[] Request(string? bidder = null) =>
    [
        "--tender", "E4403000001000123", "--lot", "001", "--part", "all", "--bidder", "91440300MA5EXAMPLE",
        "--version", "1",
        "--opening", Opening, "--bidder-cert", bidder ?? Bench.Vector("b.crt"), "--custodian-cert",
        Bench.Vector("c1.crt"),
        "--custodian-cert", Bench.Vector("c2.crt"), "--custodian-cert", Bench.Vector("c3.crt"), "--threshold", "2",
    ];
}
