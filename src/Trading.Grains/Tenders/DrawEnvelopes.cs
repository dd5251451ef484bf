using System.Collections.Immutable;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Grains.Tenders;

/// <summary>
/// The envelopes of a draw: r of each party shared to the two others, both needed, each share in the same kind of envelope as a
/// bid's keys (role R, the receiver's number, context H(draw id ‖ LF)). Everything follows from r, so whoever learns r rebuilds them.
/// </summary>
internal static class DrawEnvelopes
{
    private static readonly int _parties = CoefficientDraw.PartyNames.Length;

    /// <summary>Whether the text is a draw-envelope/1 of this party to exactly the two others' keys.</summary>
    public static bool IsWellFormed(CoefficientDraw draw, TenderId tender, LotId lot, int party, string text) =>
        Statements.TryParse(text, DrawEnvelopeRecord.Parse) is { } record
        && record.Draw == draw.IdOf(tender, lot)
        && record.Party == party
        && record.Threshold == new Threshold(_parties - 1, _parties - 1)
        && record.Shares.Select(share => (share.Party, share.Certificate)).SequenceEqual(
            Receivers(draw, party).Select(receiver => (receiver.Number, receiver.Certificate.Id)));

    /// <summary>Whether the base64 text is the share that the party's envelope holds for the one who opened it.</summary>
    public static bool IsShare(CoefficientDraw draw, TenderId tender, LotId lot, int party, int by, string share) =>
        Digest.TryFromBase64(share, out var secret)
        && EnvelopeOf(draw, party, by) is { } envelope
        && Build(draw, tender, lot, by, secret).AsSpan().SequenceEqual(envelope.AsSpan());

    /// <summary>r where both shares are there; null where one is missing or what they give was not committed to.</summary>
    public static Digest? Recover(
        CoefficientDraw draw, TenderId tender, LotId lot, int party, ImmutableDictionary<(int Party, int By), string> shares,
        out bool isMalformed)
    {
        var own = shares.Where(share => share.Key.Party == party)
            .Select(share => (share.Key.By, Digest.FromBase64(share.Value).ToArray())).ToArray();
        isMalformed = false;
        if (own.Length < _parties - 1)
        {
            return null;
        }

        var reveal = new Digest(Shamir.Combine(own));
        var committed = DrawCommitRecord.Parse(draw.Commits[party].Statement.Text).Commit;
        isMalformed = Trading.Proofs.Draws.DrawCommitment.Of(reveal, draw.IdOf(tender, lot)) != committed;
        return isMalformed ? null : reveal;
    }

    /// <summary>Whether the party's envelopes hold this very r, byte for byte.</summary>
    public static bool Holds(CoefficientDraw draw, TenderId tender, LotId lot, int party, Digest reveal)
    {
        var shares = Shamir.Share(
            Context(draw, tender, lot), reveal.AsSpan(), Shamir.CustodianPurpose, _parties - 1, _parties);
        return Receivers(draw, party).All(receiver =>
            EnvelopeOf(draw, party, receiver.Number) is { } envelope
            && Build(draw, tender, lot, receiver.Number, new Digest(shares[receiver.Number - 1])).AsSpan().SequenceEqual(envelope.AsSpan()));
    }

    private static byte[] Build(CoefficientDraw draw, TenderId tender, LotId lot, int receiver, Digest share) => SecretEnvelope.Build(
        Context(draw, tender, lot), StanzaRole.Reveal, receiver, share.AsSpan(),
        Certificate.FromPem(draw.Commits[receiver].EncryptionCertificate));

    private static ImmutableArray<byte>? EnvelopeOf(CoefficientDraw draw, int party, int receiver) =>
        DrawEnvelopeRecord.Parse(draw.Envelopes[party].Statement.Text).Shares.FirstOrDefault(share => share.Party == receiver)?.Envelope;

    private static IEnumerable<(int Number, Certificate Certificate)> Receivers(CoefficientDraw draw, int party) =>
        draw.Commits.Where(commit => commit.Key != party)
            .Select(commit => (commit.Key, Certificate.FromPem(commit.Value.EncryptionCertificate)));

    private static Digest Context(CoefficientDraw draw, TenderId tender, LotId lot) => Digest.OfUtf8($"{draw.IdOf(tender, lot)}\n");
}
