using System.Text;
using Trading.Proofs.Sealing;
using static Trading.Proofs.Tests.Sealing.SealingWorld;

namespace Trading.Proofs.Tests.Sealing;

/// <summary>Each limit one past, each cause by its name.</summary>
public sealed class HeaderTests
{
    private static readonly string Good = Encoding.ASCII.GetString(Header(Fixtures.Bytes("small.bidseal")).Bytes);
    private static readonly string[] Lines = Good.Split('\n');

    [Fact]
    public void The_vectors_header_comes_back_as_it_was_read()
    {
        var header = Header(Encoding.ASCII.GetBytes(Good));

        Assert.Equal("E4403000001000123", header.Meta.Tender);
        Assert.Equal((2, 3), (header.Meta.Threshold, header.Meta.Custodians));
        Assert.Equal(SealPart.All, header.Meta.Part);
        Assert.Equal(SealRelease.Bidder, header.Meta.Release);
        Assert.Equal(Bidder.Id, Assert.Single(header.Bidders).KeyId);
        Assert.Equal(Custodians.Select(c => c.Id), header.Custodians.Select(s => s.KeyId));
        Assert.Empty(header.Escrow);
        Assert.Equal(Good,
            header.Meta.ToText() + string.Concat(header.Stanzas.Select(s => s.ToText())) + Lines[^2] + "\n");
    }

    [Theory]
    [InlineData(0, "bidseal/1 INTL", HeaderCause.UnknownSuite)]
    [InlineData(0, "bidseal/1 INTL-P", HeaderCause.UnknownSuite)]
    [InlineData(0, "bidseal/1 sm", HeaderCause.UnknownSuite)]
    [InlineData(0, "bidseal/1 SM SM", HeaderCause.UnknownSuite)]
    [InlineData(0, "bidseal/2 SM", HeaderCause.UnknownFormat)]
    [InlineData(0, "PK", HeaderCause.UnknownFormat)]
    [InlineData(1, "tender ", HeaderCause.ForbiddenCharacter)]
    [InlineData(1, "tender a b", HeaderCause.BadTender)]
    [InlineData(1, "tender a/b", HeaderCause.BadTender)]
    [InlineData(1, "Tender a", HeaderCause.MetaOrder)]
    [InlineData(1, "lot 001", HeaderCause.MetaOrder)]
    [InlineData(1, "tender 甲", HeaderCause.ForbiddenCharacter)]
    [InlineData(1, "tender a\r", HeaderCause.ForbiddenCharacter)]
    [InlineData(1, "tender\ta", HeaderCause.ForbiddenCharacter)]
    [InlineData(1, "tender a ", HeaderCause.ForbiddenCharacter)]
    [InlineData(1, "tender a\0", HeaderCause.ForbiddenCharacter)]
    [InlineData(2, "lot a+b", HeaderCause.BadLot)]
    [InlineData(2, "lot  1", HeaderCause.BadLot)]
    [InlineData(3, "part prices", HeaderCause.BadPart)]
    [InlineData(3, "part All", HeaderCause.BadPart)]
    [InlineData(4, "bidder 91440300MA5EXAMPL", HeaderCause.BadBidder)]
    [InlineData(4, "bidder 91440300MA5EXAMPLEE", HeaderCause.BadBidder)]
    [InlineData(4, "bidder 91440300MA5EXAMPLe", HeaderCause.BadBidder)]
    [InlineData(5, "version 01", HeaderCause.BadVersion)]
    [InlineData(5, "version 0", HeaderCause.BadVersion)]
    [InlineData(5, "version -1", HeaderCause.BadVersion)]
    [InlineData(5, "version 12345678901", HeaderCause.BadVersion)]
    [InlineData(6, "opening AAAA", HeaderCause.BadOpening)]
    [InlineData(6, "opening AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=", HeaderCause.BadOpening)]
    [InlineData(7, "release custodian", HeaderCause.BadRelease)]
    [InlineData(8, "threshold 1/3", HeaderCause.BadThreshold)]
    [InlineData(8, "threshold 4/3", HeaderCause.BadThreshold)]
    [InlineData(8, "threshold 2/17", HeaderCause.BadThreshold)]
    [InlineData(8, "threshold 02/3", HeaderCause.BadThreshold)]
    [InlineData(8, "threshold 2/3/4", HeaderCause.BadThreshold)]
    [InlineData(8, "threshold 2", HeaderCause.BadThreshold)]
    [InlineData(8, "threshold 2/4", HeaderCause.StanzaOrder)]
    [InlineData(8, "threshold 2/2", HeaderCause.StanzaOrder)]
    [InlineData(9, "digest ", HeaderCause.ForbiddenCharacter)]
    [InlineData(9, "digest AAAA", HeaderCause.BadDigest)]
    [InlineData(7, "release escrow", HeaderCause.StanzaOrder)]
    [InlineData(10, "-> bidder AAAA", HeaderCause.BadStanza)]
    [InlineData(10, "-> somebody AAAA", HeaderCause.StanzaOrder)]
    [InlineData(10, "-> bidder A/aNxDUIccWMC+TUAe1sYQvrxaSReDlYP9DVWVpb0rc=", HeaderCause.KeyRepeated)]
    [InlineData(19, "-> custodian 2 A/aNxDUIccWMC+TUAe1sYQvrxaSReDlYP9DVWVpb0rc=", HeaderCause.StanzaOrder)]
    [InlineData(19, "-> custodian 01 A/aNxDUIccWMC+TUAe1sYQvrxaSReDlYP9DVWVpb0rc=", HeaderCause.BadStanza)]
    [InlineData(19, "-> custodian A/aNxDUIccWMC+TUAe1sYQvrxaSReDlYP9DVWVpb0rc=", HeaderCause.BadStanza)]
    [InlineData(19, "-> escrow 1 A/aNxDUIccWMC+TUAe1sYQvrxaSReDlYP9DVWVpb0rc=", HeaderCause.StanzaOrder)]
    [InlineData(11, "", HeaderCause.BadBody)]
    [InlineData(11, "MIIB", HeaderCause.BadBody)]
    public void A_changed_line_is_refused_with_its_cause(int line, string text, HeaderCause cause)
    {
        var changed = (string[])Lines.Clone();
        changed[line] = text;

        Assert.Equal(cause, Cause(string.Join('\n', changed)));
    }

