using Trading.Proofs.Primitives;
using Trading.Proofs.Sealing;
using static Trading.Proofs.Tests.Sealing.SealingWorld;

namespace Trading.Proofs.Tests.Sealing;

/// <summary>The worked vector of sealing.md B.4, and the one of C.4.</summary>
public sealed class VectorTests
{
    private static readonly byte[] Vector = Fixtures.Bytes("small.bidseal");

    [Fact]
    public async Task Sealing_gives_the_vector_byte_for_byte()
    {
        var (bytes, record) = await SealAsync(Fixtures.Bytes("small.bin"));

        Assert.Equal(Vector, bytes);
        Assert.Equal("970d66e60bda4f2319ce683e880c95190165c0d611d88402fa80add11034168f", record.FileDigest.ToString());
        Assert.Equal(68_073, record.FileLength);
        Assert.Equal(10, record.Length);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    [InlineData(1, 2, 3)]
    public async Task Any_two_custodians_open_the_vector(params int[] custodians)
    {
        var request = Releases(Vector, custodians) with
        {
            Receipt = Receipt(Vector),
            Expected = new HeaderExpectation(),
        };
        var (verdict, file) = await OpenAsync(request, Vector);

        Assert.True(verdict.IsOpen, verdict.Evidence);
        Assert.Equal("hello bid\n"u8, file);
        Assert.Empty(verdict.NotChecked);
        Assert.Equal(custodians.Order().Take(2), verdict.UsedCustodians);
        Assert.Equal(9, verdict.Step);
    }

    [Fact]
    public void Every_value_on_the_way_holds()
    {
        var header = Header(Vector);
        var keys = new SealKeys(header.MetaDigest, Secrets.B, Secrets.T);
        var shares = Shamir.Share(header.MetaDigest, Secrets.T, Shamir.CustodianPurpose, 2, 3);
        var (key, nonce, commitment) = keys.Payload(header.HeaderDigest);

        Assert.Equal(2401, header.Length);
        Assert.Equal(225, header.Meta.ToText().Length);
        Assert.Equal("c886185dad434e1333c1422af1f9aea5d0c26c8bae265f86130bd966346dff23", header.MetaDigest.ToString());
        Assert.Equal("9d6a9fc24465184b000d90bbdffcf2486965ad66d181bd0ccd39c11d92db9a43", Hex(keys.Prk));
        Assert.Equal("5acf7c8f48c0a0d4531d2a1c24ba05949645d574c64708507fbd7cc86d78c421", Hex(keys.HeaderKey));
        Assert.Equal("e24172a6378cbb6b63961146d459ff1d", Hex(keys.FileKey));
        Assert.Equal("52dfbf2e3b80d1bc42041d0d94cf3a7adbb48f93623db608", Hex(keys.PayloadSalt));
        Assert.Equal(
            "01162c0cb1f810fbc44f19741217bf2e363eaa0f09be7bd40cfdb42801ef94bb",
            Hex(Shamir.Coefficient(header.MetaDigest, Secrets.T, Shamir.CustodianPurpose, 1)));
        Assert.Equal("70675d7dc089618ab53e68056366ce5f474fdb7e78cf0aa57d8cc559709ee5ca", Hex(shares[0]));
        Assert.Equal("735d2969089a519ce2ef4399555f142d1d0d3e6f631687c26990022173b4421c", Hex(shares[1]));
        Assert.Equal("724b0565b962416726a05aed4748ab032b3394606aa8fc16656db609725bd6a7", Hex(shares[2]));
        Assert.Equal("573667eb9b911606911d831200679fb81931d7d6424ad9ea34e16aacb6f9caae", Hex(commitment));
        Assert.Equal("2bb1747a26efb7d3961b50ae2f5993d9", Hex(key));
        Assert.Equal("8295ea1a3dc2cdc4fa37ca12", Hex(nonce));
        Assert.Equal("1mCQG7NLxZuAZ6uNApRIsHXwMMBAMfoPNNTWaq9f0VY=", Convert.ToBase64String([.. header.Mac]));
        Assert.Equal(
            "5e7793e3d88991f432023ce083b29e5f283f81254f275f8272912fdf040e184a",
            Hex(Vector.AsSpan(header.Length + 56, 32)));
    }

    [Fact]
    public void The_shares_of_the_second_vector_hold()
    {
        var hm = Digest.OfUtf8("bidseal/1 test meta\n");
        var secret = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var shares = Shamir.Share(hm, secret, Shamir.CustodianPurpose, 3, 5);

        Assert.Equal("620aca1d663da41c157b6fab3268ffb7682bd75f2c28dc952ac2f5a1ecd1fe14", hm.ToString());
        Assert.Equal(
            "62e5906352ba2a064b40e438f74be7c1f89532fb75bc69e1e5d0a8b2572ed0b1",
            Hex(Shamir.Coefficient(hm, secret, Shamir.CustodianPurpose, 1)));
        Assert.Equal(
            "a9e675c2de21a05765bbc42cf11ae0e1511ad8eac74b245dadc525240ff7ab94",
            Hex(Shamir.Coefficient(hm, secret, Shamir.CustodianPurpose, 2)));
        Assert.Equal(
            [
                "cb02e7a2889e8c5626f22a1f0a5c092fb99ef802a6e25bab500c978d44c4653a",
                "5665f6e0f5eee44c1153e4cb10f3763fa4483b7bcf4154a14b9bc5f48eb03f00",
                "9d66134179756e1d3fa8c4df16a2711f0dc7d16a7db6191d038e4862d6694425",
                "ed5a650018fd40183557431d74813db4bac8f5f01f0fdf199f90ea93ab4c2d6e",
                "265980a19466ca491bac630972d03a9413471fe1adf892a5d7856705f395564b",
            ],
            shares.Select(s => Hex(s)));
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
