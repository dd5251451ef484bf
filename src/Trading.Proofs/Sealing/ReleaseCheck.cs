using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>
/// Steps 2 and 3 by themselves: a release is checked the moment it arrives, by building its stanza anew. Needs only
/// the header. Certificates are found by key; without the right one less is seen, and the finding says so.
/// </summary>
public static class ReleaseCheck
{
    /// <summary>A bidder's m against its stanzas: it must be the one of at least one of them.</summary>
    public static ReleaseFinding CheckBidder(
        SealedHeader header,
        ReadOnlySpan<byte> message,
        IReadOnlyCollection<Certificate> certificates,
        CipherSuite? suite = null)
    {
        var best = StanzaMatch.Different;
        foreach (var stanza in header.Bidders)
        {
            var match = Compare(header, stanza, message, certificates, suite);
            best = match > best ? match : best;
        }

        return Finding(best, message, "the bidder's stanza");
    }

    /// <summary>A custodian's m (role custodian or escrow) against stanza <paramref name="custodian"/>.</summary>
    public static ReleaseFinding CheckShare(
        SealedHeader header,
        StanzaRole role,
        int custodian,
        ReadOnlySpan<byte> message,
        IReadOnlyCollection<Certificate> certificates,
        CipherSuite? suite = null)
    {
        var stanzas = role == StanzaRole.Escrow ? header.Escrow : header.Custodians;
        return custodian >= 1 && custodian <= stanzas.Length
            ? Finding(
                Compare(header, stanzas[custodian - 1], message, certificates, suite),
                message,
                $"stanza {SealWords.Of(role)} {custodian}")
            : new ReleaseFinding(
                StanzaMatch.Different, Digest.Of(message), $"the file has no stanza {SealWords.Of(role)} {custodian}");
    }

    internal static StanzaMatch Compare(
        SealedHeader header,
        Stanza stanza,
        ReadOnlySpan<byte> message,
        IReadOnlyCollection<Certificate> certificates,
        CipherSuite? suite)
    {
        suite ??= CipherSuite.Default;
        if (message.Length != SealLimits.Release || message[0] != (byte)stanza.Role || message[1] != stanza.Index)
        {
            return StanzaMatch.Different;
        }

        var secret = message[2..];
        var known = certificates.Where(c => c.Id == stanza.KeyId).ToList();
        foreach (var certificate in known)
        {
            var built = SecretEnvelope.Build(
                header.MetaDigest, stanza.Role, stanza.Index, secret, certificate, suite);
            if (built.AsSpan().SequenceEqual(stanza.Envelope.Span))
            {
                return StanzaMatch.Whole;
            }
        }

        return known.Count == 0
            && SecretEnvelope.MatchesWithoutCertificate(header.MetaDigest, stanza, secret, suite)
                ? StanzaMatch.WithoutCertificate
                : StanzaMatch.Different;
    }

    private static ReleaseFinding Finding(StanzaMatch match, ReadOnlySpan<byte> message, string what)
    {
        var digest = Digest.Of(message);
        return new ReleaseFinding(match, digest, match switch
        {
            StanzaMatch.Whole => $"the envelope built from the release (SM3 {digest}) is {what}",
            StanzaMatch.WithoutCertificate =>
                $"the release (SM3 {digest}) agrees with {what} as far as can be seen without its certificate",
            StanzaMatch.Different => $"the envelope built from the release (SM3 {digest}) is not {what}",
            _ => throw new ArgumentOutOfRangeException(nameof(match)),
        });
    }
}
