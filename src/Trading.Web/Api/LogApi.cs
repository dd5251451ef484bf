using Trading.Grains.Log;

namespace Trading.Web.Api;

/// <summary>The published log as static files, and proofs by blinded leaf: asking by leaf tells nobody which act it stands for.</summary>
internal static class LogApi
{
    public static Task<IResult> Key(ApiCall call) => Task.FromResult(Answers.Text($"{call.Get<IPublicLog>().Key}\n"));

    public static async Task<IResult> Checkpoint(ApiCall call) =>
        Answers.Text((await call.Get<IPublicLog>().Checkpoint(call.Aborted)).ToString());

    public static async Task<IResult> Tile(ApiCall call)
    {
        var path = call.Http.Request.RouteValues["path"] as string ?? "";
        var tile = await call.Get<IPublicLog>().Tile($"tile/{path}", call.Aborted)
            ?? throw new RefusedException(Problems.NotFound);
        return Results.Bytes(tile, "application/octet-stream");
    }

    public static async Task<IResult> Proof(ApiCall call)
    {
        var proof = await call.Get<IPublicLog>().ProofOf(call.RouteDigest("leaf"), call.Aborted)
            ?? throw new RefusedException(Problems.NotYetPublished);
        return Answers.Text(proof.ToText());
    }
}
