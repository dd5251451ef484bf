namespace Trading.Web.Api;

/// <summary>One row of the table <see cref="Acts"/>: everything that is said about an endpoint is said here once.</summary>
/// <param name="Name">Unique, snake_case; for an act the discriminator of its command.</param>
/// <param name="Method">GET, HEAD, POST or PATCH.</param>
/// <param name="Path">Route pattern below the root.</param>
/// <param name="Access">Who may call it.</param>
/// <param name="Chinese">What it does, for people.</param>
/// <param name="English">The same in English.</param>
/// <param name="Handle">Does it; refusals are returned or thrown as <see cref="RefusedException"/>.</param>
internal sealed record ApiEndpoint(
    string Name, string Method, string Path, Access Access, string Chinese, string English, Func<ApiCall, Task<IResult>> Handle)
{
    /// <summary>The JSON body it reads; null where it reads none.</summary>
    public Type? Content { get; init; }

    /// <summary>The JSON it answers; null where it answers bytes, text or nothing.</summary>
    public Type? Answer { get; init; }

    /// <summary>The media type of a body or answer that is not JSON.</summary>
    public string? MediaType { get; init; }

    /// <summary>Most bytes of a body; one more is refused with 413.</summary>
    public long BodyLimit { get; init; } = ApiLimits.JsonBytes;

    /// <summary>Query parameters: name and what it means.</summary>
    public IReadOnlyList<(string Name, string Meaning)> Query { get; init; } = [];

    /// <summary>Which rate limit applies.</summary>
    public RateClass Rate { get; init; } = RateClass.Person;
}

internal enum RateClass
{
    /// <summary>Counted by person where logged in, else by network address.</summary>
    Person,

    /// <summary>Logging in and registering: counted by network address, and narrow.</summary>
    Door,
}
