using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Grains.Documents;
using Trading.Grains.Openings;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;
using PartCheck = Trading.Grains.Tenders.ReleaseCheck;

namespace Trading.Silo.Openings;

/// <summary>
/// The opening machine of this node. Session keys live in this object's memory and nowhere else; what is in the journal is
/// enveloped to them.
/// </summary>
internal sealed partial class OpeningDesk(
    OpeningOptions options,
    IGrainFactory grains,
    OpeningRun run,
    IDocumentStore store,
    TimeProvider time,
    ILogger<OpeningDesk> log) : IOpeningDesk, IHostedService
{
    /// <summary>A release that is not the one in its stanza, or a copy that is not the sealed plaintext.</summary>
    private const string CopyDiffers = "COPY_DIFFERS";

    private readonly ConcurrentDictionary<(TenderId, LotId), OpeningSessionState> _sessions = [];
    private readonly ConcurrentDictionary<Task, byte> _running = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<(Sm2PrivateKey Key, Certificate Certificate)> _reopening = new(() => MakeReopening(options, time));

    public string ReopeningCertificate => _reopening.Value.Certificate.ToPem();

    public async ValueTask<OpeningSession> Begin(
        TenderId tender, LotId lot, Certificate attestation, Certificate supervisor, DateTimeOffset at,
        CancellationToken cancellation = default)
    {
        // Recorded already: another session would make a repeated command another one.
        if ((await Dossier(tender, lot))?.Session is { } recorded)
        {
            return recorded;
        }

        var keepers = new[] { attestation.Id, supervisor.Id };
        var state = _sessions.AddOrUpdate(
            (tender, lot),
            _ => Make(tender, lot, attestation, supervisor, at),
            (_, made) => made.Announced.Kept.Select(half => half.Certificate).SequenceEqual(keepers)
                ? made
                : Make(tender, lot, attestation, supervisor, at));
        return state.Announced;
    }

    public async ValueTask<ImmutableArray<PartCheck>> CheckRelease(
        TenderId tender, LotId lot, PartyId bidder, SignedText release, CancellationToken cancellation = default)
    {
        var (dossier, key) = await Open(tender, lot);
        if (dossier.Bids.FirstOrDefault(b => b.Bidder == bidder) is not { } bid || TryRead(release, ReleaseRecord.Parse) is not { } record)
        {
            // Not of its form, or nobody's: the rules refuse it by their own order, and need no checks for that.
            return [];
        }

        return [.. record.Parts.Select(part => Check(bid, part, key))];
    }

    public async ValueTask<ImmutableArray<PartCheck>> CheckCopies(
        TenderId tender, LotId lot, PartyId bidder, ImmutableArray<HandedInCopy> copies, CancellationToken cancellation = default)
    {
        var dossier = await Dossier(tender, lot);
        if (dossier?.Bids.FirstOrDefault(b => b.Bidder == bidder) is not { } bid || copies.IsDefault)
        {
            return [];
        }

        var checks = ImmutableArray.CreateBuilder<PartCheck>();
        foreach (var copy in copies)
        {
            var part = bid.Parts.FirstOrDefault(p => p.Part == copy.Part);
            var document = await store.Describe(copy.Document, cancellation);
            if (document is null || document.Owner != bidder)
            {
                throw new OpeningRefusedException(OpeningRefusal.CopyMissing.With("part", copy.Part));
            }

            await using var stream = await store.Open(copy.Document, cancellation)
                ?? throw new OpeningRefusedException(OpeningRefusal.CopyMissing.With("part", copy.Part));
            var fits = part is not null && await PaddedPlaintext.CheckAsync(
                stream, BidOpener.HeaderOf(part).Meta.PlaintextDigest, cancellation: cancellation) is not null;
            checks.Add(new PartCheck(copy.Part, copy.Document, fits ? null : CopyDiffers));
        }

        return checks.ToImmutable();
    }

    public async ValueTask<ImmutableArray<ShareCheck>> CheckShares(
        TenderId tender, LotId lot, SignedText shares, CancellationToken cancellation = default)
    {
        var (dossier, key) = await Open(tender, lot);
        if (TryRead(shares, ShareRecord.Parse) is not { } record)
        {
            return [];
        }

        var released = ReleasedSecrets.Unwrap(record, key);
        return
        [
            .. record.Shares.Select((share, i) => new ShareCheck(
                PartyId.Create(share.Bidder), share.Part, share.ShareSm3,
                released is not null && Holds(dossier, record.Custodian, share, released[i])
                    ? null
                    : ReleasedSecrets.CustodianReleaseBad)),
        ];
    }

    public async ValueTask<ImmutableArray<PartCheck>> CheckSecret(
        TenderId tender, LotId lot, PartyId bidder, SignedText secret, CancellationToken cancellation = default)
    {
        var (dossier, key) = await Open(tender, lot);
        if (dossier.Bids.FirstOrDefault(b => b.Bidder == bidder) is not { Release: { } release } bid
            || TryRead(secret, SecretRecord.Parse) is not { } record)
        {
            return [];
        }

        var released = ReleaseRecord.Parse(release.Text).Parts;
        return
        [
            .. record.Parts.Select(part => new PartCheck(
                part.Part, part.SecretSm3, Belongs(dossier, bid, part, released, key) ? null : VerdictLaw.TooFewShares)),
        ];
    }

    public void OpenWhenReady(TenderId tender, LotId lot)
    {
        var task = Task.Run(() => TryOpen(tender, lot), CancellationToken.None);
        _running.TryAdd(task, 0);
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
    }

    public async ValueTask Reopen(
        TenderId tender, LotId lot, Role keeper, ReadOnlyMemory<byte> half, CancellationToken cancellation = default)
    {
        var announced = (await Dossier(tender, lot))?.Session ?? throw new OpeningRefusedException(OpeningRefusal.NoSession);
        var state = _sessions.GetOrAdd((tender, lot), _ => new OpeningSessionState(announced, key: null));
        if (state.Key is not null)
        {
            throw new OpeningRefusedException(OpeningRefusal.SessionOpen);
        }

        var payload = SessionEnvelope.Open(half.Span, _reopening.Value.Key);
        if (payload is not { Length: SessionHalves.Size } || !state.Take(keeper, payload))
        {
            throw new OpeningRefusedException(OpeningRefusal.HalfWrong);
        }
    }

    public bool HasKey(TenderId tender, LotId lot) => _sessions.TryGetValue((tender, lot), out var state) && state.Key is not null;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>An opening that is cut off starts again from the journal, once its key is back.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running.Keys).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static (Sm2PrivateKey, Certificate) MakeReopening(OpeningOptions options, TimeProvider time)
    {
        var key = Sm2PrivateKey.Generate(options.Entropy);
        var now = time.GetUtcNow();
        return (key, SessionCertificate.Create(key, "Reopening", options.Entropy, now, now + options.SessionLifetime));
    }

    private OpeningSessionState Make(
        TenderId tender, LotId lot, Certificate attestation, Certificate supervisor, DateTimeOffset at)
    {
        var key = Sm2PrivateKey.Generate(options.Entropy);
        var name = $"Opening {lot} {tender}";
        var certificate = SessionCertificate.Create(
            key, name.Length <= 64 ? name : name[..64], options.Entropy, at, at + options.SessionLifetime);
        var announcement = new SignedText(
            new SessionRecord(tender.Value, lot.Value, [.. key.PublicKey.Spki], at).ToText(), []).With(options.CentreKey);
        var (first, second) = SessionHalves.Split(key, options.Entropy);
        var session = new OpeningSession(
            announcement, certificate.ToPem(),
            [
                Keep(Role.Attestation, attestation, first),
                Keep(Role.Supervisor, supervisor, second),
            ]);
        return new OpeningSessionState(session, key);
    }

    private KeptHalf Keep(Role role, Certificate keeper, byte[] half) =>
        new(role, keeper.Id, Convert.ToBase64String(SessionEnvelope.Seal(half, keeper, options.Entropy)));

    private static PartCheck Check(LiveBid bid, ReleasedPart released, ISm2PrivateKey key)
    {
        var part = bid.Parts.FirstOrDefault(p => p.Part == released.Part);
        var message = SessionEnvelope.Open(released.Envelope.AsSpan(), key);
        var fits = part is not null && message is not null
            && Digest.Of(message) == released.ReleaseSm3
            && Proofs.Sealing.ReleaseCheck.CheckBidder(BidOpener.HeaderOf(part), message, CertificatesOf(bid)).Holds;
        return new PartCheck(released.Part, released.ReleaseSm3, fits ? null : VerdictLaw.ReleaseBad);
    }

    /// <summary>
    /// Whether T and the released B make the header's MAC. Stanzas that do not follow from them are judged at the opening, where
    /// they are the bidder's fault.
    /// </summary>
    private static bool Belongs(
        OpeningDossier dossier, LiveBid bid, SecretPart handedIn, ImmutableArray<ReleasedPart> released, ISm2PrivateKey key)
    {
        var part = bid.Parts.FirstOrDefault(p => p.Part == handedIn.Part);
        var b = released.FirstOrDefault(p => p.Part == handedIn.Part);
        if (part is null || b is null || ReleasedSecrets.Unwrap(handedIn, key) is not { } t
            || Digest.Of(SecretEnvelope.Message(StanzaRole.Custodian, 0, t)) != handedIn.SecretSm3)
        {
            return false;
        }

        var verdict = Opener.CheckHeader(BidOpener.HeaderOf(part), new OpeningRequest
        {
            Certificates = [.. CertificatesOf(bid), .. CustodiansOf(dossier)],
            BidderRelease = SessionEnvelope.Open(b.Envelope.AsSpan(), key),
            CustodianSecret = t,
        });
        return verdict.Cause is null or OpeningCause.BidderFileMalformed;
    }

    private static bool Holds(OpeningDossier dossier, int custodian, BidShare share, byte[] message)
    {
        var part = dossier.Bids.FirstOrDefault(bid => bid.Bidder.Value == share.Bidder)?.Parts
            .FirstOrDefault(p => p.Part == share.Part);
        return part is not null && Digest.Of(message) == share.ShareSm3
            && Proofs.Sealing.ReleaseCheck.CheckShare(
                BidOpener.HeaderOf(part), StanzaRole.Custodian, custodian, message, CustodiansOf(dossier)).Holds;
    }

    private static ImmutableArray<Certificate> CertificatesOf(LiveBid bid) =>
        [.. bid.EncryptionCertificates.Select(Certificate.FromPem)];

    private static ImmutableArray<Certificate> CustodiansOf(OpeningDossier dossier) =>
        [.. PolicyRecord.Parse(dossier.Policy).Custodians.Select(c => Certificate.FromDer(c.EncryptCertificate.AsSpan()))];

    private static T? TryRead<T>(SignedText signed, Func<string, T> parse) where T : class
    {
        try
        {
            return parse(signed.Text);
        }
        catch (RecordException)
        {
            return null;
        }
    }

    private async Task TryOpen(TenderId tender, LotId lot)
    {
        if (!_sessions.TryGetValue((tender, lot), out var state) || state.Key is not { } key || !state.TryEnter())
        {
            return;
        }

        var (hasFailed, isAskedAgain) = (false, false);
        try
        {
            // Verdicts may be recorded though their answer was lost.
            if (await Dossier(tender, lot) is { } dossier
                && (dossier.Stage >= LotStage.Opened || await run.Open(tender, lot, dossier, key, _stopping.Token)))
            {
                state.DestroyKey();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The node stops; the next one begins anew.
        }
        catch (Exception e)
        {
            hasFailed = true;
            OpeningFailed(log, tender, lot, e);
        }
        finally
        {
            isAskedAgain = state.Leave();
        }

        if (hasFailed)
        {
            // Nothing more may come that would ask again: the last share is in.
            await Task.Delay(options.RetryPause, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if ((hasFailed || isAskedAgain) && !_stopping.IsCancellationRequested)
        {
            OpenWhenReady(tender, lot);
        }
    }

    private async Task<(OpeningDossier Dossier, ISm2PrivateKey Key)> Open(TenderId tender, LotId lot)
    {
        var dossier = await Dossier(tender, lot);
        if (dossier?.Session is null)
        {
            throw new OpeningRefusedException(OpeningRefusal.NoSession);
        }

        return _sessions.TryGetValue((tender, lot), out var state) && state.Key is { } key
            ? (dossier, key)
            : throw new OpeningRefusedException(OpeningRefusal.SessionClosed);
    }

    private Task<OpeningDossier?> Dossier(TenderId tender, LotId lot) =>
        grains.GetGrain<ITenderGrain>(tender.Value).Dossier(lot);

    [LoggerMessage(Level = LogLevel.Error, Message = "The opening of {Tender} {Lot} failed and is tried again.")]
    private static partial void OpeningFailed(ILogger log, TenderId tender, LotId lot, Exception exception);
}
