using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Sealing;
using static Trading.Proofs.Tests.Sealing.SealingWorld;

namespace Trading.Proofs.Tests.Sealing;

public sealed class SealerTests
{
    [Fact]
    public async Task A_request_that_cannot_be_sealed_is_refused_in_words()
    {
        SealRequest[] wrong =
        [
            Request with { Tender = "" },
            Request with { Tender = new string('a', 65) },
            Request with { Lot = new string('a', 33) },
            Request with { Part = (SealPart)99 },
            Request with { Bidder = "914403001922038" },
            Request with { Version = 0 },
            Request with { Version = SealLimits.Version + 1 },
            Request with { Release = (SealRelease)9 },
            Request with { Threshold = 1 },
            Request with { Threshold = 4 },
            Request with { BidderCertificates = [] },
            Request with { BidderCertificates = [.. Enumerable.Repeat(Bidder, 5)] },
            Request with { BidderCertificates = [Bidder, Bidder] },
            Request with { BidderCertificates = [Custodians[0]] },
            Request with { CustodianCertificates = [Custodians[0]] },
            Request with { CustodianCertificates = [.. Enumerable.Repeat(Custodians[0], 17)] },
        ];
        foreach (var request in wrong)
        {
            Assert.NotNull(request.Fault());
            await Assert.ThrowsAsync<ArgumentException>(() => SealAsync([1], request));
        }

        Assert.Null((Request with { Version = SealLimits.Version, Threshold = 3 }).Fault());
    }

    [Fact]
    public async Task A_file_that_changes_between_the_passes_is_not_sealed()
    {
        var file = new byte[200_000];
        await using var changing = new DecayingStream(file, 150_000, goodReads: 200_000);

        await Assert.ThrowsAsync<IOException>(() => Sealer.SealAsync(Request, Secrets, changing, Stream.Null));
        await Assert.ThrowsAsync<IOException>(
            () => Sealer.SealAsync(Request, Secrets, new EmptyStream(5), Stream.Null));
    }

    [Fact]
    public async Task Progress_runs_to_twice_the_padded_length()
    {
        var seen = new List<long>();
        await Sealer.SealAsync(Request, Secrets, new MemoryStream(new byte[300_000]), Stream.Null, new Listener(seen));

        Assert.Equal(2 * PaddedPlaintext.LengthFor(300_000), seen[^1]);
        Assert.Equal(seen.Order(), seen);
    }

    [Fact]
    public async Task A_record_seals_the_same_bytes_again_in_both_forms()
    {
        var file = "a bid"u8.ToArray();
        var (bytes, record) = await SealAsync(file,
            Request with { Release = SealRelease.Escrow, Part = SealPart.Summary });
        var clear = SealRecordFile.Write(record);
        var encrypted = SealRecordFile.Write(record, "pass phrase 口令", Fixtures.Entropy("record"));

        Assert.False(SealRecordFile.IsEncrypted(clear));
        Assert.True(SealRecordFile.IsEncrypted(encrypted));
        Assert.False(SealRecordFile.IsEncrypted("rubbish"));
        Assert.DoesNotContain("91440300MA5EXAMPLE", encrypted, StringComparison.Ordinal);
        SealRecord[] both = [SealRecordFile.Read(clear), SealRecordFile.Read(encrypted, "pass phrase 口令")];
        foreach (var read in both)
        {
            Assert.Equal((record.FileDigest, record.FileLength), (read.FileDigest, read.FileLength));
            Assert.Equal((record.PlaintextDigest, record.Length), (read.PlaintextDigest, read.Length));
            Assert.Equal(bytes, (await SealAsync(file, read.Request, read.Secrets)).Bytes);
        }
    }

