using System.Collections.Immutable;
using System.Globalization;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;

namespace Trading.Web.Api;

/// <summary>Tenders as anybody may see them, and as the caller may see them.</summary>
internal static class TenderApi
{
    public static Task<IResult> List(ApiCall call)
    {
        var before = call.Query("before") is { } text
            ? call.Parse("query/before", text, t => long.Parse(t, NumberStyles.None, CultureInfo.InvariantCulture))
            : (long?)null;
        var query = new NoticeQuery(Words: call.Query("words"), Before: before, Count: NoticeQuery.MaximumCount);
        return Task.FromResult(Answers.Json(call.Get<INotices>().Find(query)));
    }

    public static async Task<IResult> View(ApiCall call) => Answers.Json(await Find(call));

    public static async Task<IResult> Opening(ApiCall call)
    {
        var view = await Find(call);
        var lot = view.Lots.FirstOrDefault(l => l.Id == call.Lot);
        return lot?.Opening is { } opening ? Answers.Json(opening) : throw new RefusedException(Problems.NotFound);
    }

    /// <summary>In every role the caller holds, or in the one it names.</summary>
    public static async Task<IResult> Mine(ApiCall call)
    {
        var grain = call.Get<IGrainFactory>().GetGrain<ITenderGrain>(call.Tender.Value);
        var roles = call.Actor.Role == Role.Public ? call.Roles : [call.Actor.Role];
        var own = ImmutableArray<OwnBid>.Empty;
        var tasks = ImmutableArray.CreateBuilder<OpenTask>();
        foreach (var role in roles)
        {
            var view = await grain.ViewFor(call.Actor with { Role = role });
            if (view is not null)
            {
                own = own.IsEmpty ? view.OwnBids : own;
                tasks.AddRange(view.Tasks.Where(task => !tasks.Contains(task)));
            }
        }

        return Answers.Json(new TenderViewForActor(own, tasks.ToImmutable()));
    }

    private static async Task<TenderView> Find(ApiCall call) =>
        await call.Get<IGrainFactory>().GetGrain<ITenderGrain>(call.Tender.Value).View()
            ?? throw new RefusedException(Problems.NotFound);
}
