using System.Collections.Immutable;
using Trading.Proofs.Primitives;
using Trading.Proofs.Sealing;
using static Trading.Proofs.Tests.Sealing.SealingWorld;

namespace Trading.Proofs.Tests.Sealing;

/// <summary>Every step's failure has its cause, and nobody is blamed for another's fault.</summary>
public sealed class OpenerTests
{
    private static readonly byte[] Vector = Fixtures.Bytes("small.bidseal");
    private static readonly SealedHeader VectorHeader = Header(Vector);

    [Fact]
    public async Task Step_0_a_file_that_is_not_the_receipts_was_damaged_in_storage()
    {
        var request = Releases(Vector, 1, 2) with { Receipt = Receipt(Vector) };

        await Fails(request, Flipped(Vector, 40_000), OpeningCause.DamagedInStorage, 0);
        await Fails(request, Flipped(Vector, 3), OpeningCause.DamagedInStorage, 0);
        await Fails(request, Vector[..^1], OpeningCause.DamagedInStorage, 0);
        await Fails(request, [.. Vector, 0], OpeningCause.DamagedInStorage, 0);
    }

    [Fact]
    public async Task Step_1_a_bad_header_or_one_against_the_policy_is_named()
    {
        var request = Releases(Vector, 1, 2);
        var verdict = await Fails(request, Flipped(Vector, 3), OpeningCause.BidderFileMalformed, 1);
        Assert.Equal(new HeaderFault(HeaderCause.UnknownFormat, 1), verdict.HeaderFault);

        var good = new HeaderExpectation
        {
            Tender = "E4403000001000123",
            Lot = "001",
            Part = SealPart.All,
            Bidder = "91440300MA5EXAMPLE",
            Version = 1,
            Opening = default(Digest),
            Release = SealRelease.Bidder,
            Threshold = 2,
            CustodianKeys = [.. Custodians.Select(c => c.Id)],
            BidderKeys = [Bidder.Id, Custodians[0].Id],
        };
        HeaderExpectation[] wrong =
        [
            good with { Tender = "x" },
            good with { Lot = "002" },
            good with { Part = SealPart.Summary },
            good with { Bidder = "914403001922038216" },
            good with { Version = 2 },
            good with { Opening = Digest.OfUtf8("policy") },
            good with { Release = SealRelease.Escrow },
            good with { Threshold = 3 },
            good with { CustodianKeys = [.. Custodians.Select(c => c.Id).Reverse()] },
            good with { CustodianKeys = [.. Custodians.Take(2).Select(c => c.Id)] },
            good with { BidderKeys = [Custodians[0].Id] },
        ];
        foreach (var expected in wrong)
        {
            await Fails(request with { Expected = expected }, Vector, OpeningCause.PolicyMismatch, 1);
            var checkedAlone = Opener.CheckHeader(VectorHeader, request with { Expected = expected });
            Assert.Equal(OpeningCause.PolicyMismatch, checkedAlone.Cause);
        }

        Assert.True((await OpenAsync(request with { Expected = good }, Vector)).Verdict.IsOpen);
        Assert.True(Opener.CheckHeader(VectorHeader, request with { Expected = good }).IsOpen);
    }

    [Fact]
    public async Task Step_2_a_wrong_or_missing_release_of_the_bidder_is_the_bidders()
    {
        var request = Releases(Vector, 1, 2);
        var message = request.BidderRelease!.Value.ToArray();
        foreach (var index in (int[])[0, 1, 2, 33])
        {
            await Fails(request with { BidderRelease = Flipped(message, index) }, Vector,
                OpeningCause.BidderReleaseBad, 2);
        }

        await Fails(request with { BidderRelease = null }, Vector, OpeningCause.BidderReleaseBad, 2);
        await Fails(request with { BidderRelease = message[..33] }, Vector, OpeningCause.BidderReleaseBad, 2);
        await Fails(request with { BidderRelease = Array.Empty<byte>() }, Vector, OpeningCause.BidderReleaseBad, 2);
        await Fails(
            request with { BidderRelease = Flipped(message, 5), Certificates = [] },
            Vector,
            OpeningCause.BidderReleaseBad,
            2);
    }

