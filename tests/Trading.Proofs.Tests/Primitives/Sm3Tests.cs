using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Org.BouncyCastle.Crypto.Digests;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Tests.Primitives;

public sealed class Sm3Tests
{
    [Theory]
    [InlineData("abc", 1, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    [InlineData("abcd", 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")]
    [InlineData("", 1, "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b")]
    public void Standard_examples_hold(string text, int times, string expected)
    {
        var message = string.Concat(Enumerable.Repeat(text, times));

        Assert.Equal(expected, Digest.OfUtf8(message).ToString());
    }

    [Fact]
    public void Every_length_around_the_block_size_agrees_with_the_library()
    {
        var message = Enumerable.Range(0, 400).Select(i => (byte)(i * 7 % 256)).ToArray();
        for (var length = 0; length <= message.Length; length++)
        {
            Assert.Equal(Oracle(message[..length]), Digest.Of(message.AsSpan(0, length)).ToArray());
        }
    }

    [Fact]
    public void Pieces_of_any_size_give_the_same_digest()
    {
        Prop.ForAll<byte[], byte[], byte[]>((a, b, c) =>
        {
            var hasher = new Sm3Hasher();
            hasher.Append(a);
            hasher.Append(b);
            hasher.Append(c);
            byte[] whole = [.. a, .. b, .. c];
            return hasher.Finish() == Digest.Of(whole)
                && Sm3.Hash(a, b, c) == Digest.Of(whole)
                && Digest.Of(whole).ToArray().SequenceEqual(Oracle(whole));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_hasher_starts_anew_after_it_finished()
    {
        var hasher = new Sm3Hasher();
        hasher.Append(new byte[100]);
        hasher.Finish();
        hasher.Append("abc"u8);

        Assert.Equal(Digest.OfUtf8("abc"), hasher.Finish());
    }

    [Fact]
    public async Task A_stream_is_hashed_like_its_bytes()
    {
        var bytes = new byte[200_001];
        using var stream = new MemoryStream(bytes);

        Assert.Equal(Digest.Of(bytes), await Sm3.HashAsync(stream));
    }

    [Fact]
    public void Hmac_examples_hold()
    {
        var ascending = Enumerable.Range(1, 32).Select(i => (byte)i).ToArray();
        var text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        var mac = Sm3.Hmac(ascending, Encoding.ASCII.GetBytes(text + text));
        Assert.Equal("ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a", Hex(mac));

        mac = Sm3.Hmac(Enumerable.Repeat((byte)0x0b, 32).ToArray(), "Hi There"u8);
        Assert.Equal("c0ba18c68b90c88bc07de794bfc7d2c8d19ec31ed8773bc2b390c9604e0be11e", Hex(mac));

        mac = Sm3.Hmac("Jefe"u8, "what do ya want "u8, "for nothing?"u8);
        Assert.Equal("2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882", Hex(mac));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void Long_keys_are_treated_as_the_library_does(int length)
    {
        var key = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var oracle = new Org.BouncyCastle.Crypto.Macs.HMac(new SM3Digest());
        oracle.Init(new Org.BouncyCastle.Crypto.Parameters.KeyParameter(key));
        oracle.BlockUpdate([1, 2, 3], 0, 3);
        var expected = new byte[32];
        oracle.DoFinal(expected, 0);

        Assert.Equal(expected, Sm3.Hmac(key, [1, 2], [3]));
    }

    [Fact]
    public void Hkdf_example_holds()
    {
        var salt = Convert.FromHexString("000102030405060708090a0b0c");
        var key = Hkdf.Extract(salt, Enumerable.Repeat((byte)0x0b, 22).ToArray());
        Assert.Equal("e0d6f7b0bd056327b7659f1f39ad850561fbcf4fb10fb58e88eafa55cf7cd01e", Hex(key));

        var output = Hkdf.Expand(key, Convert.FromHexString("f0f1f2f3f4f5f6f7f8f9"), 42);
        Assert.Equal("c69fe91b7aaee2dd5718d72dcaee0cce93f1b8e41f792da51261b6a517e68b36ed2c595572b01dfa359b",
            Hex(output));
    }

    [Fact]
    public void Hkdf_gives_255_blocks_and_no_byte_more()
    {
        Assert.Equal(8160, Hkdf.Expand(new byte[32], "x", Hkdf.MaximumLength).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => Hkdf.Expand(new byte[32], "x", Hkdf.MaximumLength + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Hkdf.Expand(new byte[32], "x", 0));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static byte[] Oracle(byte[] message)
    {
        var oracle = new SM3Digest();
        oracle.BlockUpdate(message, 0, message.Length);
        var digest = new byte[32];
        oracle.DoFinal(digest, 0);
        return digest;
    }
}
