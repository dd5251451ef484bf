using System.Collections.Immutable;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Sealing;

namespace Trading.Proofs.Tests.Sealing;

/// <summary>The vectors' parties, and helpers to seal and open in memory.</summary>
internal static class SealingWorld
{
    internal static readonly Certificate Bidder = Fixtures.Certificate("b");
    internal static readonly Sm2PrivateKey BidderKey = Fixtures.Key("b");

    internal static readonly ImmutableArray<Certificate> Custodians =
        [.. new[] { "c1", "c2", "c3" }.Select(Fixtures.Certificate)];

    internal static readonly ImmutableArray<Sm2PrivateKey> CustodianKeys =
        [.. new[] { "c1", "c2", "c3" }.Select(Fixtures.Key)];

    internal static readonly ImmutableArray<Certificate> Everybody = [Bidder, .. Custodians];

    internal static readonly SealSecrets Secrets = new(Filled(0xb1), Filled(0x71), Filled(0x5a));

    internal static readonly SealRequest Request = new()
    {
        Tender = "E4403000001000123",
        Lot = "001",
        Part = SealPart.All,
        Bidder = "91440300MA5EXAMPLE",
        Version = 1,
        Opening = default,
        Threshold = 2,
        BidderCertificates = [Bidder],
        CustodianCertificates = Custodians,
    };

    internal static byte[] Filled(byte value) => [.. Enumerable.Repeat(value, 32)];

    internal static async Task<(byte[] Bytes, SealRecord Record)> SealAsync(
        byte[] file, SealRequest? request = null, SealSecrets? secrets = null)
    {
        using var output = new MemoryStream();
        var record = await Sealer.SealAsync(request ?? Request, secrets ?? Secrets, new MemoryStream(file), output);
        return (output.ToArray(), record);
    }

    internal static SealedHeader Header(byte[] sealedFile) =>
        SealedHeader.TryParse(sealedFile, out var header, out var fault)
            ? header
            : throw new InvalidOperationException(fault.ToString());

    /// <summary>Releases as the holders' keys unwrap them.</summary>
    internal static OpeningRequest Releases(byte[] sealedFile, params int[] custodians)
    {
        var header = Header(sealedFile);
        return new OpeningRequest
        {
            Certificates = Everybody,
            BidderRelease = StanzaOpener.Open(header, StanzaRole.Bidder, BidderKey),
            CustodianReleases =
            [
                .. custodians.Select(i => new ShareRelease(
                    i, StanzaOpener.Open(header, StanzaRole.Custodian, CustodianKeys[i - 1]))),
            ],
        };
    }

    internal static FileReceipt Receipt(byte[] sealedFile) => new(Digest.Of(sealedFile), sealedFile.Length);

    internal static async Task<(OpeningVerdict Verdict, byte[] File)> OpenAsync(
        OpeningRequest request, byte[] sealedFile)
    {
        using var output = new MemoryStream();
        var verdict = await Opener.OpenAsync(request, new MemoryStream(sealedFile), output);
        return (verdict, output.ToArray());
    }

    internal static byte[] Flipped(byte[] bytes, int index, byte mask = 1)
    {
        var changed = (byte[])bytes.Clone();
        changed[index] ^= mask;
        return changed;
    }
}