    [Theory]
    [InlineData(1, "tender ", SealLimits.Tender, HeaderCause.BadTender)]
    [InlineData(2, "lot ", SealLimits.Lot, HeaderCause.BadLot)]
    [InlineData(5, "version 9", 9, HeaderCause.BadVersion)]
    public void A_field_may_have_its_longest_length_and_no_character_more(
        int line, string name, int longest, HeaderCause cause)
    {
        var changed = (string[])Lines.Clone();
        changed[line] = name + new string('9', longest);
        Assert.Null(Cause(string.Join('\n', changed)));

        changed[line] += '9';
        Assert.Equal(cause, Cause(string.Join('\n', changed)));
    }

    [Fact]
    public void A_line_of_1024_bytes_is_read_and_one_of_1025_is_not()
    {
        var changed = (string[])Lines.Clone();
        changed[1] = "tender " + new string('a', SealLimits.Line - 7);
        Assert.Equal(HeaderCause.BadTender, Cause(string.Join('\n', changed)));

        changed[1] += 'a';
        Assert.Equal(HeaderCause.LineTooLong, Cause(string.Join('\n', changed)));
    }

    [Fact]
    public void A_header_may_fill_64_KiB_and_no_more()
    {
        // A body has no limit of its own: endless full lines run into the header's.
        var endless = string.Join('\n', Lines[..11]) + "\n" + string.Concat(
            Enumerable.Repeat(new string('A', 64) + "\n", 1100));

        Assert.Equal(HeaderCause.HeaderTooLong, Cause(endless));
        Assert.Equal(HeaderCause.HeaderTooLong, Cause(endless[..SealLimits.Header]));
        Assert.Equal(HeaderCause.Truncated, Cause(endless[..(SealLimits.Header - 1)]));
    }

    [Fact]
    public void A_byte_order_mark_is_refused()
    {
        Assert.False(SealedHeader.TryParse([0xEF, 0xBB, 0xBF, .. Encoding.ASCII.GetBytes(Good)], out _, out var fault));
        Assert.Equal(new HeaderFault(HeaderCause.ForbiddenCharacter, 1), fault);
    }

    [Fact]
    public void Every_cut_is_truncated()
    {
        for (var length = 0; length < Good.Length; length++)
        {
            Assert.Equal(HeaderCause.Truncated, Cause(Good[..length]));
        }
    }

    [Theory]
    [InlineData("---")]
    [InlineData("--- AAAA")]
    [InlineData("--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=")]
    [InlineData("----")]
    public void The_last_line_has_one_form(string line)
    {
        Assert.Equal(HeaderCause.BadMac, Cause(string.Join('\n', Lines[..^2]) + "\n" + line + "\n"));
    }

    [Fact]
    public void A_body_has_full_lines_canonical_base64_and_no_blank_line()
    {
        var body = Lines[11..19];
        Assert.Equal(HeaderCause.BadBody, Cause(With(body[0][..60], [body[0][60..] + body[1][..60], .. body[2..]])));
        Assert.Equal(HeaderCause.BadBody, Cause(With(body[0] + body[1], body[2..])));
        Assert.Equal(HeaderCause.BadBody, Cause(With(body[0], [.. body[1..], ""])));
        Assert.Equal(HeaderCause.BadBody, Cause(With(body[0], [.. body[1..^1], "RURbAcKCwjLnFhF6kB=="])));
        Assert.Equal(HeaderCause.BadBody, Cause(With(body[0], [.. body[1..^1], body[^1].TrimEnd('=')])));
    }

