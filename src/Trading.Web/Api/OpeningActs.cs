using System.Collections.Immutable;
using Trading.Client.Messages;
using Trading.Grains.Documents;
using Trading.Grains.Journal;
using Trading.Grains.Log;
using Trading.Grains.Openings;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Web.Identity;

namespace Trading.Web.Api;

/// <summary>
/// Acts of an opening to which the platform adds what its opening machine made or found. A repeated command gets what was
/// added when it was first answered.
/// </summary>
internal static class OpeningActs
{
    /// <summary>How long the beginning of an opening waits for the log's next batch before the host is told to come again.</summary>
    private static readonly TimeSpan LogPatience = TimeSpan.FromSeconds(90);

    public static async Task<BeginOpening> Begin(
        ApiCall call, ActRequest<BeginOpeningRequest> request, BeginOpeningRequest begin)
    {
        if (await Recorded<OpeningBegan>(call, request.CommandId) is { } began)
        {
            return new BeginOpening(begin.Lot, began.Session);
        }

        var attestation = await Keeper(call, begin.AttestationCertificate, Role.Attestation);
        var supervisor = await Keeper(call, begin.SupervisorCertificate, Role.Supervisor);
        await AwaitLog(call);
        var now = call.Get<TimeProvider>().GetUtcNow();
        var session = await call.Get<IOpeningDesk>().Begin(call.Tender, begin.Lot, attestation, supervisor, now, call.Aborted);
        return new BeginOpening(begin.Lot, session);
    }

    public static async Task<ReleaseBid> Release(ApiCall call, ActRequest<ReleaseBidRequest> request, ReleaseBidRequest release)
    {
        var recorded = await call.Get<RecordedCommands>().Find(call.Tender, request.CommandId, call.Aborted);
        var checks = recorded switch
        {
            [BidReleased e] => e.Checks,
            [ReleaseFailed e] => e.Checks,
            _ => await call.Get<IOpeningDesk>()
                .CheckRelease(call.Tender, release.Lot, call.Actor.Party, release.Statement, call.Aborted),
        };
        return new ReleaseBid(release.Lot, release.Statement, release.Certificate, checks);
    }

    public static async Task<HandInCopy> HandInCopy(ApiCall call, ActRequest<HandInCopyRequest> request, HandInCopyRequest copy)
    {
        // Deterministic in the copies and the headers, which stay: nothing recorded is needed for a repeat.
        var checks = await call.Get<IOpeningDesk>()
            .CheckCopies(call.Tender, copy.Lot, call.Actor.Party, copy.Copies, call.Aborted);
        foreach (var handedIn in copy.Copies)
        {
            await call.Get<IDocumentStore>().Hold(handedIn.Document, call.Aborted);
        }

        return new HandInCopy(copy.Lot, copy.Copies, checks);
    }

    public static async Task<ReleaseShares> ReleaseShares(
        ApiCall call, ActRequest<ReleaseSharesRequest> request, ReleaseSharesRequest shares)
    {
        var checks = await Recorded<SharesReleased>(call, request.CommandId) is { } released
            ? released.Checks
            : await call.Get<IOpeningDesk>().CheckShares(call.Tender, shares.Lot, shares.Statement, call.Aborted);
        return new ReleaseShares(shares.Lot, shares.Statement, shares.Certificate, checks);
    }

    public static async Task<HandInSecret> HandInSecret(
        ApiCall call, ActRequest<HandInSecretRequest> request, HandInSecretRequest secret)
    {
        var checks = await Recorded<SecretHandedIn>(call, request.CommandId) is { } handedIn
            ? handedIn.Checks
            : await call.Get<IOpeningDesk>()
                .CheckSecret(call.Tender, secret.Lot, call.Actor.Party, secret.Statement, call.Aborted);
        return new HandInSecret(secret.Lot, secret.Statement, secret.Certificate, checks);
    }

    public static async Task<ReopenSession> Reopen(
        ApiCall call, ActRequest<ReopenSessionRequest> request, ReopenSessionRequest reopen)
    {
        if (await Recorded<SessionReopened>(call, request.CommandId) is null)
        {
            await call.Get<IOpeningDesk>().Reopen(call.Tender, reopen.Lot, call.Actor.Role, reopen.Half, call.Aborted);
        }

        return new ReopenSession(reopen.Lot);
    }

    public static Task<ImmutableArray<string>> AfterShares(ApiCall call, ReleaseShares command, Answer answer) =>
        Look(call, command.Lot);

    public static Task<ImmutableArray<string>> AfterSecret(ApiCall call, HandInSecret command, Answer answer) =>
        Look(call, command.Lot);

    public static Task<ImmutableArray<string>> AfterClosingShares(ApiCall call, CloseShares command, Answer answer) =>
        Look(call, command.Lot);

    /// <summary>Where no bid was released, nothing more is waited for.</summary>
    public static Task<ImmutableArray<string>> AfterShutting(ApiCall call, SignWindowShut command, Answer answer) =>
        Look(call, command.Lot);

    public static Task<ImmutableArray<string>> AfterReopening(ApiCall call, ReopenSession command, Answer answer) =>
        Look(call, command.Lot);

    private static Task<ImmutableArray<string>> Look(ApiCall call, LotId lot)
    {
        call.Get<IOpeningDesk>().OpenWhenReady(call.Tender, lot);
        return Task.FromResult<ImmutableArray<string>>([]);
    }

    private static async Task<TEvent?> Recorded<TEvent>(ApiCall call, CommandId command) where TEvent : TenderEvent =>
        (await call.Get<RecordedCommands>().Find(call.Tender, command, call.Aborted)).OfType<TEvent>().FirstOrDefault();

    /// <summary>A keeper's encryption certificate: registered here for a person who holds the role.</summary>
    private static async Task<Certificate> Keeper(ApiCall call, string pem, Role role)
    {
        var keys = call.Get<CentreKeys>();
        var certificate = TryRead(pem);
        var fit = certificate is not null
            && CertificateChain.Check(
                certificate, keys.Issuers, call.Get<TimeProvider>().GetUtcNow(), CertificateUsage.Encrypt, keys.AllowTestOnly) is null
            && await call.Get<People>().IsKeeper(certificate, role, call.Aborted);
        return fit ? certificate! : throw new RefusedException(OpeningRefusal.KeeperUnfit.With("role", role));
    }

    private static Certificate? TryRead(string pem)
    {
        try
        {
            return pem.Length <= ApiLimits.CertificateCharacters ? Certificate.FromPem(pem) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Every act before the opening is in the published log before anything is opened (sealing.md E).</summary>
    private static async Task AwaitLog(ApiCall call)
    {
        var last = 0L;
        await foreach (var recorded in call.Get<IJournal>().Read(StreamId.Of("tender", call.Tender.Value), cancellation: call.Aborted))
        {
            last = recorded.Position;
        }

        try
        {
            await call.Get<IPublicLog>().PendingPublished(last, call.Aborted).WaitAsync(LogPatience, call.Aborted);
        }
        catch (TimeoutException)
        {
            throw new RefusedException(OpeningRefusal.LogBehind);
        }
    }
}
