using Trading.Proofs.Certificates;

namespace Trading.Cli.Tests;

public sealed class KeysTests : IDisposable
{
    private const string Code = "91440300708461136T";
    private readonly Bench _bench = new();

    [Fact]
    public async Task A_pair_is_made_with_a_test_ca_of_its_own()
    {
        await _bench.SucceedsAsync("keys", "new", "--subject", "测试投标人一公司", "--code", Code, "--out", _bench.At("b"));

        var sign = Read("b/sign.crt");
        var encrypt = Read("b/encrypt.crt");
        Certificate[] issuers = [Read("b/test-ca/root.crt"), Read("b/test-ca/issuing.crt")];
        Assert.Equal((CertificateUsage.Sign, CertificateUsage.Encrypt), (sign.Usage, encrypt.Usage));
        Assert.Equal((Code, Code), (sign.CreditCode, encrypt.CreditCode));
        Assert.True(sign.IsTestOnly && encrypt.IsTestOnly);
        Assert.Null(CertificateChain.Check(sign, issuers, DateTimeOffset.FromUnixTimeSeconds(
            sign.NotBefore.ToUnixTimeSeconds()), CertificateUsage.Sign, allowTestOnly: true));
        Assert.Equal(CertificateFault.TestOnly, CertificateChain.Check(sign, issuers, sign.NotBefore));
        Assert.Equal(sign.Id, KeyFile.Read(await File.ReadAllTextAsync(_bench.At("b/sign.key"))).PublicKey.Id);
        Assert.Contains("not encrypted", _bench.Error, StringComparison.Ordinal);
        Assert.Contains("TEST ONLY", _bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_under_a_pass_phrase_open_with_it_alone()
    {
        var phrase = _bench.Write("phrase.txt", "a TEST ONLY phrase\n");
        await _bench.SucceedsAsync(
            "keys", "new", "--subject", "测试投标人一公司", "--code", Code, "--out", _bench.At("b"), "--passphrase-file",
            phrase);

        var pem = await File.ReadAllTextAsync(_bench.At("b/encrypt.key"));
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", pem, StringComparison.Ordinal);
        Assert.Equal(Read("b/encrypt.crt").Id, KeyFile.Read(pem, "a TEST ONLY phrase").PublicKey.Id);
        Assert.DoesNotContain("not encrypted", _bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_parties_share_a_test_ca()
    {
        foreach (var name in new[] { "b1", "b2" })
        {
            await _bench.SucceedsAsync(
                "keys", "new", "--subject", "测试公司", "--code", Code, "--out", _bench.At(name), "--ca", _bench.At("ca"));
        }

        Assert.Equal(Read("b1/sign.crt").Issuer, Read("b2/sign.crt").Issuer);
        Assert.NotEqual(Read("b1/sign.crt").Id, Read("b2/sign.crt").Id);
        Assert.False(Directory.Exists(_bench.At("b1/test-ca")));
    }

    [Fact]
    public async Task Keys_that_are_there_are_never_replaced()
    {
        await _bench.SucceedsAsync("keys", "new", "--subject", "测试公司", "--code", Code, "--out", _bench.At("b"));
        var before = await File.ReadAllTextAsync(_bench.At("b/sign.key"));

        await _bench.FailsAsync(1, "keys", "new", "--subject", "测试公司", "--code", Code, "--out", _bench.At("b"));

        Assert.Equal(before, await File.ReadAllTextAsync(_bench.At("b/sign.key")));
    }

    [Fact]
    public async Task A_part_of_a_test_ca_is_not_completed()
    {
        Directory.CreateDirectory(_bench.At("ca"));
        _bench.Write("ca/root.crt", "x");

        var error = await _bench.FailsAsync(
            1, "keys", "new", "--subject", "测试公司", "--code", Code, "--out", _bench.At("b"), "--ca", _bench.At("ca"));

        Assert.Contains("only a part of a test CA", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Private_keys_are_readable_by_their_owner_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await _bench.SucceedsAsync("keys", "new", "--subject", "测试公司", "--code", Code, "--out", _bench.At("b"));

        foreach (var key in _bench.Files().Where(f => f.EndsWith(".key", StringComparison.Ordinal)))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_bench.At(key)));
        }
    }

    public void Dispose() => _bench.Dispose();

    private Certificate Read(string name) => Certificate.FromPem(File.ReadAllText(_bench.At(name)));
}
