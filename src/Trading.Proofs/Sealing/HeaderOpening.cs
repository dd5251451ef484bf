using System.Collections.Immutable;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>Steps 2 to 6: from releases to the keys of the payload. Needs no payload and no stream.</summary>
internal sealed class HeaderOpening(SealedHeader header, OpeningRequest request, CipherSuite suite)
{
    private readonly List<string> _notChecked = [];
    private readonly List<int> _bad = [];
    private ImmutableArray<int> _used = [];

    internal IReadOnlyList<string> NotChecked => _notChecked;

    /// <summary>The keys, or the verdict that ends the opening.</summary>
    internal (SealKeys? Keys, OpeningVerdict Verdict) Run()
    {
        var (b, verdict) = FindBidderSecret();
        if (b is null)
        {
            return (null, verdict!);
        }

        (var t, verdict) = FindCustodianSecret(b);
        if (t is null)
        {
            return (null, verdict!);
        }

        if (CompareAllStanzas(b, t) is { } difference)
        {
            return (null, Verdict(OpeningCause.BidderFileMalformed, 5, difference));
        }

        var keys = new SealKeys(header.MetaDigest, b, t);
        return MacHolds(keys)
            ? (keys, Verdict(null, 6, "the header is the one B and T give"))
            : (null, Verdict(OpeningCause.BidderFileMalformed, 6, "the header MAC is not the one B and T give"));
    }

    private (byte[]? B, OpeningVerdict? Verdict) FindBidderSecret()
    {
        if (request.BidderRelease is { } message)
        {
            var finding = ReleaseCheck.CheckBidder(header, message.Span, request.Certificates, suite);
            return finding.Holds
                ? (message.Span[2..].ToArray(), null)
                : (null, Verdict(OpeningCause.BidderReleaseBad, 2, finding.Evidence));
        }

        if (request.EscrowReleases.IsEmpty)
        {
            return (null, Verdict(OpeningCause.BidderReleaseBad, 2, "no release of the bidder was handed in"));
        }

        if (header.Meta.Release != SealRelease.Escrow)
        {
            return (null, Verdict(
                OpeningCause.BidderReleaseBad, 2, "the file may not be opened without its bidder (release bidder)"));
        }

        // B is shared n of n: every custodian must give its part, and a wrong part names its custodian.
        var shares = Valid(StanzaRole.Escrow, request.EscrowReleases);
        if (shares.Count == header.Meta.Custodians)
        {
            return (Shamir.Combine(shares), null);
        }

        var cause = _bad.Count > 0 ? OpeningCause.CustodianReleaseBad : OpeningCause.TooFewShares;
        return (null, Verdict(
            cause, 3, $"{shares.Count} good escrow shares of {header.Meta.Custodians} needed{BadText()}"));
    }

    private (byte[]? T, OpeningVerdict? Verdict) FindCustodianSecret(byte[] b)
    {
        var k = header.Meta.Threshold;
        var shares = Valid(StanzaRole.Custodian, request.CustodianReleases);
        if (shares.Count >= k)
        {
            shares = [.. shares.OrderBy(s => s.Index).Take(k)];
            _used = [.. shares.Select(s => s.Index)];
            return (Shamir.Combine(shares), null);
        }

        if (request.CustodianSecret is { Length: SealLimits.Secret } secret)
        {
            // A wrong T must not make the file look malformed: the MAC tells whether T belongs to it.
            var t = secret.ToArray();
            return MacHolds(new SealKeys(header.MetaDigest, b, t))
                ? (t, null)
                : (null, Verdict(OpeningCause.TooFewShares, 4, "T of the seal record does not belong to this file"));
        }

        return (null, Verdict(OpeningCause.TooFewShares, 4, $"{shares.Count} good shares of {k} needed{BadText()}"));
    }

    /// <summary>Step 3: the shares that are the ones in their stanzas; the others' custodians are noted.</summary>
    private List<(int Index, byte[] Share)> Valid(StanzaRole role, ImmutableArray<ShareRelease> releases)
    {
        var shares = new List<(int, byte[])>();
        foreach (var release in releases)
        {
            var finding = ReleaseCheck.CheckShare(
                header, role, release.Custodian, release.Message.Span, request.Certificates, suite);
            if (!finding.Holds)
            {
                _bad.Add(release.Custodian);
            }
            else if (!shares.Exists(s => s.Item1 == release.Custodian))
            {
                shares.Add((release.Custodian, release.Message.Span[2..].ToArray()));
            }
        }

        return shares;
    }

    /// <summary>
    /// Step 5: everything in the header follows from B and T; the first stanza that does not is named.
    /// </summary>
    private string? CompareAllStanzas(byte[] b, byte[] t)
    {
        var (k, n) = (header.Meta.Threshold, header.Meta.Custodians);
        var shares = Shamir.Share(header.MetaDigest, t, Shamir.CustodianPurpose, k, n);
        var escrow = Shamir.Share(header.MetaDigest, b, Shamir.EscrowPurpose, n, n);
        foreach (var stanza in header.Stanzas)
        {
            var secret = stanza.Role switch
            {
                StanzaRole.Custodian => shares[stanza.Index - 1],
                StanzaRole.Escrow => escrow[stanza.Index - 1],
                _ => b,
            };
            var message = SecretEnvelope.Message(stanza.Role, stanza.Index, secret);
            switch (ReleaseCheck.Compare(header, stanza, message, request.Certificates, suite))
            {
                case StanzaMatch.Different:
                    return $"stanza {stanza} is not the one B and T give";
                case StanzaMatch.WithoutCertificate:
                    _notChecked.Add($"wrapped key and recipient of stanza {stanza} (its certificate is not at hand)");
                    break;
                case StanzaMatch.Whole:
                    break;
            }
        }

        return null;
    }

    private bool MacHolds(SealKeys keys) =>
        Sm3.SameBytes(Sm3.Hmac(keys.HeaderKey, header.Authenticated), header.Mac.AsSpan());

    private string BadText() =>
        _bad.Count == 0 ? "" : $"; not as in their stanzas: {string.Join(", ", _bad.Distinct())}";

    private OpeningVerdict Verdict(OpeningCause? cause, int step, string evidence) => new()
    {
        Cause = cause,
        Step = step,
        Evidence = evidence,
        Header = header,
        BadCustodians = [.. _bad.Distinct().Order()],
        UsedCustodians = _used,
    };
}
