using System.Collections.Frozen;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Trading.Grains.Shell;
using Trading.Web.Api;

namespace Trading.Web.Pages.Login;

/// <summary>
/// Who may open a page: one table, as the interface has one. A page that is not in it is for reading by anybody; the folders
/// of the people who act are closed unless a line opens them.
/// </summary>
internal static class PageDoors
{
    private static readonly string[] Closed = ["/Login/", "/Bidder/", "/Desk/"];

    private static readonly FrozenDictionary<string, Access> Table = new Dictionary<string, Access>
    {
        ["/Login/Index"] = Access.Anybody,
        ["/Login/Register"] = Access.Anybody,
        ["/Login/Logout"] = Access.Anybody,
        ["/Login/Me"] = Access.LoggedIn,
        ["/Desk/Index"] = Access.LoggedIn,
        ["/Bidder/Bids"] = Access.Of(Role.Bidder),
        ["/Bidder/Seal"] = Access.Of(Role.Bidder),
        ["/Bidder/Withdraw"] = Access.Of(Role.Bidder),
        ["/Bidder/Release"] = Access.Of(Role.Bidder),
        ["/Bidder/Receipts"] = Access.Of(Role.Bidder),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Pages by their place under <c>Pages</c>, such as <c>/Desk/Index</c>.</summary>
    public static Access Of(string page) =>
        Table.TryGetValue(page, out var access) ? access
        : Closed.Any(folder => page.StartsWith(folder, StringComparison.Ordinal))
            ? throw new InvalidOperationException($"The page {page} has no line in the table of doors.")
            : Access.Anybody;
}

/// <summary>Stands before every page: sends strangers to the login and the others away with a plain word.</summary>
internal sealed class PageDoor(Visitors visitors) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var access = PageDoors.Of(context.ActionDescriptor.ViewEnginePath);
        if (access == Access.Anybody)
        {
            await next();
            return;
        }

        // What a person sees of its own work is nobody else's: not the next user's of this machine either.
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        var visitor = await visitors.Find();
        if (visitor is null)
        {
            var request = context.HttpContext.Request;
            context.Result = new LocalRedirectResult(
                "/login" + QueryString.Create("back", request.Path + request.QueryString.Value));
        }
        else if (access.Roles.IsEmpty || access.Roles.Any(visitor.Is))
        {
            await next();
        }
        else
        {
            context.Result = new StatusCodeResult(StatusCodes.Status403Forbidden);
        }
    }
}