    [Fact]
    public void A_body_that_ends_on_a_full_line_has_no_line_after_it()
    {
        var header = Header(Fixtures.Bytes("small.bidseal"));
        var stanza = header.Bidders[0] with { Envelope = new byte[96] };
        Assert.Equal(3, stanza.ToText().TrimEnd('\n').Split('\n').Length);
        Assert.EndsWith("A\n", stanza.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_flipped_bit_of_an_envelope_is_another_envelope_or_none()
    {
        var envelope = Header(Fixtures.Bytes("small.bidseal")).Bidders[0].Envelope.ToArray();
        for (var bit = 0; bit < envelope.Length * 8; bit++)
        {
            var changed = Flipped(envelope, bit / 8, (byte)(1 << (bit % 8)));
            var read = Envelope.Decode(changed);
            Assert.True(read is null || read.Encode().SequenceEqual(changed));
        }

        Assert.Null(Envelope.Decode([.. envelope, 0]));
        Assert.Null(Envelope.Decode(envelope.AsSpan(0, envelope.Length - 1)));
        Assert.Null(Envelope.Decode([]));
    }

    [Fact]
    public void An_envelope_in_another_der_form_is_refused()
    {
        var header = Header(Fixtures.Bytes("small.bidseal"));
        var wrong = header.Bidders[0] with { Envelope = (byte[])[0x30, 0x00] };
        Assert.Equal(HeaderCause.BadEnvelope, Cause(Rebuild(header, [wrong, .. header.Custodians])));
    }

    [Fact]
    public async Task Four_bidder_keys_are_read_and_five_are_not()
    {
        var keys = Enumerable.Range(0, 5).Select(i => SealingPeople.Encryption($"lock {i}").Certificate).ToList();
        var request = Request with { BidderCertificates = [.. keys[..4]] };
        var header = Header((await SealAsync([1], request)).Bytes);
        Assert.Equal(4, header.Bidders.Length);

        var fifth = new Stanza(StanzaRole.Bidder, 0, keys[4].Id, header.Bidders[0].Envelope);
        var sameKey = header.Custodians[1] with { KeyId = header.Custodians[0].KeyId };
        Assert.Equal(HeaderCause.TooManyBidders,
            Cause(Rebuild(header, [.. header.Bidders, fifth, .. header.Custodians])));
        Assert.Equal(HeaderCause.StanzaOrder, Cause(Rebuild(header, header.Custodians)));
        Assert.Equal(HeaderCause.KeyRepeated,
            Cause(Rebuild(header, [header.Bidders[0], .. header.Bidders, .. header.Custodians])));
        Assert.Equal(
            HeaderCause.StanzaOrder,
            Cause(Rebuild(header, [.. header.Bidders, .. header.Custodians, .. header.Bidders])));
        Assert.Equal(
            HeaderCause.KeyRepeated,
            Cause(Rebuild(header, [.. header.Bidders, header.Custodians[0], sameKey, header.Custodians[2]])));
    }

    [Fact]
    public async Task Sixteen_custodians_are_read_with_escrow_too()
    {
        var custodians = Enumerable.Range(0, 16).Select(i => SealingPeople.Encryption($"custodian {i}").Certificate);
        var request = Request with
        {
            CustodianCertificates = [.. custodians],
            Threshold = 16,
            Release = SealRelease.Escrow,
        };
        var header = Header((await SealAsync([1], request)).Bytes);

        Assert.Equal(16, header.Custodians.Length);
        Assert.Equal(16, header.Escrow.Length);
        var otherKey = header.Escrow[0] with { KeyId = header.Escrow[1].KeyId };
        Assert.Equal(
            HeaderCause.KeyRepeated,
            Cause(Rebuild(header, [.. header.Bidders, .. header.Custodians, otherKey])));
        Assert.Equal(
            HeaderCause.StanzaOrder,
            Cause(Rebuild(header, [.. header.Bidders, .. header.Custodians, .. header.Escrow[..15]])));
    }

    [Theory]
    [InlineData(SealPart.All, "all")]
    [InlineData(SealPart.Summary, "summary")]
    [InlineData(SealPart.Qualify, "qualify")]
    [InlineData(SealPart.Technical, "technical")]
    [InlineData(SealPart.Price, "price")]
    [InlineData(SealPart.Names, "names")]
    [InlineData(SealPart.Reserve, "reserve")]
    public void Every_part_has_its_word(SealPart part, string word)
    {
        Assert.Equal(word, SealWords.Of(part));
        Assert.Equal(part, SealWords.ParsePart(word));
    }

    private static string With(string first, string[] rest) =>
        string.Join('\n', [.. Lines[..11], first, .. rest, .. Lines[19..]]);

    private static string Rebuild(SealedHeader header, IEnumerable<Stanza> stanzas) =>
        Encoding.ASCII.GetString(SealedHeader.Build(header.Meta, stanzas, new byte[32]).Bytes);

    private static HeaderCause? Cause(string text) =>
        SealedHeader.TryParse(Encoding.UTF8.GetBytes(text), out _, out var fault) ? null : fault.Cause;
}
