using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Silo.Openings;

/// <summary>
/// What was released, unwrapped with the session's key. The envelope of a share/1 holds the custodian's m (34 bytes each) one
/// after the other, in the order of its share lines.
/// </summary>
internal static class ReleasedSecrets
{
    public const string CustodianReleaseBad = "CUSTODIAN_RELEASE_BAD";

    /// <summary>The messages of a share/1, one a line; null where the envelope does not open or holds another number of them.</summary>
    public static byte[][]? Unwrap(ShareRecord record, ISm2PrivateKey key) =>
        SessionEnvelope.Open(record.Envelope.AsSpan(), key) is { } payload
        && payload.Length == record.Shares.Length * SealLimits.Release
            ? [.. payload.Chunk(SealLimits.Release)]
            : null;

    /// <summary>Everything released of one bid, by part; null where its bidder released nothing.</summary>
    public static IReadOnlyDictionary<string, ReleasedFile>? Of(LiveBid bid, OpeningDossier dossier, ISm2PrivateKey key)
    {
        if (bid.Copies is { IsDefaultOrEmpty: false })
        {
            return bid.Copies.ToDictionary(copy => copy.Part, copy => new ReleasedFile(null, [], copy.Document));
        }

        if (bid.Release is null)
        {
            return null;
        }

        return ReleaseRecord.Parse(bid.Release.Text).Parts.ToDictionary(
            part => part.Part,
            part => new ReleasedFile(
                SessionEnvelope.Open(part.Envelope.AsSpan(), key), SharesOf(bid.Bidder, part.Part, dossier, key), null)
                {
                    Secret = SecretOf(bid, part.Part, key),
                });
    }

    /// <summary>T of a secret/1's part; null where the envelope does not open or does not hold a T.</summary>
    public static byte[]? Unwrap(SecretPart part, ISm2PrivateKey key) =>
        SessionEnvelope.Open(part.Envelope.AsSpan(), key) is [(byte)StanzaRole.Custodian, 0, .. var secret]
        && secret.Length == SealLimits.Secret
            ? secret
            : null;

    private static byte[]? SecretOf(LiveBid bid, string part, ISm2PrivateKey key) =>
        bid.Secret is { } secret ? Unwrap(SecretRecord.Parse(secret.Text).Parts.Single(one => one.Part == part), key) : null;

    /// <summary>The custodians' good shares of one file, in ascending order.</summary>
    private static ImmutableArray<ShareRelease> SharesOf(
        PartyId bidder, string part, OpeningDossier dossier, ISm2PrivateKey key)
    {
        var found = ImmutableArray.CreateBuilder<ShareRelease>();
        foreach (var released in dossier.Shares.OrderBy(shares => shares.Custodian))
        {
            var record = ShareRecord.Parse(released.Statement.Text);
            var index = record.Shares.ToList().FindIndex(share => share.Bidder == bidder.Value && share.Part == part);
            var isGood = released.Checks.Any(check => check.Bidder == bidder && check.Part == part && check.Cause is null);
            if (isGood && index >= 0 && Unwrap(record, key) is { } messages)
            {
                found.Add(new ShareRelease(released.Custodian, messages[index]));
            }
        }

        return found.ToImmutable();
    }
}
