using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Proofs.Draws;

/// <summary>
/// The envelope of round 2: a party's 32 random bytes, Shamir-shared k of m to the other parties, each share in an
/// envelope of bidseal/1 with role R. If the party withholds its reveal, any k others recover it: aborting gains nothing.
/// All is derived from the secret, so whoever recovers it can tell whether the envelopes were right.
/// </summary>
public static class DrawEnvelope
{
    /// <summary>Makes the envelopes of one party; its digest goes into the party's commitment record.</summary>
    /// <param name="draw">The draw's id; its digest with a line feed is the envelopes' context.</param>
    /// <param name="party">The number of the party whose secret it is.</param>
    /// <param name="reveal">The secret.</param>
    /// <param name="needed">k: how many of the others recover it, 2 or more.</param>
    /// <param name="others">The encryption certificates of all other parties, by their numbers.</param>
    public static DrawEnvelopeRecord Seal(
        string draw, int party, Digest reveal, int needed, IReadOnlyDictionary<int, Certificate> others)
    {
        var context = Context(draw);
        var shares = Shamir.Share(
            context, reveal.AsSpan(), Shamir.CustodianPurpose, needed, others.Keys.Append(party).Max());
        return new DrawEnvelopeRecord(
            draw,
            party,
            new Threshold(needed, others.Count),
            [
                .. others.OrderBy(o => o.Key).Select(o => new DrawShare(
                    o.Key,
                    o.Value.Id,
                    [.. SecretEnvelope.Build(context, StanzaRole.Reveal, o.Key, shares[o.Key - 1], o.Value)])),
            ]);
    }

    /// <summary>
    /// Opens the share that one receiving party holds: 34 bytes m = role ‖ number ‖ share, or null if there is none for
    /// it or the envelope does not open.
    /// </summary>
    public static byte[]? OpenShare(DrawEnvelopeRecord envelope, int receiver, ISm2PrivateKey key)
    {
        var share = envelope.Shares.FirstOrDefault(s => s.Party == receiver);
        return share is null
            ? null
            : SecretEnvelope.Open(share.Envelope.AsSpan(), key, StanzaRole.Reveal, receiver);
    }

    /// <summary>Whether a share is what its receiver's envelope holds, shown by building the envelope again.</summary>
    public static bool IsShare(
        DrawEnvelopeRecord envelope, int receiver, ReadOnlySpan<byte> message, Certificate certificate)
    {
        var share = envelope.Shares.FirstOrDefault(s => s.Party == receiver);
        return share is not null
            && share.Certificate == certificate.Id
            && message.Length == SealLimits.Release
            && message[0] == (byte)StanzaRole.Reveal
            && message[1] == receiver
            && SecretEnvelope.Build(Context(envelope.Draw), StanzaRole.Reveal, receiver, message[2..], certificate)
                .AsSpan().SequenceEqual(share.Envelope.AsSpan());
    }

    /// <summary>Recovers a withheld secret from what the others opened.</summary>
    /// <param name="envelope">What the withholding party handed in.</param>
    /// <param name="commitment">What it committed to.</param>
    /// <param name="messages">The opened shares, 34 bytes each, by the numbers of those who opened them.</param>
    /// <param name="others">The encryption certificates of all other parties.</param>
    /// <exception cref="DrawException">
    /// EnvelopeMalformed names the sender, and the draw is void. ShareBad names who handed over a wrong share, and is
    /// said only if too few right ones are left. A receiver whose own share fails <see cref="IsShare"/> says so
    /// instead of handing it over: the sender may have built it wrong.
    /// </exception>
    public static Digest Recover(
        DrawEnvelopeRecord envelope,
        Digest commitment,
        IReadOnlyDictionary<int, byte[]> messages,
        IReadOnlyDictionary<int, Certificate> others)
    {
        var right = messages
            .Where(m => others.TryGetValue(m.Key, out var certificate) && IsShare(envelope, m.Key, m.Value, certificate))
            .OrderBy(m => m.Key)
            .Take(envelope.Threshold.Needed)
            .ToList();
        if (right.Count < envelope.Threshold.Needed)
        {
            var wrong = messages.Keys.Except(right.Select(m => m.Key)).Order().FirstOrDefault();
            throw wrong > 0
                ? new DrawException(DrawFault.ShareBad, wrong, "the share is not what the envelope holds")
                : new DrawException(
                    DrawFault.TooFewShares, 0, $"{right.Count} of {envelope.Threshold.Needed} needed shares");
        }

        // The lowest numbers decide, so that everybody combines the same; the check covers all the others.
        var reveal = new Digest(Shamir.Combine([.. right.Select(m => (m.Key, m.Value[2..]))]));
        return IsSealedFrom(envelope, commitment, reveal, others)
            ? reveal
            : throw new DrawException(
                DrawFault.EnvelopeMalformed, envelope.Party, "the envelopes do not hold what was committed to");
    }

    /// <summary>
    /// Whether a party's envelopes and commitment both come from this secret. Also asked of a reveal that was shown: a
    /// malformed envelope is found even when nobody needed it.
    /// </summary>
    public static bool IsSealedFrom(
        DrawEnvelopeRecord envelope,
        Digest commitment,
        Digest reveal,
        IReadOnlyDictionary<int, Certificate> others) =>
        DrawCommitment.Of(reveal, envelope.Draw) == commitment
        && others.Count == envelope.Threshold.Total
        && !others.ContainsKey(envelope.Party)
        && Seal(envelope.Draw, envelope.Party, reveal, envelope.Threshold.Needed, others).ToText() == envelope.ToText();

    private static Digest Context(string draw) => Digest.OfUtf8($"{draw}\n");
}
