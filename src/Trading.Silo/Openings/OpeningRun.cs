using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Trading.Grains.Documents;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Silo.Openings;

/// <summary>
/// Opens all bids of a lot once the quorum's shares are in, beside one another, and hands all verdicts to the rules together:
/// nobody sees a price before all are finished (电子招标投标办法 第三十条).
/// </summary>
internal sealed partial class OpeningRun(
    OpeningOptions options, IDocumentStore store, IGrainFactory grains, IStampDesk stamps, ILogger<OpeningRun> log)
{
    /// <summary>True where the verdicts are recorded; false where it is not time yet or the rules refused them.</summary>
    public async Task<bool> Open(
        TenderId tender, LotId lot, OpeningDossier dossier, ISm2PrivateKey key, CancellationToken cancellation)
    {
        var policy = PolicyRecord.Parse(dossier.Policy);
        if (dossier.Stage != LotStage.CustodianRelease || !IsTime(dossier, policy))
        {
            return false;
        }

        var opener = new BidOpener(
            store, dossier.Terms.OpeningList,
            [.. policy.Custodians.Select(c => Certificate.FromDer(c.EncryptCertificate.AsSpan()))],
            policy.Threshold.Needed, options.OpeningListBytes);
        var opened = new ConcurrentBag<OpenedBid>();
        await Parallel.ForEachAsync(
            dossier.Bids,
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellation },
            async (bid, token) => opened.Add(await opener.Open(
                bid, ReleasedSecrets.Of(bid, dossier, key), FixedCause(bid, dossier, policy), token)));
        return await Record(tender, lot, dossier, [.. opened], cancellation);
    }

    /// <summary>
    /// Every released file has its quorum of good shares, or T from its bidder; or the host has ended the waiting for more.
    /// </summary>
    private static bool IsTime(OpeningDossier dossier, PolicyRecord policy) =>
        dossier.AreSharesClosed
        || dossier.Bids.All(bid => bid.Release is null || bid.Secret is not null || !HasTooFewShares(bid, dossier, policy));

    /// <summary>The cause that the evidence of window and shares alone fixes, as <see cref="VerdictLaw"/> sees it too.</summary>
    private static (string Cause, Attribution Attribution)? FixedCause(LiveBid bid, OpeningDossier dossier, PolicyRecord policy) =>
        bid.Failure is { } failure ? (failure.Cause, failure.Attribution)
        : bid is { Release: not null, Secret: null } && HasTooFewShares(bid, dossier, policy)
            ? (VerdictLaw.TooFewShares, Attribution.Platform)
            : null;

    private static bool HasTooFewShares(LiveBid bid, OpeningDossier dossier, PolicyRecord policy) => bid.Parts.Any(part =>
        dossier.Shares.Count(shares => shares.Checks.Any(check =>
            check.Bidder == bid.Bidder && check.Part == part.Part && check.Cause is null)) < policy.Threshold.Needed);

    private async Task<bool> Record(
        TenderId tender, LotId lot, OpeningDossier dossier, ImmutableArray<OpenedBid> opened, CancellationToken cancellation)
    {
        foreach (var content in opened.SelectMany(bid => bid.Contents))
        {
            await store.Claim(content, $"{tender}/{lot}/opened", cancellation);
        }

        var ordered = dossier.Bids.Select(bid => opened.First(one => one.Verdict.Bidder == bid.Bidder)).ToImmutableArray();
        var command = new RecordVerdicts(
            lot, [.. ordered.Select(bid => bid.Verdict)], [.. ordered.SelectMany(bid => bid.Secrets)]);
        using var ticket = stamps.Take(StreamId.Of("tender", tender.Value).Value);
        var act = new Act<TenderCommand>(CommandId.Create($"verdicts-{lot}"), Actor.Platform, ticket.ReceivedAt, command);
        var answer = await grains.GetGrain<ITenderGrain>(tender.Value).Send(act);
        if (answer.Refusal is { } refusal)
        {
            VerdictsRefused(log, tender, lot, refusal.Code);
        }

        return answer.IsAccepted;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The verdicts of {Tender} {Lot} were refused: {Code}.")]
    private static partial void VerdictsRefused(ILogger log, TenderId tender, LotId lot, string code);
}