    [Fact]
    public async Task Step_3_a_wrong_share_is_blamed_and_does_no_harm_while_enough_others_are_good()
    {
        var request = Releases(Vector, 1, 2, 3);
        var bad = request.CustodianReleases[0] with
        {
            Message = Flipped(request.CustodianReleases[0].Message.ToArray(), 20),
        };
        var swapped = request.CustodianReleases[2] with { Custodian = 1 };

        foreach (var first in (ShareRelease[])[bad, swapped])
        {
            var (verdict, file) = await OpenAsync(
                request with { CustodianReleases = [first, .. request.CustodianReleases[1..]] }, Vector);
            Assert.True(verdict.IsOpen, verdict.Evidence);
            Assert.Equal((int[])[1], verdict.BadCustodians.ToArray());
            Assert.Equal((int[])[2, 3], verdict.UsedCustodians.ToArray());
            Assert.Equal("hello bid\n"u8, file);
        }
    }

    [Fact]
    public async Task Step_4_too_few_good_shares_blame_nobody_but_who_gave_a_bad_one()
    {
        var request = Releases(Vector, 1, 2);
        var bad = new ShareRelease(2, Flipped(request.CustodianReleases[1].Message.ToArray(), 2));

        var verdict = await Fails(
            request with { CustodianReleases = [request.CustodianReleases[0], bad] },
            Vector,
            OpeningCause.TooFewShares,
            4);
        Assert.Equal((int[])[2], verdict.BadCustodians.ToArray());
        await Fails(request with { CustodianReleases = [] }, Vector, OpeningCause.TooFewShares, 4);
        await Fails(
            request with { CustodianReleases = [.. request.CustodianReleases[..1], .. request.CustodianReleases[..1]] },
            Vector,
            OpeningCause.TooFewShares,
            4);
        await Fails(
            request with { CustodianReleases = [request.CustodianReleases[0], bad with { Custodian = 4 }] },
            Vector,
            OpeningCause.TooFewShares,
            4);
    }

    [Fact]
    public async Task T_of_the_seal_record_opens_instead_of_shares_and_a_wrong_t_stays_undecided()
    {
        var request = Releases(Vector) with { CustodianSecret = Secrets.T.ToArray() };
        var (verdict, file) = await OpenAsync(request, Vector);

        Assert.True(verdict.IsOpen, verdict.Evidence);
        Assert.Empty(verdict.UsedCustodians);
        Assert.Equal("hello bid\n"u8, file);
        await Fails(request with { CustodianSecret = Filled(0x72) }, Vector, OpeningCause.TooFewShares, 4);
        await Fails(request with { CustodianSecret = Filled(0x71)[..31] }, Vector, OpeningCause.TooFewShares, 4);
    }

    [Fact]
    public async Task Step_5_a_stanza_that_b_and_t_do_not_give_is_the_bidders_fault()
    {
        // The bidder gives custodian 3 an envelope of something else, and makes the rest of the file fit.
        var share = Shamir.Share(VectorHeader.MetaDigest, Secrets.T, Shamir.CustodianPurpose, 2, 3)[2];
        var garbage = SecretEnvelope.Build(VectorHeader.MetaDigest, StanzaRole.Custodian, 3, Flipped(share, 0),
            Custodians[2]);
        var file = WithCustodianStanza(3, garbage);

        var verdict = await Fails(Releases(file, 1, 2), file, OpeningCause.BidderFileMalformed, 5);
        Assert.Contains("custodian 3", verdict.Evidence, StringComparison.Ordinal);

        // The same for whichever two take part: the wrong share fits its stanza, and gives a T that fits nothing.
        await Fails(Releases(file, 1, 3), file, OpeningCause.BidderFileMalformed, 5);
        await Fails(Releases(file, 2, 3), file, OpeningCause.BidderFileMalformed, 5);
    }

