using FsCheck;
using FsCheck.Fluent;
using Org.BouncyCastle.Math;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Tests.Primitives;

public sealed class Sm2Tests
{
    private const string D = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8";
    private const string K = "59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21";
    private const string X = "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020";
    private const string Y = "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";
    private const string R = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3";
    private const string S = "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA";
    private const string N = "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123";

    private const string Cipher =
        "307C022004EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73022100E858F9D81E5430A57B36DAAB8F950A3C"
        + "64E6EE6A63094D99283AFF767E124DF0042059983C18F809E262923C53AEC295D30383B54E39D609D160AFCB1908D0BD876604132188"
        + "6CA989CA9C7D58087307CA93092D651EFA";

    private static readonly Sm2PrivateKey Key = Sm2PrivateKey.FromScalar(Convert.FromHexString(D));

    [Fact]
    public void The_public_key_of_the_standard_example_comes_out()
    {
        Assert.Equal("04" + X + Y, Convert.ToHexString(Key.PublicKey.Encoded));
        Assert.Equal(Key.PublicKey, Sm2PublicKey.FromSpki(Key.PublicKey.Spki));
        Assert.Equal(D, Convert.ToHexString(Key.ExportScalar()));
    }

    [Fact]
    public void Z_and_e_of_the_standard_example_hold()
    {
        Assert.Equal(
            "b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3", Key.PublicKey.Z.ToString());
        Assert.Equal(
            "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640",
            Key.PublicKey.MessageDigest("message digest"u8).ToString());
    }

    [Fact]
    public void The_signature_of_the_standard_example_is_made_and_verified()
    {
        var e = Key.PublicKey.MessageDigest("message digest"u8);
        var signature = Key.Sign(e, new Sm2Nonce(Convert.FromHexString(K)));

        Assert.Equal("3046022100" + R + "022100" + S, Convert.ToHexString(signature));
        Assert.True(Key.PublicKey.Verify("message digest"u8, signature));
    }

    [Fact]
    public void Signing_without_entropy_repeats_itself_and_with_entropy_does_not()
    {
        byte next = 0;
        var mixed = Sm2PrivateKey.FromScalar(Convert.FromHexString(D), bytes => bytes.Fill(next++));

        Assert.Equal(Key.Sign("a"u8), Key.Sign("a"u8));
        Assert.NotEqual(Key.Sign("a"u8), Key.Sign("b"u8));
        Assert.NotEqual(mixed.Sign("a"u8), mixed.Sign("a"u8));
        Assert.True(Key.PublicKey.Verify("a"u8, mixed.Sign("a"u8)));
    }

