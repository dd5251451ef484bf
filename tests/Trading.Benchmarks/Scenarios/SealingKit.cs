using System.Collections.Immutable;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Sealing;

namespace Trading.Benchmarks.Scenarios;

/// <summary>
/// One bidder and three custodians, TEST ONLY. Everything is made from a counter and not from chance, so that a process that opens
/// has the keys of the one that sealed.
/// </summary>
internal sealed class SealingKit
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private readonly SealSecrets _secrets;
    private readonly SealRequest _request;
    private int _counter;

    public SealingKit()
    {
        Entropy entropy = Count;
        var ca = TestCa.Create(entropy, At);
        var certificates = Enumerable.Range(1, 4)
            .Select(i => ca.Issue(
                $"测试{i}", null, Sm2PrivateKey.Generate(entropy).PublicKey, CertificateUsage.Encrypt, At))
            .ToImmutableArray();
        _secrets = SealSecrets.Draw(entropy);
        _request = new SealRequest
        {
            Tender = "TEST-2026-0001",
            Lot = "001",
            Part = SealPart.All,
            Bidder = "910000000000001006",
            Version = 1,
            Opening = Digest.OfUtf8("policy"),
            Threshold = 2,
            BidderCertificates = [certificates[0]],
            CustodianCertificates = certificates[1..],
        };
    }

    public Task Seal(Stream plain, Stream output) => Sealer.SealAsync(_request, _secrets, plain, output);

    public async Task Open(Stream sealedFile, Stream output)
    {
        var request = new OpeningRequest
        {
            Certificates = [.. _request.BidderCertificates, .. _request.CustodianCertificates],
            BidderRelease = SecretEnvelope.Message(StanzaRole.Bidder, 0, _secrets.B),
            CustodianSecret = _secrets.T.ToArray(),
        };
        var verdict = await Opener.OpenAsync(request, sealedFile, output);
        if (!verdict.IsOpen)
        {
            throw new InvalidOperationException($"It does not open: {verdict.Cause} at step {verdict.Step}, {verdict.Evidence}.");
        }
    }

    private void Count(Span<byte> bytes)
    {
        for (var done = 0; done < bytes.Length; done += Digest.Size)
        {
            var next = Digest.OfUtf8($"test {_counter++}").AsSpan();
            next[..Math.Min(Digest.Size, bytes.Length - done)].CopyTo(bytes[done..]);
        }
    }
}
