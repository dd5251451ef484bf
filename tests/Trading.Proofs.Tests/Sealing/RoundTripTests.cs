using FsCheck;
using FsCheck.Fluent;
using Trading.Proofs.Primitives;
using Trading.Proofs.Sealing;
using static Trading.Proofs.Tests.Sealing.SealingWorld;

namespace Trading.Proofs.Tests.Sealing;

/// <summary>unseal(seal(x)) = x, and any flipped byte is found.</summary>
public sealed class RoundTripTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16_384 - 41)]
    [InlineData(16_384 - 40)]
    [InlineData(16_384 - 39)]
    [InlineData(65_536 - 41)]
    [InlineData(65_536 - 40)]
    [InlineData(65_536 - 39)]
    [InlineData(131_072 - 40)]
    [InlineData(131_072 - 39)]
    [InlineData(262_144 - 40)]
    [InlineData(262_144 - 39)]
    [InlineData(1_000_003)]
    public async Task A_file_of_any_length_comes_back(int length)
    {
        var file = Enumerable.Range(0, length).Select(i => (byte)(i * 31 % 251)).ToArray();
        var (sealedFile, record) = await SealAsync(file);
        var (verdict, opened) = await OpenAsync(
            Releases(sealedFile, 3, 1) with { Receipt = Receipt(sealedFile) }, sealedFile);

        Assert.True(verdict.IsOpen, verdict.Evidence);
        Assert.Equal(file, opened);
        Assert.Equal(length, verdict.Length);
        Assert.Equal(Receipt(sealedFile), new FileReceipt(record.FileDigest, record.FileLength));
        Assert.Equal(0, (sealedFile.Length - Header(sealedFile).Length - 56 - 16) % (4 * 16_400));
    }

    [Fact]
    public void Any_content_under_any_secrets_comes_back()
    {
        Prop.ForAll<byte[], int>((file, seed) =>
        {
            var secrets = SealSecrets.Draw(Fixtures.Entropy($"secrets {seed}"));
            var (sealedFile, _) = SealAsync(file, secrets: secrets).GetAwaiter().GetResult();
            var (verdict, opened) = OpenAsync(Releases(sealedFile, 2, 3), sealedFile).GetAwaiter().GetResult();
            return verdict.IsOpen && opened.SequenceEqual(file);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Fact]
    public async Task Any_flipped_byte_is_found()
    {
        var vector = Fixtures.Bytes("small.bidseal");
        var request = Releases(vector, 1, 2);
        var header = Header(vector).Length;
        var positions = Enumerable.Range(0, header)
            .Where(i => i % 7 == 0)
            .Concat(Enumerable.Range(header, 60))
            .Concat(Enumerable.Range(0, 40).Select(i => header + 60 + (i * 1_611)))
            .Append(vector.Length - 1);
        foreach (var position in positions.Where(p => p < vector.Length))
        {
            var (verdict, _) = await OpenAsync(request, Flipped(vector, position));
            Assert.False(verdict.IsOpen, $"byte {position}");
        }
    }

    [Fact]
    public void Any_k_shares_give_the_secret_and_fewer_do_not()
    {
        Prop.ForAll<byte, byte, int>((first, second, seed) =>
        {
            var n = 2 + (first % 15);
            var k = 2 + (second % (n - 1));
            var secret = Digest.OfUtf8($"secret {seed}").ToArray();
            var shares = Shamir.Share(default, secret, Shamir.CustodianPurpose, k, n);
            var order = Enumerable.Range(1, n).OrderBy(i => Digest.OfUtf8($"{seed} {i}"));
            var chosen = order.Select(i => (i, shares[i - 1])).ToList();
            return Shamir.Combine(chosen[..k]).SequenceEqual(secret)
                && Shamir.Combine(chosen).SequenceEqual(secret)
                && !Shamir.Combine(chosen[..(k - 1)]).SequenceEqual(secret);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Shares_with_numbers_that_cannot_be_are_refused()
    {
        var share = new byte[32];
        Assert.Throws<ArgumentException>(() => Shamir.Combine([]));
        Assert.Throws<ArgumentException>(() => Shamir.Combine([(0, share), (1, share)]));
        Assert.Throws<ArgumentException>(() => Shamir.Combine([(1, share), (1, share)]));
        Assert.Throws<ArgumentException>(() => Shamir.Combine([(1, share), (2, share[..31])]));
        Assert.Throws<ArgumentException>(() => Shamir.Combine([(1, share), (256, share)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Shamir.Share(default, share, Shamir.CustodianPurpose, 4, 3));
    }
}
