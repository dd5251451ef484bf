using System.Collections.Immutable;
using System.Text.Json;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>
/// The session key of one opening: announced by the centre (session/1); its private key kept 2-of-2,
/// one half enveloped to the attestation officer and one to the supervisor (sealing.md C.3).
/// </summary>
/// <param name="Announcement">session/1 signed by the centre's key.</param>
/// <param name="Certificate">PEM of the self-signed session certificate that releases are enveloped to.</param>
/// <param name="Kept">The two enveloped halves.</param>
public sealed record OpeningSession(SignedText Announcement, string Certificate, ImmutableArray<KeptHalf> Kept);

/// <param name="Role">Attestation or Supervisor.</param>
/// <param name="Certificate">The encryption certificate's id.</param>
/// <param name="Envelope">EnvelopedData, base64.</param>
public sealed record KeptHalf(Role Role, Digest Certificate, string Envelope);

/// <summary>What the opening desk found when it checked a part's B (or copy) against the sealed file.</summary>
/// <param name="Part">The part.</param>
/// <param name="Sm3">H(m_B) of the released secret, or H(P) of a copy.</param>
/// <param name="Cause">Null where it fits; else the named cause, such as BIDDER_RELEASE_BAD.</param>
public sealed record ReleaseCheck(string Part, Digest Sm3, string? Cause);

/// <param name="Part">The part.</param>
/// <param name="Document">SM3 of the uploaded padded plaintext P.</param>
public sealed record HandedInCopy(string Part, Digest Document);

/// <summary>What the opening desk found of one custodian's share of one part.</summary>
public sealed record ShareCheck(PartyId Bidder, string Part, Digest Sm3, string? Cause);

/// <summary>Whose failure it is that a bid was not opened (电子招标投标办法 第三十一条).</summary>
public enum Attribution
{
    /// <summary>Bidder's: deemed 撤销.</summary>
    Bidder,

    /// <summary>Another's: deemed 撤回, the bidder may claim its loss.</summary>
    Platform,

    /// <summary>The bidder may try again: its window is reset once.</summary>
    Reset,
}

/// <summary>The verdict on one live bid, with its evidence.</summary>
/// <param name="Cause">Null where every part opened; else the named cause of sealing.md B.3.</param>
/// <param name="Attribution">Null where opened.</param>
/// <param name="OpeningList">The fields of the summary by the documents' schema; null where not opened.</param>
public sealed record BidVerdict(
    PartyId Bidder,
    long Version,
    string? Cause,
    Attribution? Attribution,
    ImmutableArray<PartVerdict> Parts,
    JsonElement? OpeningList)
{
    public bool IsOpened => Cause is null;
}

/// <summary>The verdict on one sealed file: the three digests the law of evidence needs, and what it held.</summary>
/// <param name="StoredSm3">SM3 of the file as read back at opening; equal to the receipt's or storage is at
/// fault.</param>
/// <param name="PlaintextSm3">H(P), equal to the header's digest where opened.</param>
/// <param name="ContentSm3">SM3 of the file inside; null where not opened.</param>
public sealed record PartVerdict(string Part, Digest StoredSm3, Digest? PlaintextSm3, Digest? ContentSm3, string? Cause);

/// <summary>B and T of one sealed file, kept after the verdict so that the opening can be replayed.</summary>
/// <param name="B">32 bytes, base64.</param>
/// <param name="T">32 bytes, base64.</param>
public sealed record KeptSecret(PartyId Bidder, string Part, string B, string T);