    [Fact]
    public void Any_message_signed_by_any_key_verifies_and_no_other_message_does()
    {
        Prop.ForAll<byte[], byte>((message, seed) =>
        {
            var key = Sm2PrivateKey.Generate(bytes => bytes.Fill(seed));
            var signature = key.Sign(message);
            byte[] other = [.. message, 0];
            return key.PublicKey.Verify(message, signature)
                && !key.PublicKey.Verify(other, signature)
                && !Key.PublicKey.Verify(message, signature);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_flipped_bit_of_a_signature_is_found()
    {
        var signature = Key.Sign("a"u8);
        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            var changed = (byte[])signature.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Key.PublicKey.Verify("a"u8, changed));
        }
    }

    [Theory]
    [InlineData("3046022100" + R + "022100" + S + "00")]
    [InlineData("3047022100" + R + "02220000" + S)]
    [InlineData("308146022100" + R + "022100" + S)]
    [InlineData("30250201000220" + S)]
    [InlineData("3026022100" + R + "020100")]
    [InlineData("3026022100" + R + "0201FF")]
    [InlineData("3046022100" + N + "022100" + S)]
    [InlineData("3046022100" + R + "022100" + N)]
    [InlineData("")]
    [InlineData("3000")]
    public void Signatures_out_of_range_or_not_in_strict_form_are_false(string signature)
    {
        Assert.False(Key.PublicKey.Verify("message digest"u8, Convert.FromHexString(signature)));
    }

    [Theory]
    [InlineData(-2, true)]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void A_private_key_near_the_order_is_refused_from_n_minus_1_on(int offset, bool good)
    {
        var scalar = new BigInteger(N, 16).Add(BigInteger.ValueOf(offset)).ToByteArrayUnsigned();

        AssertRead(good, scalar);
    }

    [Fact]
    public void A_private_key_of_zero_or_of_another_length_is_refused()
    {
        AssertRead(false, new byte[32]);
        AssertRead(true, [.. new byte[31], 1]);
        AssertRead(false, [.. new byte[30], 1]);
        AssertRead(false, [.. new byte[32], 1]);
    }

    [Fact]
    public void A_point_off_the_curve_or_in_another_form_is_refused()
    {
        var good = Key.PublicKey.Encoded.ToArray();
        var off = (byte[])good.Clone();
        off[^1] ^= 1;
        byte[] compressed = [0x03, .. good[1..33]];
        var p = Convert.FromHexString("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF");
        byte[] tooLarge = [4, .. p, .. good[33..]];

        Assert.Equal(Key.PublicKey, Sm2PublicKey.FromPoint(good));
        Assert.All([off, compressed, tooLarge, [0], []], bytes =>
            Assert.Throws<FormatException>(() => Sm2PublicKey.FromPoint(bytes)));
    }

    [Fact]
    public void Public_keys_of_other_curves_and_with_trailing_bytes_are_refused()
    {
        var spki = Key.PublicKey.Spki.ToArray();
        var otherCurve = (byte[])spki.Clone();
        otherCurve[22] ^= 1;

        Assert.Throws<FormatException>(() => Sm2PublicKey.FromSpki(otherCurve));
        Assert.Throws<FormatException>(() => Sm2PublicKey.FromSpki([.. spki, 0]));
        Assert.Throws<FormatException>(() => Sm2PublicKey.FromSpki(spki[..^1]));
    }

    [Fact]
    public void The_encryption_of_the_standard_example_is_made_and_opened()
    {
        var made = Sm2Cipher.Encrypt(Key.PublicKey, "encryption standard"u8, new BigInteger(K, 16));

        Assert.Equal(Cipher, Convert.ToHexString(made!));
        Assert.Equal("encryption standard"u8.ToArray(), Key.Unwrap(made));
    }

    [Fact]
    public void A_blinded_key_opens_too()
    {
        var key = Sm2PrivateKey.FromScalar(Convert.FromHexString(D), bytes => bytes.Fill(0xff));

        Assert.Equal("encryption standard"u8.ToArray(), key.Unwrap(Convert.FromHexString(Cipher)));
    }

    [Fact]
    public void Any_secret_encrypted_to_any_key_comes_back_and_only_there()
    {
        Prop.ForAll<byte[], byte>((bytes, seed) =>
        {
            // One byte of key stream is zero once in 256 times, and then nothing is encrypted.
            byte[] secret = [.. new byte[16], .. bytes, seed];
            var key = Sm2PrivateKey.Generate(destination => destination.Fill(seed));
            var nonce = Sm3.Hash(secret).ToArray();
            return Sm2Cipher.Encrypt(key.PublicKey, secret, nonce) is { } cipher
                && key.Unwrap(cipher)!.SequenceEqual(secret)
                && Key.Unwrap(cipher) is null;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_flipped_bit_of_a_ciphertext_is_found()
    {
        var cipher = Convert.FromHexString(Cipher);
        for (var bit = 0; bit < cipher.Length * 8; bit++)
        {
            var changed = (byte[])cipher.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(Key.Unwrap(changed));
        }
    }

    [Fact]
    public void Secrets_over_the_limit_and_short_nonces_are_refused()
    {
        var nonce = new byte[48];
        var longest = Sm2Cipher.Encrypt(Key.PublicKey, new byte[Sm2Cipher.MaximumSecret], nonce);

        Assert.Equal(new byte[Sm2Cipher.MaximumSecret], Key.Unwrap(longest));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Sm2Cipher.Encrypt(Key.PublicKey, new byte[Sm2Cipher.MaximumSecret + 1], nonce));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sm2Cipher.Encrypt(Key.PublicKey, [], nonce));
        Assert.Throws<ArgumentException>(() => Sm2Cipher.Encrypt(Key.PublicKey, new byte[1], nonce[..31]));
    }

    private static void AssertRead(bool good, byte[] scalar)
    {
        if (good)
        {
            var key = Sm2PrivateKey.FromScalar(scalar);
            Assert.True(key.PublicKey.Verify("a"u8, key.Sign("a"u8)));
        }
        else
        {
            Assert.Throws<FormatException>(() => Sm2PrivateKey.FromScalar(scalar));
        }
    }
}
