using Trading.Proofs.Certificates;
using Trading.Proofs.Draws;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>
/// The envelopes of a lot's draw as <see cref="DrawEnvelope"/> makes them: r of each party shared to the two others,
/// both needed.
/// </summary>
internal static class DrawEnvelopes
{
    /// <summary>How many of the other parties recover a withheld reveal: all of them.</summary>
    public static readonly int Needed = CoefficientDraw.PartyNames.Length - 1;

    /// <summary>Whether the text is a draw-envelope/1 of this party to exactly the others' keys.</summary>
    public static bool IsWellFormed(CoefficientDraw draw, string id, int party, string text) =>
        Statements.TryParse(text, DrawEnvelopeRecord.Parse) is { } record
        && record.Draw == id
        && record.Party == party
        && record.Threshold == new Threshold(Needed, Needed)
        && record.Shares.Select(share => (share.Party, share.Certificate))
            .SequenceEqual(Others(draw, party).OrderBy(other => other.Key).Select(other => (other.Key, other.Value.Id)));

    /// <summary>Whether the bytes are the share that the party's envelope holds for the one who opened it.</summary>
    public static bool IsShare(CoefficientDraw draw, int party, int by, ReadOnlySpan<byte> message) =>
        DrawEnvelope.IsShare(Read(draw, party), by, message, Others(draw, party)[by]);

    /// <summary>
    /// The reveal that the opened shares give, or null where the envelopes do not hold what was committed to.
    /// </summary>
    public static Digest? Recover(CoefficientDraw draw, int party, IReadOnlyDictionary<int, byte[]> messages)
    {
        try
        {
            return DrawEnvelope.Recover(Read(draw, party), CommitmentOf(draw, party), messages, Others(draw, party));
        }
        catch (DrawException)
        {
            return null;
        }
    }

    /// <summary>Whether the party's envelopes and commitment both come from this reveal, byte for byte.</summary>
    public static bool Holds(CoefficientDraw draw, int party, Digest reveal) =>
        DrawEnvelope.IsSealedFrom(Read(draw, party), CommitmentOf(draw, party), reveal, Others(draw, party));

    /// <summary>What the party committed to; what cannot be read now is a corrupt record.</summary>
    public static Digest CommitmentOf(CoefficientDraw draw, int party) =>
        DrawCommitRecord.Parse(draw.Commits[party].Statement.Text).Commit;

    private static DrawEnvelopeRecord Read(CoefficientDraw draw, int party) =>
        DrawEnvelopeRecord.Parse(draw.Envelopes[party].Statement.Text);

    private static Dictionary<int, Certificate> Others(CoefficientDraw draw, int party) => draw.Commits
        .Where(commit => commit.Key != party)
        .ToDictionary(commit => commit.Key, commit => Certificate.FromPem(commit.Value.EncryptionCertificate));
}