    [Fact]
    public async Task A_record_that_is_not_one_is_a_format_error()
    {
        var (_, record) = await SealAsync([1]);
        var clear = SealRecordFile.Write(record);
        var encrypted = SealRecordFile.Write(record, "right", Fixtures.Entropy("record"));
        var middle = encrypted.IndexOf("\"ciphertext\": \"", StringComparison.Ordinal) + 40;
        var changed = encrypted.Remove(middle, 1).Insert(middle, encrypted[middle] == 'A' ? "B" : "A");

        Assert.Throws<FormatException>(() => SealRecordFile.Read(encrypted));
        Assert.Throws<FormatException>(() => SealRecordFile.Read(encrypted, "wrong"));
        Assert.Throws<FormatException>(() => SealRecordFile.Read(changed, "right"));
        Assert.Throws<FormatException>(() => SealRecordFile.Read(""));
        Assert.Throws<FormatException>(() => SealRecordFile.Read("[]"));
        Assert.Throws<FormatException>(() => SealRecordFile.Read("null"));
        Assert.Throws<FormatException>(() => SealRecordFile.Read("{}"));
        foreach (var (from, to) in ((string, string)[])
        [
            ("seal-record/1", "seal-record/2"),
            ("\"SM\"", "\"INTL\""),
            ("\"threshold\": 2", "\"threshold\": 1"),
            ("\"threshold\": 2", "\"threshold\": \"2\""),
            ("\"part\": \"all\"", "\"part\": \"none\""),
            ("\"release\": \"bidder\"", "\"release\": \"none\""),
            ("\"length\": 1", "\"length\": 1, \"more\": 1"),
            ("\"lot\": \"001\",", ""),
        ])
        {
            Assert.Contains(from, clear, StringComparison.Ordinal);
            Assert.Throws<FormatException>(
                () => SealRecordFile.Read(clear.Replace(from, to, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_plaintext_copy_stands_in_for_both_keys()
    {
        var file = new byte[70_000];
        file[^1] = 9;
        var (_, record) = await SealAsync(file);
        using var copy = new MemoryStream();
        await PaddedPlaintext.WriteAsync(Secrets.Salt.ToArray(), new MemoryStream(file), copy);
        using var taken = new MemoryStream();

        copy.Position = 0;
        Assert.Equal(70_000, await PaddedPlaintext.CheckAsync(copy, record.PlaintextDigest, taken));
        Assert.Equal(file, taken.ToArray());
        Assert.Null(await PaddedPlaintext.CheckAsync(
            new MemoryStream(Flipped(copy.ToArray(), 50_000)), record.PlaintextDigest));
        Assert.Null(await PaddedPlaintext.CheckAsync(new MemoryStream(copy.ToArray()[..^1]), record.PlaintextDigest));
        Assert.Null(await PaddedPlaintext.CheckAsync(new MemoryStream(), record.PlaintextDigest));

        // A digest over something that is no padded plaintext opens nothing either.
        Assert.Null(await PaddedPlaintext.CheckAsync(new MemoryStream([1, 2, 3]), Digest.Of([1, 2, 3])));
    }

    [Fact]
    public async Task Releases_are_checked_one_by_one_on_arrival()
    {
        var (bytes, _) = await SealAsync([1]);
        var header = Header(bytes);
        var request = Releases(bytes, 1, 2, 3);
        var bidder = request.BidderRelease!.Value.ToArray();
        var share = request.CustodianReleases[1].Message.ToArray();

        Assert.Equal(StanzaMatch.Whole, ReleaseCheck.CheckBidder(header, bidder, Everybody).Match);
        Assert.Equal(StanzaMatch.WithoutCertificate, ReleaseCheck.CheckBidder(header, bidder, []).Match);
        Assert.Equal(StanzaMatch.Different, ReleaseCheck.CheckBidder(header, share, Everybody).Match);
        Assert.Equal(Digest.Of(bidder), ReleaseCheck.CheckBidder(header, bidder, []).MessageDigest);
        Assert.Equal(
            StanzaMatch.Whole, ReleaseCheck.CheckShare(header, StanzaRole.Custodian, 2, share, Everybody).Match);
        foreach (var wrong in (int[])[0, 1, 3, 4])
        {
            Assert.False(ReleaseCheck.CheckShare(header, StanzaRole.Custodian, wrong, share, Everybody).Holds);
        }

        Assert.False(ReleaseCheck.CheckShare(header, StanzaRole.Escrow, 2, share, Everybody).Holds);
        Assert.False(ReleaseCheck.CheckShare(header, StanzaRole.Custodian, 2, Flipped(share, 30), []).Holds);
    }

    [Fact]
    public void Secrets_are_drawn_from_one_source_or_two()
    {
        var alone = SealSecrets.Draw(Fixtures.Entropy("x"));
        var mixed = SealSecrets.Draw(Fixtures.Entropy("x"), bytes => bytes.Fill(0xff));

        Assert.Equal(alone.T.ToArray().Select(b => b ^ 0xff), mixed.T.ToArray().Select(b => (int)b));
        Assert.False(alone.B.SequenceEqual(alone.T));
        Assert.Throws<ArgumentException>(() => new SealSecrets(new byte[31], new byte[32], new byte[32]));
    }

    [Fact]
    public void A_session_envelope_opens_with_the_sessions_key_alone()
    {
        var key = Sm2PrivateKey.Generate(Fixtures.Entropy("session"));
        var session = SessionCertificate.Create(
            key, "opening-1", Fixtures.Entropy("serial"), Fixtures.At, Fixtures.At.AddDays(1));
        var entropy = Fixtures.Entropy("envelope");
        foreach (var length in (int[])[0, 1, 16, 34, SessionEnvelope.MaximumPayload])
        {
            var payload = Enumerable.Range(0, length).Select(i => (byte)(i % 251)).ToArray();
            var envelope = SessionEnvelope.Seal(payload, session, entropy);

            Assert.Equal(payload, SessionEnvelope.Open(envelope, key));
            Assert.Null(SessionEnvelope.Open(envelope, BidderKey));
            Assert.True(Envelope.Decode(envelope)!.IsFor(session));
            Assert.False(Envelope.Decode(envelope)!.IsFor(Bidder));
            Assert.NotEqual(envelope, SessionEnvelope.Seal(payload, session, entropy));
        }

        Assert.Null(SessionEnvelope.Open([1, 2, 3], key));
        Assert.Equal(CertificateUsage.Encrypt, session.Usage);
        Assert.True(session.IsSelfIssued);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SessionEnvelope.Seal(new byte[SessionEnvelope.MaximumPayload + 1], session, entropy));
    }

    private sealed class Listener(List<long> seen) : IProgress<long>
    {
        public void Report(long value) => seen.Add(value);
    }
}
