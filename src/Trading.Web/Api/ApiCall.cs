using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;

namespace Trading.Web.Api;

/// <summary>One call of an endpoint whose access was checked already.</summary>
internal sealed class ApiCall(HttpContext http, ApiEndpoint endpoint, Actor? actor, ImmutableArray<Role> roles)
{
    public HttpContext Http => http;

    /// <summary>The caller in the one role in which this is done; null for a caller who is not logged in.</summary>
    public Actor? Caller => actor;

    /// <summary>The caller, where the endpoint lets nobody in without login.</summary>
    public Actor Actor => actor ?? throw new InvalidOperationException($"{endpoint.Name} has no caller.");

    /// <summary>All roles the caller holds.</summary>
    public ImmutableArray<Role> Roles => roles;

    public CancellationToken Aborted => http.RequestAborted;

    public TenderId Tender => Route("tender", TenderId.Create);

    public LotId Lot => Route("lot", LotId.Create);

    public T Get<T>() where T : notnull => http.RequestServices.GetRequiredService<T>();

    public Task<T> Body<T>() => JsonBody.Read<T>(http.Request, endpoint.BodyLimit, Aborted);

    /// <summary>A path parameter, read by its own rule; a malformed one is 400 and names what was expected.</summary>
    public T Route<T>(string name, Func<string, T> read) =>
        Parse($"path/{name}", http.Request.RouteValues[name] as string ?? "", read);

    public T Parse<T>(string place, string text, Func<string, T> read)
    {
        try
        {
            return read(text);
        }
        catch (FormatException e)
        {
            throw new RefusedException(Problems.Malformed(place, e.Message));
        }
    }

    public Digest RouteDigest(string name) => Route(name, Digest.Parse);

    public string? Query(string name) => http.Request.Query.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;
}
