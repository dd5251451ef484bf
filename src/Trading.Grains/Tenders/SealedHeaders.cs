using System.Text;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Grains.Tenders;

/// <summary>
/// What the header of a sealed file must say at submission: the policy's custodians and threshold, this bidder's
/// keys, this
/// version. Whether its envelopes hold what they should is found at the opening; only its bidder could prove it
/// earlier.
/// </summary>
internal static class SealedHeaders
{
    public static Refusal? Check(LotAct<SubmitBid> act, SubmitRecord statement)
    {
        var policy = act.Notice.Policy;
        var custodians = policy.Custodians.Select(custodian => Notice.IdOf(custodian.EncryptCertificate)).ToArray();
        foreach (var part in act.Command.Parts)
        {
            var header = Read(part.Header, out var cause);
            if (header is null)
            {
                return TenderRefusal.HeaderMalformed.With("part", part.Part).With("cause", cause);
            }

            var meta = header.Meta;
            var field = meta.Tender != act.Tender.Id.Value ? "tender"
                : meta.Lot != act.Id.Value ? "lot"
                : !string.Equals(meta.Part.ToString(), part.Part, StringComparison.OrdinalIgnoreCase) ? "part"
                : meta.Bidder != act.Actor.Party.Value ? "bidder"
                : meta.Version != statement.Version ? "version"
                : meta.Opening != act.Notice.PolicySm3 ? "opening"
                : meta.Release != SealRelease.Bidder ? "release"
                : meta.Threshold != policy.Threshold.Needed || meta.Custodians != policy.Threshold.Total ? "threshold"
                : part.Size <= header.Length ? "size"
                : null;
            if (field is not null)
            {
                return TenderRefusal.HeaderDiffers.With("part", part.Part).With("field", field);
            }

            if (!header.Custodians.Select(stanza => stanza.KeyId).SequenceEqual(custodians))
            {
                return TenderRefusal.HeaderCustodians.With("part", part.Part);
            }

            if (!header.Bidders.Select(stanza => stanza.KeyId).SequenceEqual(statement.BidderKeys))
            {
                return TenderRefusal.HeaderBidderKeys.With("part", part.Part);
            }
        }

        return null;
    }

    /// <summary>
    /// H(P) as the sealed file stated it before the deadline; the default digest where its header cannot be read.
    /// </summary>
    public static Digest PlaintextOf(SealedPart part) => Read(part.Header, out _)?.Meta.PlaintextDigest ?? default;

    private static SealedHeader? Read(string? text, out string cause)
    {
        cause = "";
        if (text is null || text.Length > SealLimits.Header)
        {
            cause = nameof(HeaderCause.HeaderTooLong);
            return null;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        if (!SealedHeader.TryParse(bytes, out var header, out var fault))
        {
            cause = fault.ToString();
            return null;
        }

        if (header.Length != bytes.Length)
        {
            cause = "more than a header";
            return null;
        }

        return header;
    }
}
