using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Records;

namespace Trading.Grains.Openings;

/// <summary>
/// The opening machine (sealing.md C.3): it makes the session key of an opening and alone holds it, in memory; looks at what
/// bidders and custodians release to it; opens all bids together when the quorum's shares are in; then destroys the key.
/// It decides nothing: what it found goes to the tender's rules.
/// </summary>
public interface IOpeningDesk
{
    /// <summary>
    /// The session of a lot's opening: made at the first call, the same at every other until the opening is recorded.
    /// Its private key is kept in two halves, enveloped to the two keepers; one half alone says nothing.
    /// </summary>
    /// <exception cref="OpeningRefusedException">A keeper's certificate is not fit to receive.</exception>
    ValueTask<OpeningSession> Begin(
        TenderId tender, LotId lot, Certificate attestation, Certificate supervisor, DateTimeOffset at,
        CancellationToken cancellation = default);

    /// <summary>Unwraps a release/1 and compares each B with its stanza: every part of the bid, in its order.</summary>
    /// <exception cref="OpeningRefusedException">No session, or the key is not in memory, or no such bid.</exception>
    ValueTask<ImmutableArray<ReleaseCheck>> CheckRelease(
        TenderId tender, LotId lot, PartyId bidder, SignedText release, CancellationToken cancellation = default);

    /// <summary>Compares copies handed in as a remedy with what the sealed files stated before the deadline.</summary>
    ValueTask<ImmutableArray<ReleaseCheck>> CheckCopies(
        TenderId tender, LotId lot, PartyId bidder, ImmutableArray<HandedInCopy> copies, CancellationToken cancellation = default);

    /// <summary>Unwraps a share/1 and compares each share with its stanza.</summary>
    /// <exception cref="OpeningRefusedException">No session, or the key is not in memory.</exception>
    ValueTask<ImmutableArray<ShareCheck>> CheckShares(
        TenderId tender, LotId lot, SignedText shares, CancellationToken cancellation = default);

    /// <summary>Unwraps a secret/1 and asks of each T whether it belongs to its file, whose B was released.</summary>
    /// <exception cref="OpeningRefusedException">No session, or the key is not in memory.</exception>
    ValueTask<ImmutableArray<ReleaseCheck>> CheckSecret(
        TenderId tender, LotId lot, PartyId bidder, SignedText secret, CancellationToken cancellation = default);

    /// <summary>Looks whether the quorum's shares are in and, if so, opens all bids in the background and records the verdicts.</summary>
    void OpenWhenReady(TenderId tender, LotId lot);

    /// <summary>
    /// The certificate, PEM, to which a keeper envelopes its half after a restart: its key lives and dies with this process.
    /// </summary>
    string ReopeningCertificate { get; }

    /// <summary>Takes a keeper's half after a restart; with both, the key is whole again.</summary>
    /// <param name="half">EnvelopedData to <see cref="ReopeningCertificate"/>.</param>
    /// <exception cref="OpeningRefusedException">It is not the half that was kept, or nothing is to be reopened.</exception>
    ValueTask Reopen(
        TenderId tender, LotId lot, Role keeper, ReadOnlyMemory<byte> half, CancellationToken cancellation = default);

    /// <summary>Whether the session's key is in memory: false after a restart until both halves are handed in.</summary>
    bool HasKey(TenderId tender, LotId lot);
}

/// <summary>The opening machine cannot do what is asked: a named cause for the one who asked.</summary>
public sealed class OpeningRefusedException(Refusal refusal) : Exception(refusal.English)
{
    public Refusal Refusal { get; } = refusal;
}
