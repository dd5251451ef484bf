using Trading.Grains.Documents;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;

namespace Trading.Web.Api;

/// <summary>
/// Documents by digest. A restricted one is given to its owner, to supervisor and auditor and,
/// through the lot they evaluate, to its committee. Whoever has no right learns nothing: not even that the document exists.
/// </summary>
internal static class DocumentApi
{
    public static async Task<IResult> Download(ApiCall call)
    {
        var digest = call.RouteDigest("digest");
        var document = await call.Get<IDocumentStore>().Describe(digest, call.Aborted);
        return document is not null && MayRead(call, document)
            ? await Send(call, digest, "application/octet-stream")
            : throw new RefusedException(Problems.NotFound);
    }

    /// <summary>The bidder's own sealed file, for its re-seal check and for a lost copy.</summary>
    public static async Task<IResult> OwnSealed(ApiCall call)
    {
        var lot = call.Lot;
        var part = call.Http.Request.RouteValues["part"] as string;
        var view = await call.Get<IGrainFactory>().GetGrain<ITenderGrain>(call.Tender.Value).ViewFor(call.Actor);
        var file = view?.OwnBids
            .Where(bid => bid.Lot == lot && !bid.IsWithdrawn)
            .SelectMany(bid => bid.Parts)
            .FirstOrDefault(p => p.Part == part)
            ?? throw new RefusedException(Problems.NotFound);
        return await Send(call, file.File, "application/vnd.bidseal");
    }

    /// <summary>
    /// Opened contents, for the committee: whoever has marks to enter for the lot, and only what was opened of it (评标 in a secret
    /// place, 招标投标法 第三十八条).
    /// </summary>
    public static async Task<IResult> BidContent(ApiCall call)
    {
        var (lot, digest) = (call.Lot, call.RouteDigest("digest"));
        var view = await call.Get<IGrainFactory>().GetGrain<ITenderGrain>(call.Tender.Value).ViewFor(call.Actor);
        var isMember = view?.Tasks.Any(task => task.Lot == lot && task.Command == "enter_marks") == true;
        return isMember && await IsOpenedContent(call, lot, digest)
            ? await Send(call, digest, "application/octet-stream")
            : throw new RefusedException(Problems.NotFound);
    }

    private static async Task<bool> IsOpenedContent(ApiCall call, LotId lot, Digest digest)
    {
        var stream = StreamId.Of("tender", call.Tender.Value);
        await foreach (var recorded in call.Get<IMaskedTail>().Read(stream, cancellation: call.Aborted))
        {
            if (recorded.Type == "bids_opened"
                && EventCodec<TenderEvent>.Instance.Decode(recorded) is BidsOpened opened && opened.Lot == lot
                && opened.Verdicts.Any(verdict => verdict.Parts.Any(part => part.ContentSm3 == digest)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MayRead(ApiCall call, StoredDocument document) => document.Class switch
    {
        DocumentClass.Public => true,
        // Never by digest, not even to its owner: who uploads a file that another had uploaded would learn it here. Its bidder has
        // it back from its bid.
        DocumentClass.Sealed => false,
        DocumentClass.Restricted => call.Caller?.Party == document.Owner
            || call.Roles.Contains(Role.Supervisor) || call.Roles.Contains(Role.Auditor),
        _ => false,
    };

    private static async Task<IResult> Send(ApiCall call, Digest digest, string mediaType)
    {
        var content = await call.Get<IDocumentStore>().Open(digest, call.Aborted)
            ?? throw new RefusedException(Problems.NotFound);
        return Answers.File(call.Http, content, mediaType, $"{digest}.bin");
    }
}
