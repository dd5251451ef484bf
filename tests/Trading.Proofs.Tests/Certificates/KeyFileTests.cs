using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Tests.Certificates;

public sealed class KeyFileTests
{
    // The vectors' key b as openssl 3.0 writes it with: ec, pkcs8 -topk8 -v2 sm4-cbc, pkcs8 -topk8 (pass phrase "x").
    private const string Sm2Pem = """
        -----BEGIN SM2 PRIVATE KEY-----
        MHcCAQEEIOQ1qiXx6Ll6DuA8aExCSD1gysWpa8zcjGacLkM9eZKboAoGCCqBHM9V
        AYItoUQDQgAEmroK5nYjoBiqqvCNa/M4InnhYlOl6fVdTc/sAaMdlO3v+VuoPaRV
        KvGFxLFrPVUulC+1QwjeLQYhqkWQBJua1Q==
        -----END SM2 PRIVATE KEY-----
        """;

    private const string Sm4Pem = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHrMFYGCSqGSIb3DQEFDTBJMCkGCSqGSIb3DQEFDDAcBAhIGtJL0KNVHAICCAAw
        DAYIKoZIhvcNAgkFADAcBggqgRzPVQFoAgQQe2Vh8HcbULd0fdzptHKjbwSBkKD1
        +zM9zJWz6k7sWGQz8fnaMVqenfD/MCm0DFUpSytAxuyZxvzpnOVtwGOe/dqHpZMp
        Kt3d458ACYaAUaApXXf9R3vSJdsilo1N0Q1qfs9YX4StR/ClniToMO+w77R83zJM
        EFfqft+jyUfP1ydyReovYWNjvUjQ4O0Zg5GsW360i4F8tHXS+SRKestctvTIiA==
        -----END ENCRYPTED PRIVATE KEY-----
        """;

    private const string AesPem = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhpbcjvHadaZwICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEF5uQ7RP9ksnCj7Eh2YQG0QEgZCg
        NBHk0gn3uyOVZhOfFZUND8m3ffFXW5nCS0Hv+SC8L1yuDGL8PF7BplrCPyKb1a6Q
        wRGONblC4Zh0HyzK0s8W79FblTKk4NEc4z/9St9oSwAEyBFmiPmAcptSjLxluqIF
        6JUUwkOJ+sGZhS0sRyxdbl86VDmTmtrd8mzYKlJ+QUeLNfAa5Epy8FmjYMrnsvk=
        -----END ENCRYPTED PRIVATE KEY-----
        """;

    [Fact]
    public void A_clear_key_is_written_byte_for_byte_as_openssl_does()
    {
        Assert.Equal(Fixtures.Text("b.key"), KeyFile.Write(Fixtures.Key("b")));
    }

    [Fact]
    public void An_encrypted_key_comes_back_with_its_pass_phrase_only()
    {
        var key = Fixtures.Key("b");
        var pem = KeyFile.Write(key, "测试 pass phrase", Fixtures.Entropy("file"));

        Assert.Equal(key.PublicKey, KeyFile.Read(pem, "测试 pass phrase").PublicKey);
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n", pem, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => KeyFile.Read(pem, "another"));
        Assert.Contains("encrypted", Assert.Throws<FormatException>(() => KeyFile.Read(pem)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SM2")]
    [InlineData("EC")]
    public void The_form_of_openssl_ec_is_read_also_after_its_parameters(string label)
    {
        var pem = "-----BEGIN EC PARAMETERS-----\nBggqgRzPVQGCLQ==\n-----END EC PARAMETERS-----\n"
            + Sm2Pem.Replace("SM2 PRIVATE", $"{label} PRIVATE", StringComparison.Ordinal);

        Assert.Equal(Fixtures.Key("b").PublicKey, KeyFile.Read(pem).PublicKey);
    }

    [Theory]
    [InlineData(Sm4Pem)]
    [InlineData(AesPem)]
    public void The_encrypted_forms_of_openssl_are_read(string pem)
    {
        Assert.Equal(Fixtures.Key("b").PublicKey, KeyFile.Read(pem, "x").PublicKey);
        Assert.Throws<FormatException>(() => KeyFile.Read(pem, "y"));
    }

    [Theory]
    [InlineData("no key at all")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END EC PRIVATE KEY-----\n")]
    public void Anything_else_is_a_format_error(string pem)
    {
        Assert.Throws<FormatException>(() => KeyFile.Read(pem));
    }

    [Fact]
    public void A_scalar_that_is_not_the_public_keys_is_found()
    {
        var bytes = Convert.FromBase64String(string.Concat(Sm2Pem.Split('\n')[1..^1]));
        bytes[20] ^= 1;
        var pem = $"-----BEGIN EC PRIVATE KEY-----\n{Convert.ToBase64String(bytes)}\n-----END EC PRIVATE KEY-----\n";

        Assert.Contains("damaged", Assert.Throws<FormatException>(() => KeyFile.Read(pem)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Pbkdf2_gives_what_the_library_gives()
    {
        var oracle = new Org.BouncyCastle.Crypto.Generators.Pkcs5S2ParametersGenerator(
            new Org.BouncyCastle.Crypto.Digests.SM3Digest());
        oracle.Init("pass"u8.ToArray(), "salt salt salt"u8.ToArray(), 1000);
        var expected = (Org.BouncyCastle.Crypto.Parameters.KeyParameter)oracle.GenerateDerivedMacParameters(48 * 8);

        Assert.Equal(expected.GetKey(), Pbkdf2.DeriveKey("pass", "salt salt salt"u8, 1000, 48));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pbkdf2.DeriveKey("p", [], Pbkdf2.MaximumRounds + 1, 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pbkdf2.DeriveKey("p", [], 0, 16));
    }
}
