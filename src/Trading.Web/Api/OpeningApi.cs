using System.Collections.Immutable;
using Trading.Client.Messages;
using Trading.Grains.Journal;
using Trading.Grains.Openings;
using Trading.Grains.Tenders;
using Trading.Proofs.Records;

namespace Trading.Web.Api;

/// <summary>The kits of those who release.</summary>
internal static class OpeningApi
{
    public static async Task<IResult> ReleaseKit(ApiCall call)
    {
        var dossier = await Dossier(call, LotStage.BidderRelease, LotStage.CustodianRelease);
        var own = dossier.Bids.FirstOrDefault(bid => bid.Bidder == call.Actor.Party)
            ?? throw new RefusedException(Problems.NotFound);
        var live = LiveSetOf(dossier);
        var parts = own.Parts.Select(part =>
        {
            var path = live.PathOf(new LiveFile(own.Bidder.Value, own.Version, part.Part, part.File))!;
            return new ReleaseKitPart(part.Part, own.Version, part.File, part.Header, path.Index, path.Size, path.Path);
        });
        return Answers.Json(new ReleaseKit(
            new SignedText(dossier.LiveSet!, await LiveSetSignatures(call)), dossier.Session!.Announcement, dossier.Session.Certificate, [.. parts]));
    }

    public static async Task<IResult> CustodyKit(ApiCall call)
    {
        var dossier = await Dossier(call, LotStage.CustodianRelease);
        var released = WindowShutRecord.Parse(dossier.WindowShut!).Bids
            .Where(bid => bid.State == ReleaseState.Released)
            .Select(bid => bid.Bidder)
            .ToHashSet(StringComparer.Ordinal);
        var files = dossier.Bids
            .Where(bid => released.Contains(bid.Bidder.Value))
            .SelectMany(bid => bid.Parts, (bid, part) => new CustodyKitFile(bid.Bidder, bid.Version, part.Part, part.Header));
        return Answers.Json(new CustodyKit(
            dossier.WindowShut!, dossier.Session!.Announcement, dossier.Session.Certificate, [.. files]));
    }

    public static async Task<IResult> KeeperKit(ApiCall call)
    {
        var dossier = await Dossier(call, LotStage.BidderRelease, LotStage.WindowShutting, LotStage.CustodianRelease);
        var desk = call.Get<IOpeningDesk>();
        if (desk.HasKey(call.Tender, call.Lot))
        {
            throw new RefusedException(OpeningRefusal.SessionOpen);
        }

        var half = dossier.Session!.Kept.FirstOrDefault(kept => kept.Role == call.Actor.Role)
            ?? throw new RefusedException(Problems.NotFound);
        return Answers.Json(new KeeperKit(half.Envelope, desk.ReopeningCertificate));
    }

    /// <summary>The live set as it was frozen, from the live bids themselves.</summary>
    private static LiveSet LiveSetOf(OpeningDossier dossier) => new(dossier.Bids.SelectMany(
        bid => bid.Parts, (bid, part) => new LiveFile(bid.Bidder.Value, bid.Version, part.Part, part.File)));

    /// <summary>The custodians' signatures, from the stream itself: the opening began, so they may be seen.</summary>
    private static async Task<ImmutableArray<RecordSignature>> LiveSetSignatures(ApiCall call)
    {
        var signatures = ImmutableArray.CreateBuilder<RecordSignature>();
        await foreach (var recorded in call.Get<IMaskedTail>().Read(StreamId.Of("tender", call.Tender.Value), cancellation: call.Aborted))
        {
            if (recorded.Type == "live_set_signed"
                && EventCodec<TenderEvent>.Instance.Decode(recorded) is LiveSetSigned signed && signed.Lot == call.Lot)
            {
                signatures.Add(signed.Signature);
            }
        }

        return signatures.ToImmutable();
    }

    private static async Task<OpeningDossier> Dossier(ApiCall call, params LotStage[] stages)
    {
        var dossier = await call.Get<IGrainFactory>().GetGrain<ITenderGrain>(call.Tender.Value).Dossier(call.Lot);
        return dossier is { Session: not null } && stages.Contains(dossier.Stage)
            ? dossier
            : throw new RefusedException(Problems.NotFound);
    }
}
