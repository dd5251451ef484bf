using Trading.Proofs.Certificates;
using Trading.Proofs.Draws;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Proofs.Tests.Draws;

/// <summary>A whole draw in three rounds by four parties, two of three others recovering what one withholds.</summary>
public sealed class DrawEnvelopeTests
{
    private const string Id = "D20261120-002";

    private static readonly DateTimeOffset At = new(2026, 11, 20, 4, 0, 0, TimeSpan.Zero);

    private static readonly TestCa Ca = TestCa.Create(Counter("ca"), At);

    private static readonly Dictionary<int, Sm2PrivateKey> Keys = Enumerable.Range(1, 4)
        .ToDictionary(i => i, i => Sm2PrivateKey.FromScalar(Digest.OfUtf8($"party {i}").AsSpan()));

    private static readonly Dictionary<int, Certificate> Certificates = Keys
        .ToDictionary(k => k.Key, k => Ca.Issue($"测试抽取方{k.Key}", null, k.Value.PublicKey, CertificateUsage.Encrypt, At));

    private static readonly Dictionary<int, Digest> Reveals =
        Enumerable.Range(1, 4).ToDictionary(i => i, i => Digest.OfUtf8($"reveal {i}"));

    private static readonly DrawEnvelopeRecord Envelope = Seal(2);

    private static readonly Digest Commitment = DrawCommitment.Of(Reveals[2], Id);

    [Fact]
    public void Any_two_of_the_three_others_recover_a_withheld_reveal()
    {
        foreach (var pair in new[] { (1, 3), (1, 4), (3, 4) })
        {
            Assert.Equal(Reveals[2], DrawEnvelope.Recover(Envelope, Commitment, Opened(pair.Item1, pair.Item2), Others(2)));
        }

        Assert.Equal(Reveals[2], DrawEnvelope.Recover(Envelope, Commitment, Opened(1, 3, 4), Others(2)));
    }

    [Fact]
    public void A_draw_with_a_withheld_reveal_has_the_outcome_it_would_have_had()
    {
        var record = new DrawRecord(
            Id, "E4403000001000123", 10, PublicPool.Of(Enumerable.Range(0, 10).Select(i => $"0.9{i}")).Root, 1, 0,
            [
                .. Enumerable.Range(1, 4).Select(i => new DrawParty(
                    i, (DrawRole)(i - 1), DrawCommitment.Of(Reveals[i], Id))),
            ]);
        var recovered = DrawEnvelope.Recover(Envelope, record.Parties[1].Commitment, Opened(1, 4), Others(2));

        Assert.Equal(
            DrawCore.Draw(record, [Reveals[1], Reveals[2], Reveals[3], Reveals[4]]),
            DrawCore.Draw(record, [Reveals[1], recovered, Reveals[3], Reveals[4]]));
    }

    [Fact]
    public void The_envelopes_are_the_same_whenever_they_are_built_and_fit_their_record()
    {
        Assert.Equal(Envelope.ToText(), Seal(2).ToText());
        Assert.Equal(Envelope.Sm3(), DrawEnvelopeRecord.Parse(Envelope.ToText()).Sm3());
        Assert.Equal([1, 3, 4], Envelope.Shares.Select(s => s.Party));
        Assert.Equal(new Threshold(2, 3), Envelope.Threshold);
        Assert.True(DrawEnvelope.IsSealedFrom(Envelope, Commitment, Reveals[2], Others(2)));
        Assert.False(DrawEnvelope.IsSealedFrom(Envelope, Commitment, Reveals[3], Others(2)));
    }

