using FsCheck;
using FsCheck.Fluent;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Tests.Primitives;

public sealed class Sm4Tests
{
    private static readonly byte[] Key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");
    private static readonly byte[] Nonce = Convert.FromHexString("00001234567800000000ABCD");
    private static readonly byte[] Aad = Convert.FromHexString("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2");

    private static readonly byte[] Plaintext =
        [.. new byte[] { 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA }.SelectMany(b => Enumerable.Repeat(b, 8))];

    private static readonly byte[] Ciphertext = Convert.FromHexString(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735D82710CA5C22F0CCFA7CBF93D496AC15"
        + "A56834CBCF98C397B4024A2691233B8D83DE3541E4C2B58177E065A9BF7B62EC");

    [Fact]
    public void The_block_example_holds_once_and_a_million_times()
    {
        var engine = new SM4Engine();
        engine.Init(true, new KeyParameter(Key));
        var block = (byte[])Key.Clone();
        engine.ProcessBlock(block, 0, block, 0);
        Assert.Equal("681edf34d206965e86b3e94f536e4246", Convert.ToHexStringLower(block));

        for (var i = 1; i < 1_000_000; i++)
        {
            engine.ProcessBlock(block, 0, block, 0);
        }

        Assert.Equal("595298c7c6fd271f0402f804c33d3f66", Convert.ToHexStringLower(block));
    }

    public static TheoryData<string> Kernels => [.. Suites.Keys];

    private static Dictionary<string, CipherSuite> Suites
    {
        get
        {
            var tables = new BouncyCipherSuite();
            var suites = new Dictionary<string, CipherSuite> { ["default"] = CipherSuite.Default, ["tables"] = tables };
            if (FastSm4Gcm.IsSupported)
            {
                suites["vector instructions"] = new FastCipherSuite(tables);
            }

            return suites;
        }
    }

    [Fact]
    public void The_default_uses_the_processors_instructions_when_it_has_them()
    {
        Assert.Equal(FastSm4Gcm.IsSupported, CipherSuite.Default is FastCipherSuite);
    }

    [Fact]
    public void A_kernel_that_computes_wrongly_is_not_chosen()
    {
        var tables = new BouncyCipherSuite();
        Assert.True(FastCipherSuite.Agrees(tables, CipherSuite.Default));
        Assert.False(FastCipherSuite.Agrees(tables, new BrokenSuite()));
    }

    [Fact]
    public void Every_length_and_every_text_is_sealed_alike_by_every_kernel()
    {
        var tables = new BouncyCipherSuite();
        for (var length = 0; length < 800; length++)
        {
            AssertAlike(tables, Text(length), Text(length % 50));
        }

        AssertAlike(tables, Text(16_384), []);
        AssertAlike(tables, Text(100_001), Text(1_000));
        Prop.ForAll<byte[], byte[]>((text, aad) => AssertAlike(tables, text, aad)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void The_gcm_example_holds_both_ways(string kernel)
    {
        var gcm = Suites[kernel].CreateGcm(Key);
        var sealedText = new byte[Ciphertext.Length];
        gcm.Seal(Nonce, Plaintext, sealedText, Aad);
        Assert.Equal(Ciphertext, sealedText);

        var opened = new byte[Plaintext.Length];
        Assert.True(gcm.TryOpen(Nonce, Ciphertext, opened, Aad));
        Assert.Equal(Plaintext, opened);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Any_flipped_bit_fails_the_tag_and_gives_no_plaintext(string kernel)
    {
        var gcm = Suites[kernel].CreateGcm(Key);
        for (var bit = 0; bit < Ciphertext.Length * 8; bit += 3)
        {
            var changed = (byte[])Ciphertext.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var opened = Enumerable.Repeat((byte)1, Plaintext.Length).ToArray();
            Assert.False(gcm.TryOpen(Nonce, changed, opened, Aad));
            Assert.Equal(new byte[Plaintext.Length], opened);
        }
    }

    [Fact]
    public void Gcm_refuses_other_lengths()
    {
        var gcm = CipherSuite.Default.CreateGcm(Key);

        Assert.False(gcm.TryOpen(Nonce, new byte[15], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => gcm.Seal(new byte[11], [], new byte[16]));
        Assert.Throws<ArgumentOutOfRangeException>(() => gcm.Seal(Nonce, new byte[1], new byte[16]));
        Assert.Throws<ArgumentOutOfRangeException>(() => gcm.TryOpen(Nonce, new byte[16], new byte[1]));
    }

    [Fact]
    public void Cbc_gives_back_what_it_took_and_finds_bad_padding()
    {
        Prop.ForAll<byte[]>(text =>
        {
            var made = CipherSuite.Default.EncryptCbc(Key, Aad.AsSpan(0, 16), text);
            return made.Length == ((text.Length / 16) + 1) * 16
                && CipherSuite.Default.DecryptCbc(Key, Aad.AsSpan(0, 16), made)!.SequenceEqual(text)
                && CipherSuite.Default.DecryptCbc(Key, Aad.AsSpan(0, 16), made[..^1]) is null;
        }).QuickCheckThrowOnFailure();

        Assert.Null(CipherSuite.Default.DecryptCbc(Key, new byte[16], []));
        Assert.Null(CipherSuite.Default.DecryptCbc(Key, new byte[16], new byte[16]));
    }

    private static byte[] Text(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 73 % 256))];

    private static void AssertAlike(CipherSuite tables, byte[] text, byte[] aad)
    {
        var nonce = Sm3.Hash(text, aad).ToArray()[..12];
        var expected = new byte[text.Length + 16];
        tables.CreateGcm(Key).Seal(nonce, text, expected, aad);
        foreach (var suite in Suites.Values)
        {
            var made = new byte[expected.Length];
            var opened = new byte[text.Length];
            suite.CreateGcm(Key).Seal(nonce, text, made, aad);
            Assert.Equal(expected, made);
            Assert.True(suite.CreateGcm(Key).TryOpen(nonce, made, opened, aad));
            Assert.Equal(text, opened);
        }
    }

    /// <summary>Encrypts under another key than it was given.</summary>
    private sealed class BrokenSuite : CipherSuite
    {
        public override Sm4Gcm CreateGcm(ReadOnlySpan<byte> key) => Default.CreateGcm(new byte[16]);

        public override byte[] EncryptCbc(
            ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> plaintext) =>
            Default.EncryptCbc(key, iv, plaintext);

        public override byte[]? DecryptCbc(
            ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> ciphertext) =>
            Default.DecryptCbc(key, iv, ciphertext);
    }
}
