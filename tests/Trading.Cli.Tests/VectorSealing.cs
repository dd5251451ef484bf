using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Sealing;

namespace Trading.Cli.Tests;

/// <summary>The seal record of the worked example (B = b1×32, T = 71×32, salt = 5a×32).</summary>
internal static class VectorSealing
{
    public static SealRecord Record { get; } = new()
    {
        Request = new SealRequest
        {
            Tender = "E4403000001000123",
            Lot = "001",
            Part = SealPart.All,
            Bidder = "91440300MA5EXAMPLE",
            Version = 1,
            Opening = default,
            Threshold = 2,
            BidderCertificates = [Read("b.crt")],
            CustodianCertificates = [Read("c1.crt"), Read("c2.crt"), Read("c3.crt")],
        },
        Secrets = new SealSecrets(Repeat(0xb1), Repeat(0x71), Repeat(0x5a)),
        PlaintextDigest = Digest.FromBase64("+XBSLUcV7yLUXCfBICgstuPc9ZXwI2N580Nj9B936Ig="),
        Length = 10,
        FileDigest = Digest.Parse("970d66e60bda4f2319ce683e880c95190165c0d611d88402fa80add11034168f"),
        FileLength = 68_073,
    };

    private static byte[] Repeat(byte value) => [.. Enumerable.Repeat(value, 32)];

    private static Certificate Read(string name) => Certificate.FromPem(File.ReadAllText(Bench.Vector(name)));
}
