using Trading.Grains.Documents;
using Trading.Grains.Records;

namespace Trading.Web.Api;

/// <summary>The closed record, record/1: the public form for anybody, the restricted one for supervisor and auditor.</summary>
internal static class RecordApi
{
    public static Task<IResult> Public(ApiCall call) => Send(call, isRestricted: false);

    public static Task<IResult> Restricted(ApiCall call) => Send(call, isRestricted: true);

    private static async Task<IResult> Send(ApiCall call, bool isRestricted)
    {
        var record = await call.Get<IRecords>().Find(call.Tender, isRestricted, call.Aborted)
            ?? throw new RefusedException(Problems.NotFound);
        var content = await call.Get<IDocumentStore>().Open(record.Digest, call.Aborted)
            ?? throw new RefusedException(Problems.NotFound);
        return Answers.File(call.Http, content, "application/zip", $"{call.Tender}{(isRestricted ? "-restricted" : "")}.record.zip");
    }
}