    [Fact]
    public void A_share_starts_with_the_role_of_draws_and_its_receivers_number()
    {
        var message = DrawEnvelope.OpenShare(Envelope, 3, Keys[3])!;

        Assert.Equal((34, 0x52, 3), (message.Length, message[0], message[1]));
        Assert.Null(DrawEnvelope.OpenShare(Envelope, 3, Keys[4]));
        Assert.Null(DrawEnvelope.OpenShare(Envelope, 2, Keys[2]));
        Assert.True(DrawEnvelope.IsShare(Envelope, 3, message, Certificates[3]));
        Assert.False(DrawEnvelope.IsShare(Envelope, 3, message, Certificates[4]));
        Assert.False(DrawEnvelope.IsShare(Envelope, 4, message, Certificates[4]));
        Assert.False(DrawEnvelope.IsShare(Envelope, 3, message.AsSpan(..33), Certificates[3]));
    }

    [Fact]
    public void A_wrong_share_names_who_handed_it_over()
    {
        var opened = Opened(1, 3);
        opened[3][20] ^= 1;

        Assert.Equal((DrawFault.ShareBad, 3), Fault(opened));
        Assert.Equal((DrawFault.ShareBad, 2), Fault(new() { [2] = opened[1] }));
    }

    [Fact]
    public void A_wrong_share_does_no_harm_where_enough_right_ones_are_left()
    {
        var opened = Opened(1, 3, 4);
        opened[1][20] ^= 1;

        Assert.Equal(Reveals[2], DrawEnvelope.Recover(Envelope, Commitment, opened, Others(2)));
    }

    [Fact]
    public void Too_few_shares_recover_nothing() => Assert.Equal((DrawFault.TooFewShares, 0), Fault(Opened(4)));

    [Fact]
    public void A_malformed_envelope_voids_the_draw_and_names_its_sender()
    {
        // Party 2 shares another secret than the one it committed to.
        var other = DrawEnvelope.Seal(Id, 2, Reveals[3], 2, Others(2));

        Assert.Equal((DrawFault.EnvelopeMalformed, 2), Fault(Opened(other, 1, 3), other));

        // Party 2 gives party 4 a share of something else, and 1 and 3 right ones.
        var mixed = Envelope with { Shares = Envelope.Shares.SetItem(2, other.Shares[2]) };
        Assert.Equal((DrawFault.EnvelopeMalformed, 2), Fault(Opened(mixed, 1, 3), mixed));
        Assert.False(DrawEnvelope.IsSealedFrom(mixed, Commitment, Reveals[2], Others(2)));
    }

    [Fact]
    public void An_envelope_of_another_draw_does_not_recover()
    {
        var elsewhere = DrawEnvelope.Seal("D20261120-003", 2, Reveals[2], 2, Others(2));

        Assert.Equal((DrawFault.EnvelopeMalformed, 2), Fault(Opened(elsewhere, 1, 3), elsewhere));
        Assert.Equal((DrawFault.ShareBad, 1), Fault(Opened(elsewhere, 1, 3), elsewhere with { Draw = Id }));
    }

    private static (DrawFault Fault, int Party) Fault(Dictionary<int, byte[]> opened, DrawEnvelopeRecord? envelope = null)
    {
        var e = Assert.Throws<DrawException>(
            () => DrawEnvelope.Recover(envelope ?? Envelope, Commitment, opened, Others(2)));
        return (e.Fault, e.Party);
    }

    private static DrawEnvelopeRecord Seal(int party) => DrawEnvelope.Seal(Id, party, Reveals[party], 2, Others(party));

    private static Dictionary<int, Certificate> Others(int party) =>
        Certificates.Where(c => c.Key != party).ToDictionary(c => c.Key, c => c.Value);

    private static Dictionary<int, byte[]> Opened(params int[] receivers) => Opened(Envelope, receivers);

    private static Dictionary<int, byte[]> Opened(DrawEnvelopeRecord envelope, params int[] receivers) =>
        receivers.ToDictionary(i => i, i => DrawEnvelope.OpenShare(envelope, i, Keys[i])!);

    private static Entropy Counter(string name)
    {
        var next = 0;
        return bytes =>
        {
            for (var i = 0; i < bytes.Length; i += 32)
            {
                Digest.OfUtf8($"{name} {next++}").AsSpan()[..Math.Min(32, bytes.Length - i)].CopyTo(bytes[i..]);
            }
        };
    }
}
