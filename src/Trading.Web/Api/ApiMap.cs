using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Web.Identity;

namespace Trading.Web.Api;

/// <summary>Turns the rows of the table into routes: access first, then the handler, and every refusal into one kind of answer.</summary>
internal static class ApiMap
{
    /// <summary>The header in which a person with several roles names the one it acts in.</summary>
    public const string RoleHeader = "Trading-Role";

    public static void Map(IEndpointRouteBuilder routes, ApiEndpoint endpoint) =>
        // As a Func it is a route handler: as a RequestDelegate its answer would be dropped and it would not be described.
        routes.MapMethods(endpoint.Path, [endpoint.Method], (Func<HttpContext, Task<IResult>>)(http => Serve(http, endpoint)))
            .WithName(endpoint.Name)
            .WithMetadata(endpoint)
            .RequireRateLimiting(RateLimits.PolicyOf(endpoint.Rate))
            // Counters by route would move with submissions, and whoever reads them would learn of bids (招标投标法 第二十二条).
            .DisableHttpMetrics()
            .DisableAntiforgery();

    private static async Task<IResult> Serve(HttpContext http, ApiEndpoint endpoint)
    {
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            var call = await Admit(http, endpoint);
            return await endpoint.Handle(call);
        }
        catch (RefusedException e)
        {
            return Answers.Refused(e.Refusal);
        }
        catch (Trading.Grains.Documents.DocumentRefusedException e)
        {
            return Answers.Refused(e.Refusal);
        }
        catch (Trading.Grains.Openings.OpeningRefusedException e)
        {
            return Answers.Refused(e.Refusal);
        }
        catch (Exception e) when (e is RetryCommandException or GrainBusyException)
        {
            // Nothing acknowledged is lost: the client sends the same command again, with the same id.
            http.Response.Headers.RetryAfter = "1";
            return Answers.Refused(Problems.TryAgain);
        }
        catch (BadHttpRequestException e)
        {
            return Answers.Refused(e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Problems.TooLarge("body", endpoint.BodyLimit)
                : Problems.BodyNotRead);
        }
        catch (IOException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return Answers.Refused(Problems.StoreFailed);
        }
    }

    private static async Task<ApiCall> Admit(HttpContext http, ApiEndpoint endpoint)
    {
        var person = Person.Of(http.User);
        var roles = person is null
            ? null
            : await http.RequestServices.GetRequiredService<People>().Roles(person, http.RequestAborted);
        if (person is null || roles is null)
        {
            return endpoint.Access == Access.Anybody
                ? new ApiCall(http, endpoint, actor: null, [])
                : throw new RefusedException(Problems.LoginNeeded);
        }

        CheckOrigin(http, endpoint);
        var role = ChooseRole(http, endpoint.Access, roles.Value);
        return new ApiCall(http, endpoint, new Actor(person.Party, person.Certificate, role), roles.Value);
    }

    /// <summary>A cookie travels by itself, so what it changes must have been asked by a page of ours; a token is sent on purpose.</summary>
    private static void CheckOrigin(HttpContext http, ApiEndpoint endpoint)
    {
        var changes = !HttpMethods.IsGet(endpoint.Method) && !HttpMethods.IsHead(endpoint.Method);
        if (changes && http.User.Identity?.AuthenticationType == IdentitySetup.CookieScheme
            && http.Request.Headers.Origin is { Count: > 0 } origin
            && origin != http.RequestServices.GetRequiredService<CentreOrigin>().Of(http.Request))
        {
            throw new RefusedException(Problems.ForeignOrigin);
        }
    }

    private static Role ChooseRole(HttpContext http, Access access, ImmutableArray<Role> held)
    {
        var asked = http.Request.Headers[RoleHeader];
        var open = access.Roles.IsEmpty ? held : [.. held.Intersect(access.Roles)];
        if (asked.Count > 0)
        {
            return Enum.TryParse<Role>(asked.ToString().Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var role)
                && open.Contains(role)
                    ? role
                    : throw new RefusedException(Problems.RoleNotYours);
        }

        return open switch
        {
            [var only] => only,
            _ when access.Roles.IsEmpty => Role.Public,
            [] => throw new RefusedException(Problems.RoleNotYours),
            _ => throw new RefusedException(Problems.RoleUnclear.With("roles", string.Join(", ", open))),
        };
    }
}
