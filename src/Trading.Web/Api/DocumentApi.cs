using Trading.Grains.Documents;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;

namespace Trading.Web.Api;

/// <summary>
/// Documents by digest. A sealed or restricted one is given to its owner, and restricted ones to supervisor and auditor and,
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

    private static bool MayRead(ApiCall call, StoredDocument document) => document.Class switch
    {
        DocumentClass.Public => true,
        DocumentClass.Sealed => call.Caller?.Party == document.Owner,
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