    [Fact]
    public async Task Step_5_finds_a_stanza_wrapped_for_the_right_key_under_a_wrong_name()
    {
        var secret = Shamir.Share(VectorHeader.MetaDigest, Secrets.T, Shamir.CustodianPurpose, 2, 3)[2];
        var envelope = SecretEnvelope.Build(VectorHeader.MetaDigest, StanzaRole.Custodian, 3, secret, Custodians[2]);
        var name = envelope.AsSpan().IndexOf("TestCA"u8);
        var file = WithCustodianStanza(3, Flipped(envelope, name));

        await Fails(Releases(file, 1, 2), file, OpeningCause.BidderFileMalformed, 5);
        var without = Releases(file, 1, 2) with { Certificates = [Bidder, .. Custodians[..2]] };
        var (verdict, _) = await OpenAsync(without, file);
        Assert.True(verdict.IsOpen);
        Assert.Contains(verdict.NotChecked, note => note.Contains("custodian 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Step_6_a_changed_mac_is_the_bidders_fault()
    {
        var mac = (byte[])Vector.Clone();
        var position = VectorHeader.Length - 20;
        mac[position] = mac[position] == (byte)'A' ? (byte)'B' : (byte)'A';

        await Fails(Releases(Vector, 1, 2), mac, OpeningCause.BidderFileMalformed, 6);
    }

    [Fact]
    public async Task Step_7_a_changed_salt_or_commitment_is_the_bidders_fault()
    {
        foreach (var offset in (int[])[0, 23, 24, 55])
        {
            await Fails(
                Releases(Vector, 1, 2),
                Flipped(Vector, VectorHeader.Length + offset),
                OpeningCause.BidderFileMalformed,
                7);
        }

        await Fails(
            Releases(Vector, 1, 2), Vector[..(VectorHeader.Length + 55)], OpeningCause.BidderFileMalformed, 7);
    }

    [Fact]
    public async Task Step_8_a_chunk_that_fails_is_judged_by_the_receipt()
    {
        var changed = Flipped(Vector, Vector.Length - 1);
        var request = Releases(Vector, 1, 2);

        await Fails(request, changed, OpeningCause.DamagedOrMalformed, 8);
        await Fails(request with { Receipt = Receipt(changed) }, changed, OpeningCause.BidderFileMalformed, 8);

        // Good when compared with the receipt, damaged when read again.
        await using var failing = new DecayingStream(Vector, Vector.Length - 1, goodReads: Vector.Length);
        var verdict = await Opener.OpenAsync(request with { Receipt = Receipt(Vector) }, failing, new MemoryStream());
        Assert.Equal(OpeningCause.DamagedInStorage, verdict.Cause);
        Assert.Equal(8, verdict.Step);
    }

    [Fact]
    public async Task Step_8_cut_reordered_and_doubled_chunks_are_found()
    {
        var start = VectorHeader.Length + 56;
        const int Chunk = 16_400;
        var chunks = Vector[start..].Chunk(Chunk).ToList();
        Assert.Equal(5, chunks.Count);
        byte[] Of(params int[] order) => [.. Vector[..start], .. order.SelectMany(i => chunks[i])];

        Assert.True((await OpenAsync(Releases(Vector, 1, 2), Of(0, 1, 2, 3, 4))).Verdict.IsOpen);
        foreach (var order in (int[][])[[1, 0, 2, 3, 4], [0, 1, 2, 4], [0, 1, 2, 3], [0, 1, 2, 3, 3, 4], [], [4]])
        {
            await Fails(Releases(Vector, 1, 2), Of(order), OpeningCause.DamagedOrMalformed, 8);
        }

        await Fails(Releases(Vector, 1, 2), Vector[..^3], OpeningCause.DamagedOrMalformed, 8);
        await Fails(Releases(Vector, 1, 2), [.. Vector, 0], OpeningCause.DamagedOrMalformed, 8);
    }

    [Theory]
    [InlineData("digest")]
    [InlineData("padding")]
    [InlineData("length")]
    [InlineData("excess")]
    [InlineData("short")]
    public async Task Step_9_a_plaintext_of_another_form_is_the_bidders_fault(string fault)
    {
        var plaintext = new byte[65_536];
        Secrets.Salt.CopyTo(plaintext);
        plaintext[39] = 10;
        "hello bid\n"u8.CopyTo(plaintext.AsSpan(40));
        var digest = fault == "digest" ? Digest.OfUtf8("other") : default(Digest?);
        switch (fault)
        {
            case "padding":
                plaintext[^1] = 1;
                break;
            case "length":
                plaintext[37] = 1;
                break;
            case "excess":
                plaintext = [.. plaintext, .. new byte[65_536]];
                break;
            case "short":
                plaintext = plaintext[..65_535];
                break;
        }

        var file = Forge(plaintext, digest ?? Digest.Of(plaintext));
        await Fails(Releases(file, 1, 2) with { Receipt = Receipt(file) }, file, OpeningCause.BidderFileMalformed, 9);
    }

    [Fact]
    public async Task Without_certificates_it_opens_and_says_what_was_not_checked()
    {
        var (verdict, file) = await OpenAsync(Releases(Vector, 1, 3) with { Certificates = [] }, Vector);

        Assert.True(verdict.IsOpen);
        Assert.Equal("hello bid\n"u8, file);
        Assert.Equal(6, verdict.NotChecked.Length);
    }

    [Fact]
    public async Task A_file_over_4_GiB_is_refused_unread()
    {
        await using var huge = new EmptyStream(SealLimits.File + 1);
        var verdict = await Opener.OpenAsync(Releases(Vector, 1, 2), huge, Stream.Null);
        Assert.Equal((OpeningCause.BidderFileMalformed, 1), (verdict.Cause, verdict.Step));

        await Assert.ThrowsAsync<ArgumentException>(
            () => Sealer.SealAsync(Request, Secrets, new EmptyStream(SealLimits.File - 1_000_000), Stream.Null));
    }

    [Fact]
    public async Task Escrow_opens_with_all_custodians_and_names_the_one_that_lies()
    {
        var request = Request with { Release = SealRelease.Escrow };
        var (file, _) = await SealAsync("escrow"u8.ToArray(), request);
        var header = Header(file);
        var escrow = Enumerable.Range(1, 3)
            .Select(i => new ShareRelease(i, StanzaOpener.Open(header, StanzaRole.Escrow, CustodianKeys[i - 1])))
            .ToImmutableArray();
        var opening = Releases(file, 2, 3) with { BidderRelease = null, EscrowReleases = escrow };

        var (verdict, opened) = await OpenAsync(opening, file);
        Assert.True(verdict.IsOpen, verdict.Evidence);
        Assert.Equal("escrow"u8, opened);
        Assert.True((await OpenAsync(Releases(file, 1, 2), file)).Verdict.IsOpen);

        await Fails(opening with { EscrowReleases = escrow[..2] }, file, OpeningCause.TooFewShares, 3);
        var lie = escrow[1] with { Message = Flipped(escrow[1].Message.ToArray(), 9) };
        var blamed = await Fails(
            opening with { EscrowReleases = [escrow[0], lie, escrow[2]] }, file, OpeningCause.CustodianReleaseBad, 3);
        Assert.Equal((int[])[2], blamed.BadCustodians.ToArray());
        await Fails(opening, Vector, OpeningCause.BidderReleaseBad, 2);
    }

    [Fact]
    public async Task A_second_lock_opens_when_the_first_is_lost()
    {
        var (certificate, key) = SealingPeople.Encryption("recovery");
        var (file, _) = await SealAsync([7], Request with { BidderCertificates = [Bidder, certificate] });
        var header = Header(file);
        var request = Releases(file, 1, 2) with
        {
            Certificates = [.. Everybody, certificate],
            BidderRelease = StanzaOpener.Open(header, StanzaRole.Bidder, key),
        };

        Assert.Equal([7], (await OpenAsync(request, file)).File);
        Assert.Null(StanzaOpener.Open(header, StanzaRole.Custodian, key));
        Assert.Null(StanzaOpener.Open(header, StanzaRole.Bidder, CustodianKeys[0]));
    }

    private static async Task<OpeningVerdict> Fails(OpeningRequest request, byte[] file, OpeningCause cause, int step)
    {
        var (verdict, _) = await OpenAsync(request, file);
        Assert.True((verdict.Cause, verdict.Step) == (cause, step),
            $"{verdict.Cause} at {verdict.Step}: {verdict.Evidence}");
        Assert.NotEmpty(verdict.Evidence);
        Assert.Null(verdict.Length);
        return verdict;
    }

    private static byte[] WithCustodianStanza(int index, byte[] envelope)
    {
        var stanzas = VectorHeader.Stanzas.ToArray();
        stanzas[index] = stanzas[index] with { Envelope = envelope };
        var plaintext = new byte[65_536];
        Secrets.Salt.CopyTo(plaintext);
        plaintext[39] = 10;
        "hello bid\n"u8.CopyTo(plaintext.AsSpan(40));
        return Forge(plaintext, Digest.Of(plaintext), stanzas);
    }

    /// <summary>A file as a bidder who does not keep to the format could make it: everything else fits.</summary>
    private static byte[] Forge(byte[] plaintext, Digest digest, IEnumerable<Stanza>? stanzas = null)
    {
        var (honest, keys) = Sealer.BuildHeader(Request, Secrets, digest, CipherSuite.Default);
        var header = stanzas is null ? honest : SealedHeader.Build(honest.Meta, stanzas, keys.HeaderKey);
        var (key, nonce, commitment) = keys.Payload(header.HeaderDigest);
        var cipher = new ChunkCipher(CipherSuite.Default, key, nonce);
        List<byte> file = [.. header.Bytes, .. keys.PayloadSalt, .. commitment];
        for (var i = 0; i * SealLimits.Chunk <= plaintext.Length; i++)
        {
            var chunk = plaintext.AsSpan(i * SealLimits.Chunk,
                Math.Min(SealLimits.Chunk, plaintext.Length - (i * SealLimits.Chunk)));
            var output = new byte[chunk.Length + 16];
            cipher.Seal(i, chunk, output);
            file.AddRange(output);
        }

        return [.. file];
    }
}
