namespace Trading.Web.Identity;

/// <summary>
/// The origin people log in to. A centre in service sets it, so that nobody can choose it by the Host header;
/// without it the request's own address counts, which is fit for a machine that is its own network.
/// </summary>
internal sealed class CentreOrigin(string? configured)
{
    public string Of(HttpRequest request) => configured ?? $"{request.Scheme}://{request.Host.Value}";
}
